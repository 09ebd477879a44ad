import floor from '@dial-whom/floor';
import { createSender } from '../adapters/signed-request.ts';
import { createSnapshotBucket } from '../adapters/snapshot-bucket.ts';
import { cacheSnapshot } from '../adapters/snapshot-cache.ts';
import { budget } from '../domain/budget.ts';
import { isOpen } from '../domain/schedule.ts';
import { keysFrom } from '../http/authenticate.ts';
import { systemClock } from '../runtime/clock.ts';
import { readAws, readEnv } from '../runtime/env.ts';
import { createLog, writeToStdout } from '../runtime/log.ts';
import { fallbackEnvNames } from './env.ts';
import { createHandler } from './handler.ts';

const env = readEnv(fallbackEnvNames);
const { region, ...credentials } = readAws();
const log = createLog(env.STAGE, systemClock, writeToStdout);
const bucket = createSnapshotBucket(env.SNAPSHOT_ENDPOINT, createSender('s3', region, credentials, systemClock));
const refreshMs = Number(env.SNAPSHOT_REFRESH_SECONDS) * 1000;
const snapshots = cacheSnapshot(bucket, { floor, refreshMs, clock: systemClock, log });

// The first look at a clock takes 12 ms, whatever its zone, which no caller shall wait for. Meanwhile another thread reads the
// certificates that S3 is trusted by: Node begins with them where node:https is loaded, and the request waits for them.
const hasClocks = Object.keys({ ...floor.hours, ...floor.rotations }).length > 0;
if (hasClocks) isOpen({ timeZone: 'UTC', weekly: {}, dates: {} }, systemClock());

// Before the first call, as long as one would wait for it; whatever comes of it, there is something to answer from.
await snapshots.refreshed(budget.snapshotStartMs);

export const handler = createHandler({
  snapshots,
  clock: systemClock,
  keys: keysFrom(env.KEY_HASHES),
  log,
});
