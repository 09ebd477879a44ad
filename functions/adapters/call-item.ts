/** What every item of a call has: when it expires, and how it is found by its day. */
import { callsIndex } from '../domain/calls-index.ts';
import { isCanary } from '../domain/canary.ts';
import { unitHash } from '../domain/hash.ts';

/** Kept this long for `explain` and `calls`, then removed by the table's TTL. */
export const keptDays = 30;
/** Two a minute and more, of which nobody asks what became of them. */
const canaryKeptDays = 1;

/** For the table's TTL, in seconds since the epoch. */
export const expiryOf = (callSid: string, atMs: number): number =>
  Math.floor(atMs / 1000) + (isCanary(callSid) ? canaryKeptDays : keptDays) * 24 * 3600;

export const callKey = (callSid: string): string => `CALL#${callSid}`;

/** The CallSid in such a key. */
export const callSidOf = (pk: unknown): string => String(pk).slice(callKey('').length);

/** A day is spread over several keys: one takes a thousand writes a second. */
export const dayShards = 8;

/** Days are those of UTC. */
export const dayKey = (atMs: number, shard: number): string =>
  `DAY#${new Date(atMs).toISOString().slice(0, 10)}#${shard}`;

/** Attributes of the index that lists calls; a canary's is none. */
export const listedAs = (callSid: string, startedMs: number) =>
  isCanary(callSid)
    ? {}
    : {
        [callsIndex.partitionKey]: dayKey(startedMs, Math.floor(unitHash(callSid, 'day') * dayShards)),
        [callsIndex.sortKey]: startedMs,
      };
