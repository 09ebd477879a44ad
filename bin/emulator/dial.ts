/** One attempt: a number rings, and perhaps somebody talks. */
import type { AttemptReport, Call } from './call.ts';
import type { Leg } from './events.ts';
import { type Stretch, stretchesOf } from './phones.ts';

export type DialDeps = {
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Told, before the two talk, that somebody picks up. `skippedMs` as below, so far. */
  readonly onAnswer: (skippedMs: number) => Promise<void>;
};

/** `skippedMs` is the part of the attempt that passes on the reported clock alone. */
export const dial = async (
  number: string,
  attempt: number,
  call: Call,
  deps: DialDeps,
): Promise<Leg & { readonly skippedMs: number }> => {
  const outcome = attempt === call.hangupAfter ? 'canceled' : call.phones(number);
  const pace = { ringSeconds: call.ringSeconds ?? 0, talkSeconds: call.talkSeconds ?? 0 };
  const { ring, talk } = stretchesOf(outcome, pace);
  const rungMs = await pass(ring, deps);
  if (outcome === 'completed') await deps.onAnswer(rungMs);
  const skippedMs = rungMs + (await pass(talk, deps));
  // Exotel reports no duration for a caller who hung up while it rang.
  const durationSeconds = outcome === 'canceled' ? 0 : ring.seconds + talk.seconds;
  const report: AttemptReport = { number, outcome, durationSeconds };
  return { report, talkSeconds: talk.seconds, skippedMs };
};

const pass = async ({ seconds, real }: Stretch, { sleep }: Pick<DialDeps, 'sleep'>): Promise<number> => {
  if (!real) return seconds * 1000;
  await sleep(seconds * 1000);
  return 0;
};
