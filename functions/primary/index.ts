import { openCallState } from '../adapters/call-state.ts';
import { cacheConfigs } from '../adapters/config-cache.ts';
import { createConfigReader } from '../adapters/config-reader.ts';
import { connect } from '../adapters/dynamo.ts';
import { keysFrom } from '../http/authenticate.ts';
import { systemClock } from '../runtime/clock.ts';
import { readAws, readEndpoint, readEnv } from '../runtime/env.ts';
import { createLog, writeToStdout } from '../runtime/log.ts';
import { primaryEnvNames } from './env.ts';
import { createHandler } from './handler.ts';

const env = readEnv(primaryEnvNames);
const log = createLog(env.STAGE, systemClock, writeToStdout);
const { region, ...credentials } = readAws();
const table = { client: connect({ region, credentials, endpoint: readEndpoint('DYNAMODB') }), name: env.TABLE_NAME };

export const handler = createHandler({
  stores: {
    configs: cacheConfigs(createConfigReader(table), { clock: systemClock, log }),
    ...openCallState(table, log, systemClock),
    clock: systemClock,
  },
  keys: keysFrom(env.KEY_HASHES),
  log,
});
