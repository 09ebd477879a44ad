/** What the requests of a hunt reported of the numbers before them. */
import { readAttemptKey } from '../../functions/domain/attempt-key.ts';
import type { Hunt } from '../../functions/domain/hunt.ts';

/** Of the request that asked for that attempt: `first`, or a number and what became of it. */
export const reportedBy = ({ attempts }: Hunt, ordinal: number): string => {
  const key = Object.entries(attempts).find(([, attempt]) => attempt.ordinal === ordinal)?.[0] ?? '';
  const { isEntry, number, status, more } = readAttemptKey(key);
  const told = [number, status === '' ? noOutcome : status, ...more].filter(Boolean).join(' ');
  return isEntry ? `of an earlier applet or the fallback, ${told}` : told;
};

/** Numbers of the plan that were reported up to that attempt, each with what became of it. */
export const dialledBefore = ({ attempts, rung }: Hunt, ordinal: number): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(attempts)
      .filter(([, attempt]) => attempt.ordinal <= ordinal)
      .map(([key]) => readAttemptKey(key))
      .filter(({ isEntry, number }) => !isEntry && rung.includes(number))
      .map(({ number, status }) => [number, status || noOutcome]),
  );

const noOutcome = 'no outcome reported';
