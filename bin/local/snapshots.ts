/**
 * How the configuration gets to the fallback on this machine: the publisher's handler, run when a revision was applied, and
 * an object instead of the bucket. What stream, schedule and queue do on AWS, a look at `REVISION` each second does here.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { createMarkStore } from '../../functions/adapters/mark-store.ts';
import { cacheSnapshot } from '../../functions/adapters/snapshot-cache.ts';
import { createWholeConfig } from '../../functions/adapters/whole-config.ts';
import { budget } from '../../functions/domain/budget.ts';
import type { Config } from '../../functions/domain/config.ts';
import type { Log } from '../../functions/domain/signals.ts';
import { snapshotTimes } from '../../functions/domain/snapshot.ts';
import type { SnapshotMemory } from '../../functions/domain/snapshot-ports.ts';
import { createHandler as createPublisher } from '../../functions/publisher/handler.ts';
import { systemClock } from '../../functions/runtime/clock.ts';
import { readStanding } from '../table/revision.ts';
import { openSnapshotObject, startSnapshotObject } from './snapshot-object.ts';

export type SnapshotOptions = {
  /** Uses this bucket instead of an object of its own. */
  readonly snapshotEndpoint: string | undefined;
  /** Where an object of its own is kept, beside the table it is of; without one it is gone with the process. */
  readonly snapshotFile: string | undefined;
  /** How often the fallback looks for a new snapshot. */
  readonly snapshotRefreshSeconds: number;
  /** The fallback's floor. */
  readonly config: Config;
  readonly log: Log;
};

export type Snapshots = { readonly memory: SnapshotMemory; readonly stop: () => Promise<void> };

const pollMs = 1_000;
const graceMs = 500;
/** As scheduled on AWS: items that somebody edits by hand do not change the revision. */
const scheduleMs = snapshotTimes.publishMinutes * 60_000;

export const startSnapshots = async (
  table: Table,
  { snapshotEndpoint, snapshotFile, snapshotRefreshSeconds, config: floor, log: logAll }: SnapshotOptions,
): Promise<Snapshots> => {
  const log = withoutRepeats(logAll);
  const object = snapshotEndpoint === undefined ? await startSnapshotObject(snapshotFile) : undefined;
  const bucket = openSnapshotObject(snapshotEndpoint ?? object?.endpoint ?? '');
  const shared = { clock: systemClock, log };
  const memory = cacheSnapshot(bucket, { floor, refreshMs: snapshotRefreshSeconds * 1000, ...shared });
  const whole = createWholeConfig(table, systemClock);
  const publish = createPublisher({ whole, marks: createMarkStore(table), snapshots: bucket, ...shared });

  const publishing = repeat(
    pollMs,
    publishWhenDue(table, () => publish({ Records: [] })),
    log,
  );
  await publishing.begun;
  // Callers may be rare, and whoever tries a change out does not want to ask twice.
  const refreshing = repeat(snapshotRefreshSeconds * 1000, () => memory.refreshed(budget.snapshotMs), log);
  await refreshing.begun;
  return {
    memory,
    stop: async () => {
      await Promise.all([publishing.stop(), refreshing.stop()]);
      await object?.stop();
    },
  };
};

/** Each second the same fault would be said again, and nothing else could be seen. */
const withoutRepeats = (log: Log): Log => {
  const said = new Set<string>();
  return (fields, metrics) => {
    const line = JSON.stringify(fields);
    // What is published or read in between is a reason to say the next fault again.
    if (fields.level !== 'error') said.clear();
    if (!said.has(line)) log(fields, metrics);
    said.add(line);
  };
};

const publishWhenDue = (table: Table, publish: () => Promise<void>) => {
  let published: { readonly standing: string; readonly atMs: number } | undefined;
  return async (): Promise<void> => {
    const standing = JSON.stringify(await readStanding(table));
    const atMs = performance.now();
    if (published?.standing === standing && atMs - published.atMs < scheduleMs) return;
    await publish();
    published = { standing, atMs };
  };
};

const repeat = (everyMs: number, act: () => Promise<unknown>, log: Log) => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const once = async (): Promise<void> => {
    try {
      await act();
    } catch (error) {
      log({ level: 'error', message: 'snapshot not published', cause: String(error) });
    }
  };
  const first = once();
  const run = async (): Promise<void> => {
    await first;
    while (!signal.aborted) {
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await once();
    }
  };
  const running = run();
  return {
    /** Once it was done for the first time; not so long that a bucket without an answer would hold up the start. */
    begun: Promise.race([first, sleep(budget.snapshotMs, undefined, { ref: false })]),
    /** A bucket without an answer is not waited for. */
    stop: (): Promise<void> => {
      stopping.abort();
      return Promise.race([running, sleep(graceMs, undefined, { ref: false })]);
    },
  };
};
