/** A connection to the table a command works on, as patient as a person at a terminal. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Command } from 'commander';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { setting } from '../setting.ts';
import { describeTarget, findTarget, type Target, type TargetOptions } from './target.ts';

/** One operation is given so long; a call would have been answered without it long ago. */
export const patienceMs = 10_000;

export const openTable = ({ name, region, profile, endpoint }: Target): Table => {
  // A local DynamoDB takes any credentials, but the SDK insists on some.
  const local = {
    endpoint,
    region: region ?? 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const requestHandler = { connectionTimeout: 3_000, requestTimeout: patienceMs, throwOnRequestTimeout: true };
  const client = new DynamoDBClient({ requestHandler, ...(endpoint === undefined ? { region, profile } : local) });
  return { name, client: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }) };
};

/** For a command that only reads: which table that is, it says with what goes wrong. */
export const findTable = async (options: TargetOptions): Promise<Table> => {
  const target = await findTarget(options);
  const table = openTable(target);
  table.client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        // Without a Region that is one, the error is about just that.
        const asked = await placeOf(table, target).catch(() => undefined);
        throw error instanceof Error && asked !== undefined ? Object.assign(error, { asked }) : error;
      }
    },
    { step: 'initialize', priority: 'high', name: 'asked', override: true },
  );
  return table;
};

/** For a command that changes it: says first which one that is. */
export const findTableToChange = async (options: TargetOptions, command: Command): Promise<Table> => {
  const target = await findTarget(options);
  const table = openTable(target);
  command.configureOutput().writeErr?.(`${await placeOf(table, target)}\n`);
  return table;
};

/** What the environment and the profile say is known only to the SDK. */
const placeOf = async ({ client }: Table, target: Target): Promise<string> => {
  const profile = target.profile ?? setting('AWS_PROFILE');
  return describeTarget({ ...target, profile }, await client.config.region());
};
