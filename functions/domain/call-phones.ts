/** To whom a call was sent, by its answers and by what events told: for events that do not say whose they are. */
import { reportedIn } from './attempt-key.ts';
import type { LoggedEvent } from './call-log.ts';
import { type Hunt, headOf } from './hunt.ts';
import type { Leg } from './leg-event.ts';
import { clockToleranceMs, sentMsOf } from './provider-clock.ts';
import { plannedOwners } from './record.ts';

export type CallPhones = {
  /** In the order in which we heard of them: the provider's clock has whole seconds only, and not every event tells it. */
  readonly sent: readonly Sent[];
  /** Which attempt of its visit the last answer was, from 1. */
  readonly attempt?: number | undefined;
  /** Whose numbers they were when the call was planned, which the last apply may not know. */
  readonly owners: ReadonlyMap<string, string>;
};

/** An answer, with the number at its head, or a phone that events told to ring or to be picked up. */
type Sent = {
  readonly by: 'answer' | 'ringing' | 'talking';
  readonly number: string | undefined;
  /** The first answer of a visit: the call has come to an applet, perhaps from another one. */
  readonly isArrival: boolean;
  /** A later request or event has told the end of it. */
  readonly isOver: boolean;
  readonly atMs: number;
  readonly sentMs: number | undefined;
};

export const noPhones: CallPhones = { sent: [], owners: new Map() };

export const phonesOf = (hunts: readonly Hunt[], events: readonly LoggedEvent[]): CallPhones => {
  const attempts = hunts
    .flatMap(({ attempts: own }) => Object.entries(own))
    .sort(([, one], [, other]) => one.atMs - other.atMs);
  const ends = [
    ...attempts.map(([key, { atMs }]) => ({ number: reportedIn(key), atMs })),
    ...events.filter(({ kind }) => kind === 'over' || kind === 'left'),
  ];
  const isOver = (number: string | undefined, atMs: number) =>
    ends.some((end) => end.number === number && end.atMs >= atMs);
  const answers = attempts.map(([, attempt]): Sent => {
    const { atMs, currentSeconds, ordinal } = attempt;
    const number = headOf(attempt);
    const sentMs = sentMsOf(currentSeconds);
    return { by: 'answer', number, isArrival: ordinal === 1, isOver: isOver(number, atMs), atMs, sentMs };
  });
  const rings = events.flatMap(({ kind, number, atMs, sentMs, effect }): Sent[] =>
    // What is stale came late, or was known.
    (kind === 'ringing' || kind === 'talking') && effect !== 'stale'
      ? [{ by: kind, number, isArrival: false, isOver: isOver(number, atMs), atMs, sentMs }]
      : [],
  );
  return {
    sent: [...answers, ...rings].toSorted((one, other) => one.atMs - other.atMs),
    attempt: attempts.at(-1)?.[1].ordinal,
    owners: new Map(hunts.flatMap(({ record }) => [...plannedOwners(record)])),
  };
};

/**
 * Whom an event is about that names no number; nobody where that is over already, or cannot be told. `sentMs` is the
 * provider's clock, `nowMs` ours.
 *
 * A phone's end and the request for the next one are sent at one moment, and may be told a second apart: whoever the call has
 * just been sent to is not the one who has ended, and may well ring.
 */
export const phonesMeant = (
  { sent }: CallPhones,
  { kind, outcome }: Pick<Leg, 'kind' | 'outcome'>,
  sentMs: number | undefined,
  nowMs: number,
): readonly string[] => {
  /** By so much before the event, at least, by either clock. */
  const isBefore = (one: Sent, byMs: number): boolean =>
    one.sentMs !== undefined && sentMs !== undefined ? sentMs - one.sentMs >= byMs : nowMs - one.atMs >= byMs;
  if (kind === 'left') return numbersOf(thoseHere(sent, isBefore));
  const last = sent.findLast((one) => !one.isOver && isBefore(one, 0));
  if (last === undefined) return [];
  // After these ends the call is sent to nobody else.
  const isSure = last.by === 'talking' || outcome === 'completed' || outcome === 'canceled';
  const isAnothers = sent.some(({ number }) => number !== last.number) && !isBefore(last, clockToleranceMs);
  return kind === 'over' && isAnothers && !isSure ? [] : numbersOf([last]);
};

type IsBefore = (one: Sent, byMs: number) => boolean;

/**
 * Everybody who may ring when the call leaves an applet: whom the last answer named, and whom events told of. A flow may be in
 * the next applet by then, so that an answer to its arrival there counts only if it is clearly older.
 */
const thoseHere = (sent: readonly Sent[], isBefore: IsBefore): Sent[] => {
  const next = sent.findLastIndex(({ isArrival }) => isArrival);
  const isElsewhere = next > 0 && !isBefore(sent[next] as Sent, clockToleranceMs);
  const here = sent.slice(0, isElsewhere ? next : sent.length);
  const lastAnswer = here.findLast(({ by }) => by === 'answer');
  return here.filter((one) => one === lastAnswer || one.by !== 'answer');
};

const numbersOf = (sent: readonly Sent[]): string[] => [...new Set(sent.flatMap(({ number }) => number ?? []))];
