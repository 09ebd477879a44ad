/** Every function that is deployed, built and ready to be started as on Lambda, with a table for those that need one. */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { openTable } from '../../bin/config/table.ts';
import { applyConfig } from '../../bin/config/write.ts';
import { ensureTable, startDatabase } from '../../bin/local/database.ts';
import type { Config } from '../../functions/domain/config.ts';
import { fallbackEnvNames } from '../../functions/fallback/env.ts';
import { primaryEnvNames } from '../../functions/primary/env.ts';
import { writeFloor } from '../../lib/floor.ts';
import { bundleInto, fallbackAliases, scratch } from '../bundle/bundle.ts';
import { aConfig, aPool } from '../support/builders.ts';
import { anEvent, type Get } from '../support/invoke.ts';
import type { Outcome } from '../support/runtime-api.ts';
import { type Environment, startEnvironment } from './environment.ts';

/** `memoryMb` as in `lib/`. */
export const functions = {
  primary: { memoryMb: 1_024, envNames: primaryEnvNames, aliases: () => ({}) },
  fallback: {
    memoryMb: 512,
    envNames: fallbackEnvNames,
    aliases: (folder: string) => fallbackAliases(writeFloor(folder, aConfig())),
  },
} as const;

export type FunctionName = keyof typeof functions;
export const functionNames = Object.keys(functions) as FunctionName[];

const key = 'secret';
const values = {
  STAGE: 'test',
  TABLE_NAME: 'answers',
  KEY_HASHES: createHash('sha256').update(key).digest('hex'),
} as const;

export type Lambda = {
  readonly endpoint: string;
  readonly configure: (config: Config) => Promise<void>;
  /** `without` is a variable it does not get; `endpoint` another way to the table. */
  readonly start: (name: FunctionName, how?: { without?: string; endpoint?: string }) => Promise<Environment>;
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
    start: async (name, { without, endpoint = database.endpoint } = {}) => {
      const { memoryMb, envNames, aliases } = functions[name];
      const { file } = await bundleInto(folder, name, aliases(folder));
      const env = envNames.filter((variable) => variable !== without).map((variable) => [variable, values[variable]]);
      // The fallback does not even know where a table would be.
      const aws = name === 'fallback' ? {} : { AWS_ENDPOINT_URL_DYNAMODB: endpoint };
      const environment = await startEnvironment({
        bundle: file,
        memoryMb,
        env: { ...Object.fromEntries(env), ...aws },
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

/** A request with the right key, unless it brings another one. */
export const ask = ({ query, ...more }: Get) => anEvent({ query: { key, ...query }, ...more });

/** What API Gateway gets; anything but an answer of the function fails the test. */
export const answerOf = (outcome: Outcome): APIGatewayProxyResult & { readonly ms: number } => {
  if (outcome.kind !== 'response') throw new Error(`no answer: ${JSON.stringify(outcome)}`);
  return { ...(outcome.response as APIGatewayProxyResult), ms: outcome.ms };
};
