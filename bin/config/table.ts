/** Which table a command works on, and a connection to it that is as patient as a person at a terminal. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Command } from 'commander';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { localServiceUrl } from '../local-url.ts';
import { UsageError } from '../usage-error.ts';

export const localTableName = 'dial-whom';

export type Target = {
  readonly name: string;
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
};

export const openTable = ({ name, region, endpoint }: Target): Table => {
  // A local DynamoDB takes any credentials, but the SDK insists on some.
  const local = {
    endpoint,
    region: region ?? 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const requestHandler = { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true };
  const client = new DynamoDBClient({ requestHandler, ...(endpoint === undefined ? { region } : local) });
  return { name, client: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }) };
};

/** The options by which every command finds its table. */
export type TargetOptions = Partial<Omit<Target, 'name'>> & { readonly table?: string | undefined };

export const withTarget = (command: Command): Command =>
  command
    .option('--table <name>', 'the table: output TableName of cdk deploy (default: that of the local service)')
    .option('--region <region>', 'the Region of the table')
    .option('--endpoint <url>', 'another DynamoDB, such as a local one');

/** What the user named, or the table of the local service that runs on `PORT`. */
export const findTable = async (options: TargetOptions): Promise<Table> => {
  const { table, region, endpoint } = options;
  if (endpoint !== undefined) return openTable({ name: table ?? localTableName, region, endpoint });
  if (table !== undefined) return openTable({ name: table, region });
  if (region !== undefined)
    throw new UsageError('--region needs --table: the name of the table is the output TableName of cdk deploy', 2);

  const url = localServiceUrl();
  try {
    const about = (await (await fetch(`${url}/_local`)).json()) as { endpoint: string; table: string };
    return openTable({ name: about.table, endpoint: about.endpoint });
  } catch {
    throw new UsageError(
      `no local service answers at ${url}: start it with npm start, or name a table with --table and --region, or --endpoint`,
    );
  }
};
