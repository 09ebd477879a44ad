/** What the requests of a hunt reported of the numbers before them. */
import type { Hunt } from '../../functions/domain/hunt.ts';

/** Of the request that asked for that attempt: `first`, or a number and what became of it. */
export const reportedBy = ({ attempts }: Hunt, ordinal: number): string => {
  const key = Object.entries(attempts).find(([, attempt]) => attempt.ordinal === ordinal)?.[0] ?? '';
  const [number = '', status, ...more] = key.replace(/^entry\|/, '').split('|');
  const told = [number, status === '' ? noOutcome : status, ...more].filter(Boolean).join(' ');
  return key.startsWith('entry|') ? `of an earlier applet or the fallback, ${told}` : told;
};

/** Numbers of the plan that were reported up to that attempt, each with what became of it. */
export const dialedBefore = ({ attempts, rung }: Hunt, ordinal: number): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(attempts)
      .filter(([, attempt]) => attempt.ordinal <= ordinal)
      .map(([key]) => key.split('|'))
      .filter(([number = '']) => rung.includes(number))
      .map(([number = '', status]) => [number, status || noOutcome]),
  );

const noOutcome = 'no outcome reported';
