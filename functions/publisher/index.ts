import { connect } from '../adapters/dynamo.ts';
import { createMarkStore } from '../adapters/mark-store.ts';
import { createSender } from '../adapters/signed-request.ts';
import { createSnapshotBucket } from '../adapters/snapshot-bucket.ts';
import { createWholeConfig } from '../adapters/whole-config.ts';
import { systemClock } from '../runtime/clock.ts';
import { readAws, readEndpoint, readEnv } from '../runtime/env.ts';
import { createLog, writeToStdout } from '../runtime/log.ts';
import { publisherEnvNames } from './env.ts';
import { createHandler } from './handler.ts';

const env = readEnv(publisherEnvNames);
const { region, ...credentials } = readAws();
const send = createSender('s3', env.SNAPSHOT_REGION, credentials, systemClock);
const table = { client: connect({ region, credentials, endpoint: readEndpoint('DYNAMODB') }), name: env.TABLE_NAME };

export const handler = createHandler({
  whole: createWholeConfig(table, systemClock),
  marks: createMarkStore(table),
  snapshots: createSnapshotBucket(env.SNAPSHOT_ENDPOINT, send),
  clock: systemClock,
  log: createLog(env.STAGE, systemClock, writeToStdout),
});
