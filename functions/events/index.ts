import { createCallLog } from '../adapters/call-log.ts';
import { createCallerStore } from '../adapters/caller-store.ts';
import { createDirectory } from '../adapters/directory.ts';
import { connect } from '../adapters/dynamo.ts';
import { createLiveStore } from '../adapters/live-store.ts';
import { keysFrom } from '../http/authenticate.ts';
import { systemClock } from '../runtime/clock.ts';
import { readAws, readEndpoint, readEnv } from '../runtime/env.ts';
import { createLog, writeToStdout } from '../runtime/log.ts';
import { eventsEnvNames } from './env.ts';
import { createHandler } from './handler.ts';

const env = readEnv(eventsEnvNames);
const log = createLog(env.STAGE, systemClock, writeToStdout);
const { region, ...credentials } = readAws();
const table = { client: connect({ region, credentials, endpoint: readEndpoint('DYNAMODB') }), name: env.TABLE_NAME };

export const handler = createHandler({
  stores: {
    directory: createDirectory(table, log, systemClock),
    lives: createLiveStore(table, log),
    calls: createCallLog(table, log),
    callers: createCallerStore(table, log),
    clock: systemClock,
  },
  keys: keysFrom(env.KEY_HASHES),
  log,
});
