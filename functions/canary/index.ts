import { createParameter } from '../adapters/parameter.ts';
import { createSender } from '../adapters/signed-request.ts';
import { systemClock } from '../runtime/clock.ts';
import { readAws, readEndpoint, readEnv } from '../runtime/env.ts';
import { createLog, writeToStdout } from '../runtime/log.ts';
import { canaryEnvNames } from './env.ts';
import { createHandler } from './handler.ts';

const env = readEnv(canaryEnvNames);
const { region, ...credentials } = readAws();
const endpoint = readEndpoint('SSM') ?? `https://ssm.${region}.amazonaws.com`;

export const handler = createHandler({
  urls: createParameter(env.URLS_PARAMETER, endpoint, createSender('ssm', region, credentials, systemClock)),
  region,
  fetch,
  clock: systemClock,
  log: createLog(env.STAGE, systemClock, writeToStdout),
});
