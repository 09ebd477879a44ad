/** A connection to the table a command works on, as patient as a person at a terminal. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Command } from 'commander';
import type { Table } from '../../functions/adapters/dynamo.ts';
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

export const findTable = async (options: TargetOptions): Promise<Table> => openTable(await findTarget(options));

/** For a command that changes it: says first which one that is. */
export const findTableToChange = async (options: TargetOptions, command: Command): Promise<Table> => {
  const target = await findTarget(options);
  const table = openTable(target);
  // What the environment and the profile say is known only to the SDK.
  const region = await table.client.config.region();
  const profile = target.profile ?? process.env.AWS_PROFILE;
  command.configureOutput().writeErr?.(`${describeTarget({ ...target, profile }, region)}\n`);
  return table;
};
