/** DynamoDB on this machine: dynalite in process, kept in a folder, and the one table with the keys of the deployed one. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type TableStatus,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { Level } from 'level';
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
    const status = await statusOf(client, name);
    if (status === 'ACTIVE') return;
    if (status === 'missing') await create(client, name);
    await sleep(20);
  }
};

const statusOf = async (client: DynamoDBClient, name: string): Promise<TableStatus | 'missing' | undefined> => {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table?.TableStatus;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return 'missing';
    throw error;
  }
};

const create = async (client: DynamoDBClient, name: string): Promise<void> => {
  const table = new CreateTableCommand({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
  });
  try {
    await client.send(table);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceInUseException') throw error;
  }
};

/** Opens the folder once before dynalite does, which would end the process instead of saying what is wrong. */
const prepare = async (folder: string): Promise<void> => {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
    const level = new Level(join(folder, 'dynamodb'));
    await level.open();
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
