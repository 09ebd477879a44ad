/** Every function that is deployed, built and ready to be started as on Lambda, with a table for those that need one. */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { applyConfig } from '../../bin/change/apply.ts';
import { ensureTable, startDatabase } from '../../bin/local/database.ts';
import { openTable } from '../../bin/table/open.ts';
import { liveFromItem, liveKey } from '../../functions/adapters/live-item.ts';
import { canaryEnvNames } from '../../functions/canary/env.ts';
import type { Config } from '../../functions/domain/config.ts';
import type { Live } from '../../functions/domain/live.ts';
import { eventsEnvNames } from '../../functions/events/env.ts';
import { fallbackEnvNames } from '../../functions/fallback/env.ts';
import { primaryEnvNames } from '../../functions/primary/env.ts';
import { publisherEnvNames } from '../../functions/publisher/env.ts';
import { writeFloor } from '../../lib/floor.ts';
import { bundleInto, fallbackAliases, scratch } from '../bundle/bundle.ts';
import { aConfig, aPool, national, one, three, two } from '../support/builders.ts';
import { anEvent, type Get, type Query } from '../support/invoke.ts';
import type { Outcome } from '../support/runtime-api.ts';
import { type Environment, startEnvironment } from './environment.ts';

const key = 'secret';

/** A request with the right key, unless it brings another one. */
export const ask = ({ query, ...more }: Get) => anEvent({ query: { key, ...query }, ...more });

/** What the provider tells without waiting for numbers. */
export const tell = (what: 'agent' | 'passthru', query: Query): APIGatewayProxyEvent => ({
  ...ask({ query }),
  path: `/events/${what}`,
  pathParameters: null,
});

/** A StatusCallback in the form Exotel sends it by default, as API Gateway hands over a body that is not text. */
export const tellStatus = async (
  fields: Readonly<Record<string, string>>,
  query: Query = {},
): Promise<APIGatewayProxyEvent> => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const request = new Response(form);
  return {
    ...ask({ query }),
    httpMethod: 'POST',
    path: '/events/status',
    pathParameters: null,
    headers: { 'content-type': request.headers.get('content-type') ?? '' },
    body: Buffer.from(await request.arrayBuffer()).toString('base64'),
    isBase64Encoded: true,
  };
};

/** What it takes to start a function, and the plainest of its requests with what it answers. `memoryMb` as in `lib/`. */
export const functions = {
  primary: {
    memoryMb: 1_024,
    envNames: primaryEnvNames,
    aliases: () => ({}),
    request: (query: Query) => ask({ query }),
    answers: `${one},${two},${three}`,
    faults: 503,
  },
  fallback: {
    memoryMb: 512,
    envNames: fallbackEnvNames,
    aliases: (folder: string) => fallbackAliases(writeFloor(folder, aConfig())),
    request: (query: Query) => ask({ query }),
    answers: `${one},${two},${three}`,
    faults: 503,
  },
  events: {
    memoryMb: 512,
    envNames: eventsEnvNames,
    aliases: () => ({}),
    request: (query: Query) => tell('agent', { DialWhomNumber: national(one), EventType: 'Ringing', ...query }),
    answers: 'ok',
    // No flow depends on it.
    faults: 200,
  },
} as const;

export type FunctionName = keyof typeof functions;
export const functionNames = Object.keys(functions) as FunctionName[];

/** Functions that answer nobody: each has tests of its own. */
export const inBackground = {
  canary: { memoryMb: 256, envNames: canaryEnvNames, aliases: () => ({}) },
  publisher: { memoryMb: 512, envNames: publisherEnvNames, aliases: () => ({}) },
} as const;

export type BackgroundName = keyof typeof inBackground;

const values = {
  STAGE: 'test',
  TABLE_NAME: 'answers',
  KEY_HASHES: createHash('sha256').update(key).digest('hex'),
  // Nothing listens there: what is answered comes from the floor.
  SNAPSHOT_ENDPOINT: 'http://127.0.0.1:9',
  SNAPSHOT_REGION: 'ap-southeast-1',
  SNAPSHOT_REFRESH_SECONDS: '60',
  URLS_PARAMETER: '/dial-whom/test/canary-urls',
  PROBE_METHOD: 'GET',
} as const;

export type Lambda = {
  readonly endpoint: string;
  readonly configure: (config: Config) => Promise<void>;
  /** What the table knows of an agent. */
  readonly liveOf: (agent: string) => Promise<Live | undefined>;
  /** `without` is a variable it does not get; `endpoint` another way to the table; `more` variables besides its own. */
  readonly start: (
    name: FunctionName | BackgroundName,
    how?: { without?: string; endpoint?: string; more?: Readonly<Record<string, string>> },
  ) => Promise<Environment>;
  readonly stop: () => Promise<void>;
};

/** Stops what it started. */
export const aLambda = async (): Promise<Lambda> => {
  const folder = await scratch();
  const database = await startDatabase();
  const started: Environment[] = [];
  const table = openTable({ endpoint: database.endpoint, name: values.TABLE_NAME });
  const configure = async (config: Config) => {
    await applyConfig(table, config, { by: 'test', at: new Date().toISOString() });
  };
  await ensureTable(table.client, table.name);
  // In the order of the list whatever calls there were before.
  await configure(aConfig({ pools: { sales: aPool(['a1', 'a2', 'a3'], { leases: 'off' }), support: aPool(['a4']) } }));
  return {
    endpoint: database.endpoint,
    configure,
    liveOf: async (agent) => {
      const get = new GetCommand({ TableName: table.name, Key: liveKey(agent), ConsistentRead: true });
      const { Item } = await table.client.send(get);
      return Item && liveFromItem(Item);
    },
    start: async (name, { without, endpoint = database.endpoint, more = {} } = {}) => {
      const { memoryMb, envNames, aliases } = { ...functions, ...inBackground }[name];
      const { file } = await bundleInto(folder, name, aliases(folder));
      const env = envNames.filter((variable) => variable !== without).map((variable) => [variable, values[variable]]);
      // These do not even know where a table would be.
      const aws = name === 'fallback' || name === 'canary' ? {} : { AWS_ENDPOINT_URL_DYNAMODB: endpoint };
      const environment = await startEnvironment({
        bundle: file,
        memoryMb,
        env: { ...Object.fromEntries(env), ...aws, ...more },
        isObserved: true,
      });
      started.push(environment);
      return environment;
    },
    stop: async () => {
      await Promise.all(started.map((environment) => environment.stop()));
      await database.stop();
      await rm(folder, { recursive: true });
    },
  };
};

/** What API Gateway gets; anything but an answer of the function fails the test. */
export const answerOf = (outcome: Outcome): APIGatewayProxyResult & { readonly ms: number } => {
  if (outcome.kind !== 'response') throw new Error(`no answer: ${JSON.stringify(outcome)}`);
  return { ...(outcome.response as APIGatewayProxyResult), ms: outcome.ms };
};
