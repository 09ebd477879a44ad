import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DescribeTableCommand, type TableDescription } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { expect, it, onTestFinished } from 'vitest';
import { ensureTable, startDatabase } from '../../bin/local/database.ts';
import { openTable } from '../../bin/table/open.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { makeTemplates, onlyResource } from './stacks.ts';

const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'dial-whom-local-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
};

const aTable = async (folder?: string) => {
  const database = await startDatabase(folder);
  const table = openTable({ endpoint: database.endpoint, name: 'dial-whom' });
  await ensureTable(table.client, table.name);
  return {
    ...table,
    stop: async () => {
      table.client.destroy();
      await database.stop();
    },
  };
};

const described = async ({ client, name }: Table): Promise<TableDescription> =>
  (await client.send(new DescribeTableCommand({ TableName: name }))).Table ?? {};

const before = { pk: 'AGENT#asha', sk: 'META', name: 'Asha' };
const call = {
  pk: 'CALL#a1',
  sk: 'HUNT#main#-#000001',
  day: 'DAY#2026-11-25#3',
  startedMs: 1,
  pool: 'sales',
  plan: [],
};

const itemBefore = async ({ client, name }: Table) =>
  (await client.send(new GetCommand({ TableName: name, Key: { pk: before.pk, sk: before.sk } }))).Item;

const callsOf = async ({ client, name }: Table) => {
  const query = new QueryCommand({
    TableName: name,
    IndexName: 'calls',
    KeyConditionExpression: '#day = :day',
    ExpressionAttributeNames: { '#day': 'day' },
    ExpressionAttributeValues: { ':day': call.day },
  });
  return (await client.send(query)).Items;
};

/** As it was made until November 2026, with one item. */
const aTableFromBefore = async (folder: string): Promise<void> => {
  const server = dynalite({ createTableMs: 0, path: join(folder, 'dynamodb') });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { client, name } = openTable({ endpoint, name: 'dial-whom' });
  const keys = ['pk', 'sk'] as const;
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keys.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
    }),
  );
  await expect.poll(async () => (await described({ client, name })).TableStatus).toBe('ACTIVE');
  await client.send(new PutCommand({ TableName: name, Item: before }));
  client.destroy();
  server.closeAllConnections();
  await new Promise<void>((settle) => server.close(() => settle()));
};

it('the local table has the keys and the index of the deployed one', async () => {
  const deployed = onlyResource(makeTemplates().primary, 'AWS::DynamoDB::GlobalTable').Properties;
  const table = await aTable();
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes = [] } = await described(table);
  expect({ AttributeDefinitions, KeySchema }).toEqual({
    AttributeDefinitions: deployed.AttributeDefinitions,
    KeySchema: deployed.KeySchema,
  });
  expect(
    GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection })),
  ).toEqual(deployed.GlobalSecondaryIndexes);
  await table.stop();
});

it('a local table from before the index gets it, keeps its items, and lists the calls from then on', async () => {
  const folder = aFolder();
  await aTableFromBefore(folder);

  const table = await aTable(folder);
  expect(await itemBefore(table)).toEqual(before);
  expect(await callsOf(table)).toEqual([]);
  await table.client.send(new PutCommand({ TableName: table.name, Item: call }));
  const { plan: _, ...listed } = call;
  expect(await callsOf(table)).toEqual([listed]);
  await table.stop();

  const again = await aTable(folder);
  expect(await itemBefore(again)).toEqual(before);
  expect(await callsOf(again)).toEqual([listed]);
  await again.stop();
});
