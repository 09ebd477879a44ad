/**
 * The stores as a canary's request has them: it sees the table as a call does, its hunt is written as a call's is, and it
 * leaves no trace on agents and callers. That it is in no list of calls and soon expires is decided where items are made.
 */
import type { MetricName } from '../domain/signals.ts';
import type { Stores } from './read-around.ts';

export const withoutTrace = (stores: Stores): Stores => ({
  ...stores,
  lives: {
    ...stores.lives,
    // He was free when he was looked at, which is all a probe needs.
    claim: async () => ({ kind: 'claimed' }),
    change: async () => 'stale',
  },
  callers: { ...stores.callers, note: async () => {} },
});

const faults: readonly MetricName[] = ['Unavailable', 'Degraded', 'StaleConfig'];

/** Nobody called, so a probe counts for nothing but what is broken. */
export const isFault = (metric: MetricName): boolean => faults.includes(metric);
