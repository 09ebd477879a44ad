/**
 * The stores as a canary's request has them: it sees the table as a call does, its hunt is written as a call's is, and it
 * leaves no trace on agents and callers. That it is in no list of calls and soon expires is decided where items are made.
 */
import type { Stores } from './stores.ts';

export const withoutTrace = (stores: Stores): Stores => ({
  ...stores,
  lives: {
    ...stores.lives,
    // He was free when he was looked at, which is all a probe needs.
    claim: async () => ({ kind: 'claimed' }),
    change: async () => ({ kind: 'stale' }),
  },
  callers: { ...stores.callers, note: async () => {} },
});
