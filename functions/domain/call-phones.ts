/** Which phones a call has: whom its answers named, and whom events told of. For events that do not say whose they are. */
import type { LoggedEvent } from './call-log.ts';
import { attemptsOf, type Hunt, headOf } from './hunt.ts';
import type { Leg } from './leg-event.ts';
import { clockToleranceMs, sentMsOf } from './provider-clock.ts';

export type CallPhones = {
  /** Of each answer, in their order: who was expected to ring, if anybody, and when it was asked for by either clock. */
  readonly heads: readonly AnswerHead[];
  /** E.164, each once. */
  readonly told: readonly string[];
  /** Whose numbers they are by the plans of the call, which the table may know better than the last apply. */
  readonly agents: ReadonlyMap<string, string>;
};

type AnswerHead = {
  readonly number: string | undefined;
  /** 1 for the first attempt of its visit. */
  readonly attempt: number;
  readonly atMs: number;
  readonly sentMs: number | undefined;
};

export const noPhones: CallPhones = { heads: [], told: [], agents: new Map() };

export const phonesOf = (hunts: readonly Hunt[], events: readonly LoggedEvent[]): CallPhones => {
  const attempts = hunts.flatMap(attemptsOf).toSorted((one, other) => one.atMs - other.atMs);
  const candidates = hunts.flatMap(({ record }) => record?.candidates ?? []);
  return {
    heads: attempts.map((attempt) => ({
      number: headOf(attempt),
      attempt: attempt.ordinal,
      atMs: attempt.atMs,
      sentMs: sentMsOf(attempt.currentSeconds),
    })),
    told: [...new Set(events.flatMap(({ number }) => number ?? []))],
    agents: new Map(candidates.map(({ number, agent }) => [number, agent])),
  };
};

/**
 * Whom an event is about that names no number: whoever the call was sent to last before it, and once the call has left the
 * applet everybody it is known to have rung.
 */
export const phonesMeant = (
  { heads, told }: CallPhones,
  kind: Leg['kind'],
  sentMs: number | undefined,
  nowMs: number,
): readonly string[] => {
  const last = kind === 'left' ? heads.at(-1) : headBefore(heads, kind === 'over', sentMs, nowMs);
  const numbers = [last?.number, ...(kind === 'left' ? told : [])].filter((number) => number !== undefined);
  return [...new Set(numbers)];
};

/**
 * A phone's end and the request for the next one are sent at one moment, so whoever that request was answered with has not
 * ended yet; he may well ring by then.
 */
const headBefore = (
  heads: readonly AnswerHead[],
  isEnd: boolean,
  sentMs: number | undefined,
  nowMs: number,
): AnswerHead | undefined => {
  const hasRung = (head: AnswerHead): boolean => {
    if (sentMs === undefined || head.sentMs === undefined) return !isEnd || nowMs - head.atMs > clockToleranceMs;
    return isEnd ? head.sentMs < sentMs : head.sentMs <= sentMs;
  };
  return heads.findLast(hasRung) ?? heads[0];
};
