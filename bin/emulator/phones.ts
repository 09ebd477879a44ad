/** How each phone behaves when it is dialled, and how long that takes. */
import { e164 } from './phone-number.ts';

export const phoneOutcomes = ['completed', 'busy', 'no-answer', 'failed'] as const;

/** What a phone can do by itself. */
export type PhoneOutcome = (typeof phoneOutcomes)[number];

/** `DialCallStatus` as Exotel sends it: `canceled` is the caller's doing. */
export type Outcome = PhoneOutcome | 'canceled';

/** Phones that behave as listed, whatever form the number is written in; any other rings out. */
export const phonesThat = (
  behave: Iterable<readonly [number: string, outcome: PhoneOutcome]>,
): ((number: string) => PhoneOutcome) => {
  const known = new Map([...behave].map(([number, outcome]) => [e164(number), outcome] as const));
  return (number) => known.get(e164(number)) ?? 'no-answer';
};

/** Seconds of an attempt, and whether somebody really waits for them. */
export type Stretch = { readonly seconds: number; readonly real: boolean };

/** A busy phone rejects after 5 s in Exotel's captures; the others are ordinary calls, below its 30 s of ringing. */
const usualRingSeconds: Record<Outcome, number> = { completed: 8, busy: 5, 'no-answer': 20, failed: 1, canceled: 10 };
const usualTalkSeconds = 60;

/**
 * How long the phone rings and how long the two talk. A pace above zero is really waited for; zero stands for the
 * usual time, which passes on the reported clock alone. A number that cannot be dialled never rings.
 */
export const stretchesOf = (
  outcome: Outcome,
  pace: { readonly ringSeconds: number; readonly talkSeconds: number },
): { readonly ring: Stretch; readonly talk: Stretch } => {
  const none = { seconds: 0, real: false };
  return {
    ring: stretch(outcome === 'failed' ? 0 : pace.ringSeconds, usualRingSeconds[outcome]),
    talk: outcome === 'completed' ? stretch(pace.talkSeconds, usualTalkSeconds) : none,
  };
};

const stretch = (pace: number, usual: number): Stretch =>
  pace > 0 ? { seconds: pace, real: true } : { seconds: usual, real: false };
