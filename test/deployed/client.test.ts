/** The client that the bundler puts in the place of the SDK's, held to what the adapters promise on the SDK's. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetCommand as SdkGet, PutCommand as SdkPut } from '@aws-sdk/lib-dynamodb';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { connect, localConnection, type Table } from '../../functions/adapters/dynamo.ts';
import { fromWire } from '../../functions/adapters/dynamodb-wire.ts';
import { createHuntStore } from '../../functions/adapters/hunt-store.ts';
import * as deployed from '../../functions/adapters/lambda-dynamodb.ts';
import { createLiveStore } from '../../functions/adapters/live-store.ts';
import { clientFaultsContract } from '../adapters/client-faults.contract.ts';
import { handPausesContract } from '../adapters/hand-pauses.contract.ts';
import { huntStoreContract } from '../adapters/hunt-store.contract.ts';
import { liveStoreContract } from '../adapters/live-store.contract.ts';
import { aTable, type TestTable } from '../support/tables.ts';

const connectTo = (endpoint: string) => connect(localConnection(endpoint));

let table: TestTable;
let reached: Table;
let client: deployed.DynamoDBDocumentClient;
beforeAll(async () => {
  table = await aTable();
  reached = { client: connectTo(table.endpoint), name: table.name };
  client = reached.client as unknown as deployed.DynamoDBDocumentClient;
});
afterAll(() => table.stop());

const soon = () => ({ abortSignal: AbortSignal.timeout(5_000) });

it('is what connects here, as it is in the bundles', () => {
  expect(connectTo('http://127.0.0.1:9')).toBeInstanceOf(deployed.DynamoDBDocumentClient);
});

describe('the hunt store on it', () => huntStoreContract(() => createHuntStore(reached)));
describe('the live store on it', () => liveStoreContract(() => createLiveStore(reached, () => {})));
describe('pauses by hand on it', () =>
  handPausesContract(
    () => reached,
    () => table,
  ));
describe('with a DynamoDB that fails', () => clientFaultsContract(connectTo));

/** Bytes are a Buffer from one client and a Uint8Array from the other. */
const plain = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object' || value instanceof Set) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
};

/** What DynamoDB can hold and comes back as it was. */
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }).filter((n) => Math.abs(n) > 1e-100),
    fc.boolean(),
    fc.uint8Array({ minLength: 1, maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ minLength: 1 }), tie('value'), { maxKeys: 4, noNullPrototype: true }),
    fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 }).map((all) => new Set(all)),
    fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 3 }).map((all) => new Set(all)),
  ),
})).value;

describe('an item', () => {
  it('has its bytes however the JSON around them is spaced', () => {
    const bytes = Buffer.from('wherever', 'utf8');
    const item = { Item: { content: { B: bytes.toString('base64') } } };
    for (const indent of [undefined, 1]) {
      expect(plain(fromWire(JSON.stringify(item, null, indent)))).toEqual(plain({ Item: { content: bytes } }));
    }
  });

  it('has numbers of any size: whole ones as they are, others as near as can be', () => {
    const item = { Item: { whole: { N: '12345678901234567890' }, other: { N: '12345678901234567890.5' } } };
    const read = { whole: 12345678901234567890n, other: 12345678901234567000 };
    expect(fromWire(JSON.stringify(item))).toEqual({ Item: read });
  });

  it('is written and read as the SDK writes and reads it', async () => {
    await fc.assert(
      fc.asyncProperty(values, async (value) => {
        const Key = { pk: randomUUID(), sk: '-' };
        const Item = { ...Key, value };
        await client.send(new deployed.PutCommand({ TableName: table.name, Item }), soon());
        const bySdk = (await table.client.send(new SdkGet({ TableName: table.name, Key }))).Item;
        await table.client.send(new SdkPut({ TableName: table.name, Item }));
        const byUs = (await client.send(new deployed.GetCommand({ TableName: table.name, Key }), soon())).Item;
        expect(plain(byUs)).toEqual(plain(bySdk));
        expect(plain(byUs)).toEqual(plain(Item));
      }),
      { numRuns: 200 },
    );
  });

  it('with attributes named as DynamoDB names its types is written and read as it is', async () => {
    const bytes = Buffer.from('wherever', 'utf8');
    const Item = {
      pk: 'bytes',
      sk: '-',
      bytes,
      B: 'a word',
      S: { N: 1 },
      inner: { B: [bytes, { B: 'B' }], M: { B: bytes } },
    };
    await client.send(new deployed.PutCommand({ TableName: table.name, Item }), soon());
    const get = new deployed.GetCommand({ TableName: table.name, Key: { pk: 'bytes', sk: '-' } });
    expect(plain((await client.send(get, soon())).Item)).toEqual(plain(Item));
  });

  it('that is not there is none, and one without values that are undefined is written without them', async () => {
    const Key = { pk: 'undefined', sk: '-' };
    const get = new deployed.GetCommand({ TableName: table.name, Key });
    expect((await client.send(get, soon())).Item).toBeUndefined();
    await client.send(new deployed.PutCommand({ TableName: table.name, Item: { ...Key, gone: undefined } }), soon());
    expect((await client.send(get, soon())).Item).toEqual(Key);
  });

  it('is found page by page, each from where the last one ended', async () => {
    const pk = 'pages';
    for (const sk of ['1', '2', '3']) await table.client.send(new SdkPut({ TableName: table.name, Item: { pk, sk } }));
    const found: unknown[] = [];
    let from: unknown;
    do {
      const query = new deployed.QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        Limit: 1,
        ExclusiveStartKey: from,
      });
      const { Items, LastEvaluatedKey } = await client.send(query, soon());
      found.push(...(Items as unknown[]));
      from = LastEvaluatedKey;
    } while (from !== undefined);
    expect(found).toEqual(['1', '2', '3'].map((sk) => ({ pk, sk })));
  });

  it('is refused by its name where DynamoDB refuses it', async () => {
    const put = new deployed.PutCommand({ TableName: 'not-there', Item: { pk: 'x', sk: '-' } });
    await expect(client.send(put, soon())).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const bad = new deployed.UpdateCommand({
      TableName: table.name,
      Key: { pk: 'x', sk: '-' },
      UpdateExpression: 'SET',
    });
    await expect(client.send(bad, soon())).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

it('asks DynamoDB of its Region where no other endpoint is named', () => {
  expect(deployed.endpointOf('ap-south-1')).toBe('https://dynamodb.ap-south-1.amazonaws.com');
  expect(deployed.endpointOf('cn-north-1')).toBe('https://dynamodb.cn-north-1.amazonaws.com.cn');
});

it('keeps its connection, and signs for DynamoDB in its Region', async () => {
  const signed: (string | undefined)[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    signed.push(request.headers.authorization?.split(',')[0]);
    response.end('{}');
  }).on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token' };
  const own = connect({ endpoint, region: 'ap-south-1', credentials });
  for (let request = 0; request < 3; request += 1) {
    await own.send(new deployed.GetCommand({ TableName: 'x', Key: { pk: 'x' } }) as never, soon());
  }
  expect(connections).toBe(1);
  expect(signed[0]).toMatch(/^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/ap-south-1\/dynamodb\/aws4_request$/);
});
