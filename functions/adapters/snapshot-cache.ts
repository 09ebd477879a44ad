/** The snapshot in memory: refreshed behind answers, kept when it cannot be, and the floor for as long as there is none. */
import { setTimeout as sleep } from 'node:timers/promises';
import { budget } from '../domain/budget.ts';
import type { Config } from '../domain/config.ts';
import type { Clock } from '../domain/ports.ts';
import type { Log } from '../domain/signals.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { SnapshotMemory, SnapshotSource } from '../domain/snapshot-ports.ts';
import { ageMsOf } from './memory-age.ts';

/** After a failure it is tried again sooner, and still not with every call. */
const retryMs = 5_000;
/** A reading that has taken so much longer than it was given was frozen with the function, and has not failed. */
const frozenMs = 1_000;
/**
 * As often as this is due without a reading that came to an end, an answer waits for one, as long as a start does: where
 * calls are rare, what is under way when an answer is out is frozen with the function, and would never be done.
 */
const mostRefreshes = 5;

type Deps = {
  readonly floor: Config;
  readonly refreshMs: number;
  readonly clock: Clock;
  readonly log: Log;
};

/** `floor` until a read succeeds; after that what was read last, however old. Never rejects: a failed read is logged. */
export const cacheSnapshot = (source: SnapshotSource, { floor, refreshMs, clock, log }: Deps): SnapshotMemory => {
  let last: Snapshot | undefined;
  let checked = { atMs: Number.NEGATIVE_INFINITY, validMs: 0 };
  let underWay: Promise<'done' | 'frozen'> | undefined;

  const refresh = async (withinMs: number): Promise<'done' | 'frozen'> => {
    const startedMs = clock();
    const reading = await source.read(AbortSignal.timeout(withinMs));
    if (reading.kind !== 'found' && clock() - startedMs > withinMs + frozenMs) return 'frozen';
    if (reading.kind === 'found') last = reading.snapshot;
    else {
      const revision = last?.revision ?? 'floor';
      log({ level: 'error', message: 'snapshot not refreshed', ...reading, revision }, { SnapshotUnread: 1 });
    }
    checked = { atMs: clock(), validMs: reading.kind === 'found' ? refreshMs : Math.min(retryMs, refreshMs) };
    return 'done';
  };

  const isOlderThan = (ms: number) => ageMsOf(checked.atMs, clock()) >= ms;

  const refreshOnce = (withinMs: number): Promise<'done' | 'frozen'> | undefined => {
    if (underWay === undefined && isOlderThan(checked.validMs)) {
      underWay = refresh(withinMs).finally(() => {
        underWay = undefined;
      });
    }
    return underWay;
  };

  /** What was frozen comes to nothing, and is begun anew now that somebody waits for it. */
  const refreshFor = async (withinMs: number): Promise<void> => {
    if ((await refreshOnce(withinMs)) === 'frozen') await refreshOnce(withinMs);
  };

  const known = () =>
    last === undefined ? ({ source: 'floor', config: floor } as const) : ({ source: 'snapshot', ...last } as const);

  return {
    current: async () => {
      const refreshing = refreshFor(budget.snapshotMs);
      if (isOlderThan(mostRefreshes * refreshMs)) {
        await Promise.race([refreshing, sleep(budget.snapshotStartMs, undefined, { ref: false })]);
      }
      return known();
    },
    refreshed: async (withinMs) => {
      await refreshFor(withinMs);
      return known();
    },
  };
};
