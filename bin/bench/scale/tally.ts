/** Who was served by whom, once the buckets are even. */
import type { Answer } from './primary.ts';

export type Served = Answer | 'shed';

/** Before, what waits and what is in store have not come to what they are at this rate. */
export const unevenMs = 1_000;

export type Tally = {
  /** Of a caller's request, by the primary. */
  readonly count: (served: Served, startedMs: number) => void;
  /** In the end: after so long by either URL, or not at all. */
  readonly end: (by: 'primary' | 'fallback' | 'nobody', startedMs: number, endedMs: number) => void;
  readonly event: (isTaken: boolean, startedMs: number) => void;
  readonly of: (what: Served | 'fallback' | 'nobody' | 'event lost') => number;
  readonly percentileMs: (share: number) => number;
};

export const aTally = (): Tally => {
  const counts: Record<string, number> = {};
  const waitedMs: number[] = [];
  let sorted: number[] | undefined;
  let [requests, events] = [0, 0];
  const count = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  return {
    count: (served, startedMs) => {
      if (startedMs < unevenMs) return;
      requests += 1;
      count(served);
    },
    end: (by, startedMs, endedMs) => {
      if (startedMs < unevenMs) return;
      count(by);
      if (by !== 'nobody') waitedMs.push(endedMs - startedMs);
    },
    event: (isTaken, startedMs) => {
      if (startedMs < unevenMs) return;
      events += 1;
      if (!isTaken) count('event lost');
    },
    of: (what) => (counts[what] ?? 0) / Math.max(1, what === 'event lost' ? events : requests),
    percentileMs: (share) => {
      sorted ??= waitedMs.sort((one, other) => one - other);
      return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
    },
  };
};
