/** DynamoDB on this machine: dynalite in process, kept in a folder, and the one table with the keys and the index it has on AWS. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttributeDefinition,
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  type TableDescription,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { Level } from 'level';
import { callsIndex } from '../../functions/domain/calls-index.ts';
import { UsageError } from '../usage-error.ts';

export type Database = { readonly endpoint: string; readonly stop: () => Promise<void> };

/** Without a folder the tables are in memory. Listens on 127.0.0.1 on a free port. */
export const startDatabase = async (folder?: string): Promise<Database> => {
  if (folder !== undefined) await prepare(folder);
  const server = dynalite({ createTableMs: 0, ...(folder === undefined ? {} : { path: join(folder, 'dynamodb') }) });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};

/** The table, created unless it is there, and ready. Two services may try at once: either's table will do. */
export const ensureTable = async (client: DynamoDBClient, name: string): Promise<void> => {
  while (true) {
    const table = await describe(client, name);
    const isReady = table?.TableStatus === 'ACTIVE';
    if (isReady && indexOf(table)?.IndexStatus === 'ACTIVE') return;
    if (table === undefined) await create(client, name);
    else if (isReady && indexOf(table) === undefined) await addIndex(client, name);
    await sleep(20);
  }
};

const describe = async (client: DynamoDBClient, name: string): Promise<TableDescription | undefined> => {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
};

const indexOf = (table: TableDescription | undefined) =>
  table?.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === callsIndex.name);

const attributes = [
  { AttributeName: 'pk', AttributeType: 'S' },
  { AttributeName: 'sk', AttributeType: 'S' },
  { AttributeName: callsIndex.partitionKey, AttributeType: 'S' },
  { AttributeName: callsIndex.sortKey, AttributeType: 'N' },
] satisfies AttributeDefinition[];

const index = {
  IndexName: callsIndex.name,
  KeySchema: [
    { AttributeName: callsIndex.partitionKey, KeyType: 'HASH' },
    { AttributeName: callsIndex.sortKey, KeyType: 'RANGE' },
  ],
  Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...callsIndex.attributes] },
} satisfies GlobalSecondaryIndex;

const create = async (client: DynamoDBClient, name: string): Promise<void> => {
  const table = new CreateTableCommand({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: attributes,
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [index],
  });
  try {
    await client.send(table);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceInUseException') throw error;
  }
};

const addIndex = async (client: DynamoDBClient, name: string): Promise<void> => {
  const update = new UpdateTableCommand({
    TableName: name,
    AttributeDefinitions: attributes,
    GlobalSecondaryIndexUpdates: [{ Create: index }],
  });
  try {
    await client.send(update);
  } catch (error) {
    // Another service was first: the error has several names, depending on how far that one is.
    if (indexOf(await describe(client, name)) === undefined) throw error;
  }
};

/** Opens the folder once before dynalite does, which would end the process instead of saying what is wrong. */
const prepare = async (folder: string): Promise<void> => {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
    const level = new Level<string, TableDescription>(join(folder, 'dynamodb'), { valueEncoding: 'json' });
    await level.open();
    await addIndexTo(level);
    await level.close();
  } catch (error) {
    const { code, cause } = error as NodeJS.ErrnoException;
    const isLocked = (cause as NodeJS.ErrnoException | undefined)?.code === 'LEVEL_LOCKED';
    throw new UsageError(
      isLocked
        ? `the data folder ${folder} is in use by another service: stop that one, or set DATA_DIR to another folder`
        : `the data folder ${folder} cannot be used (${code}): make it a writable folder, or set DATA_DIR to another one`,
    );
  }
};

/**
 * Gives tables from before the index what dynalite's CreateTable would have written of it; its UpdateTable makes none.
 * An empty one is right, because none of their items has its keys.
 */
const addIndexTo = async (level: Level<string, TableDescription>): Promise<void> => {
  for await (const [key, table] of level.iterator({ gt: 'table~', lt: 'table~\uffff' })) {
    if (indexOf(table) !== undefined) continue;
    const empty = { IndexStatus: 'ACTIVE', ItemCount: 0, IndexSizeBytes: 0 } as const;
    const onDemand = { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 };
    const added = { ...index, ...empty, ProvisionedThroughput: onDemand };
    await level.put(key, { ...table, AttributeDefinitions: attributes, GlobalSecondaryIndexes: [added] });
  }
};
