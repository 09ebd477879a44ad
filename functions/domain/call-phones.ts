/** To whom a call was sent, by its answers and by what events told: for events that do not say whose they are. */
import type { LoggedEvent } from './call-log.ts';
import { attemptsOf, type Hunt, headOf } from './hunt.ts';
import type { Leg } from './leg-event.ts';
import { clockToleranceMs, sentMsOf } from './provider-clock.ts';
import { plannedOwners } from './record.ts';

export type CallPhones = {
  /** In the order of their times. */
  readonly sent: readonly Sent[];
  /** Which attempt of its visit the last answer was, from 1. */
  readonly attempt?: number | undefined;
  /** Whose numbers they were when the call was planned, which the last apply may not know. */
  readonly owners: ReadonlyMap<string, string>;
};

/** An answer, with the number at its head, or a phone that events told to ring. */
type Sent = {
  readonly by: 'answer' | 'event';
  readonly number: string | undefined;
  /** The first answer of a visit: the call has come to an applet, perhaps from another one. */
  readonly isArrival: boolean;
  readonly atMs: number;
  readonly sentMs: number | undefined;
};

export const noPhones: CallPhones = { sent: [], owners: new Map() };

export const phonesOf = (hunts: readonly Hunt[], events: readonly LoggedEvent[]): CallPhones => {
  const attempts = hunts.flatMap(attemptsOf).toSorted((one, other) => one.atMs - other.atMs);
  const answers = attempts.map((attempt): Sent => {
    const { atMs, currentSeconds, ordinal } = attempt;
    return { by: 'answer', number: headOf(attempt), isArrival: ordinal === 1, atMs, sentMs: sentMsOf(currentSeconds) };
  });
  const rings = events
    .filter(({ kind, number }) => number !== undefined && (kind === 'ringing' || kind === 'talking'))
    .map(({ number, atMs, sentMs }): Sent => ({ by: 'event', number, isArrival: false, atMs, sentMs }));
  return {
    sent: [...answers, ...rings].toSorted((one, other) => timeOf(one) - timeOf(other)),
    attempt: attempts.at(-1)?.ordinal,
    owners: new Map(hunts.flatMap(({ record }) => [...plannedOwners(record)])),
  };
};

const timeOf = ({ sentMs, atMs }: Sent): number => sentMs ?? atMs;

/** Whom an event is about that names no number. `sentMs` is the provider's clock, `nowMs` ours. */
export const phonesMeant = (
  { sent }: CallPhones,
  kind: Leg['kind'],
  sentMs: number | undefined,
  nowMs: number,
): readonly string[] => {
  /** By so much before the event, at least, by either clock. */
  const isBefore = (one: Sent, byMs: number): boolean =>
    one.sentMs !== undefined && sentMs !== undefined ? sentMs - one.sentMs >= byMs : nowMs - one.atMs >= byMs;
  const meant = kind === 'left' ? thoseHere(sent, isBefore) : [lastOne(sent, kind, isBefore)];
  return [...new Set(meant.flatMap((one) => one?.number ?? []))];
};

type IsBefore = (one: Sent, byMs: number) => boolean;

/**
 * Whoever it was sent to last. A phone's end and the request for the next one are sent at one moment, and may be told a second
 * apart: whoever it has been sent to since is not the one who has ended, and may well ring.
 */
const lastOne = (sent: readonly Sent[], kind: Leg['kind'], isBefore: IsBefore): Sent | undefined =>
  sent.findLast((one) => isBefore(one, kind === 'over' ? clockToleranceMs : 0)) ?? sent[0];

/**
 * Everybody who may ring when the call leaves an applet: whom the last answer named, and whom events told of. A flow may be in
 * the next applet by then, so that an answer to its arrival there counts only if it is clearly older.
 */
const thoseHere = (sent: readonly Sent[], isBefore: IsBefore): Sent[] => {
  const next = sent.findLastIndex(({ isArrival }) => isArrival);
  const isElsewhere = next > 0 && !isBefore(sent[next] as Sent, clockToleranceMs);
  const here = sent.slice(0, isElsewhere ? next : sent.length);
  const lastAnswer = here.findLast(({ by }) => by === 'answer');
  return here.filter((one) => one === lastAnswer || one.by === 'event');
};
