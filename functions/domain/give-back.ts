/** A lease that is not needed after all, as if it had never been. */
import type { EventEffect } from './lease.ts';
import { type Ended, endedOf, type Lease, type Live, ringOf } from './live.ts';

/** A lease that was taken, or may have been. */
export type Taken = Pick<Lease, 'callSid' | 'attempt' | 'number'> & {
  /** Of the last ring of that number in this call, which the claim has forgotten. */
  readonly endedBefore: Ended | undefined;
};

/** What it takes to give him back with `withoutLease`; `before` is the agent as he was seen before the claim. */
export const takenBy = ({ callSid, attempt, number }: Lease, before: Live | undefined): Taken => ({
  callSid,
  attempt,
  number,
  endedBefore: before && endedOf(before, ringOf({ callSid, number })),
});

/** As if that lease had never been: what is told again of the ring before it must not count twice. */
export const withoutLease = (live: Live, { callSid, attempt, number, endedBefore }: Taken): EventEffect => {
  const kept = Object.entries(live.leases).filter(([, one]) => one.callSid !== callSid || one.attempt !== attempt);
  if (kept.length === Object.keys(live.leases).length) return { kind: 'stale' };
  const ended = endedBefore === undefined ? live.ended : { [ringOf({ callSid, number })]: endedBefore, ...live.ended };
  return { kind: 'changed', live: { ...live, leases: Object.fromEntries(kept), ended } };
};
