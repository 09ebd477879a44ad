import floor from '@dial-whom/floor';
import { readKeyHashes } from '../http/authenticate.ts';
import { systemClock } from '../runtime/clock.ts';
import { readEnv } from '../runtime/env.ts';
import { createLog, writeToStdout } from '../runtime/log.ts';
import { createCount } from '../runtime/metrics.ts';
import { fallbackEnvNames } from './env.ts';
import { createHandler } from './handler.ts';

const env = readEnv(fallbackEnvNames);

export const handler = createHandler({
  floor,
  clock: systemClock,
  keys: readKeyHashes(env.KEY_HASHES),
  log: createLog(writeToStdout),
  count: createCount(env.STAGE, systemClock, writeToStdout),
});
