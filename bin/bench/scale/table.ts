/**
 * DynamoDB as its limits are written: units a second of a partition, of the table and of its index. Each key is taken to have
 * a partition of its own, which is what a table that has been busy for a while comes to; reads and writes are limited apart.
 */
import { listedAs } from '../../../functions/adapters/call-item.ts';
import { budget } from '../../../functions/domain/budget.ts';
import type { Consumed } from './bill.ts';
import { aUsedBucket, type Bucket, takeAll } from './bucket.ts';
import { type Limits, times } from './parameters.ts';
import type { Process, Timeline } from './timeline.ts';

/** What one request to the table consumes, of keys that others want as well; a call's own key is nobody else's. */
export type Wanted = {
  readonly reads?: number;
  readonly writes?: number;
  /** Units of these keys, which are among the above. */
  readonly keys?: Readonly<Record<string, number>>;
  /** A call of which the index is told. */
  readonly listed?: string;
};

export type Table = {
  /** False when it is throttled. */
  readonly take: (wanted: Wanted) => boolean;
  /** As our client asks: once more after a pause, and not after `byMs`. False when it was throttled all the same. */
  readonly ask: (wanted: Wanted, byMs: number) => Process<boolean>;
  readonly trip: () => Process;
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly consumed: () => Consumed;
};

/** `before` is what was consumed each second until now: a table takes twice as much at once. */
export const aTable = (limits: Limits, before: Consumed, random: () => number, { now }: Timeline): Table => {
  const takes = (fresh: number, peak: number) => Math.min(limits.tableUnits, Math.max(fresh, limits.growth * peak));
  const reads = aUsedBucket(takes(limits.newTableReads, before.reads));
  const writes = aUsedBucket(takes(limits.newTableWrites, before.writes));
  const index = aUsedBucket(takes(limits.newTableWrites, before.indexWrites));
  const buckets = new Map([
    ['reads of the table', reads],
    ['writes of the table', writes],
    ['writes of the index', index],
  ]);
  const partition = (key: string, rate: number): Bucket => {
    const known = buckets.get(key) ?? aUsedBucket(rate);
    buckets.set(key, known);
    return known;
  };
  // Lognormal: its median, and a hundredth above its p99.
  const spread = Math.log(times.tableP99 / times.tableMedian) / 2.326;
  const tripMs = () => times.tableMedian * Math.exp(spread * gauss(random));

  const take = (wanted: Wanted): boolean => {
    const { reads: read = 0, writes: written = 0, keys = {}, listed } = wanted;
    const needs: (readonly [Bucket, number])[] = [];
    if (read > 0) needs.push([reads, read]);
    if (written > 0) needs.push([writes, written]);
    const rate = written > 0 ? limits.partitionWrites : limits.partitionReads;
    for (const key in keys) needs.push([partition(key, rate), keys[key] ?? 0]);
    if (listed !== undefined) {
      const { day } = listedAs(listed, now()) as { readonly day: string };
      needs.push([index, 1], [partition(`index ${day.replace(/.*#/, 'DAY#…#')}`, limits.partitionWrites), 1]);
    }
    return takeAll(needs, now());
  };

  function* ask(wanted: Wanted, byMs: number): Process<boolean> {
    const isTaken = take(wanted);
    yield tripMs();
    if (isTaken) return true;
    const pauseMs = random() * times.throttledPause;
    const leftMs = byMs - now();
    yield Math.max(0, Math.min(pauseMs, leftMs));
    if (pauseMs >= leftMs || budget.maxAttempts < 2) return false;
    const isTakenThen = take(wanted);
    yield tripMs();
    return isTakenThen;
  }

  return {
    take,
    ask,
    trip: function* () {
      yield tripMs();
    },
    buckets,
    consumed: () => ({ reads: reads.taken, writes: writes.taken, indexWrites: index.taken }),
  };
};

/** Box and Muller's. */
const gauss = (random: () => number): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
