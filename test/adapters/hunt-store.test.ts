import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, localConnection } from '../../functions/adapters/dynamo.ts';
import type { Gathered } from '../../functions/adapters/gathered-reads.ts';
import { createHuntStore } from '../../functions/adapters/hunt-store.ts';
import type { Item } from '../../functions/adapters/item.ts';
import { memoryHunts } from '../support/memory-hunts.ts';
import { aTable, type TestTable } from '../support/tables.ts';
import { huntStoreContract } from './hunt-store.contract.ts';

describe('the hunt store in memory', () => huntStoreContract(memoryHunts));

describe('the hunt store in DynamoDB', () => {
  let table: TestTable;
  beforeAll(async () => {
    table = await aTable();
  });
  afterAll(() => table.stop());

  huntStoreContract(() => createHuntStore(table));

  const id = { callSid: 'x1', applet: 'main', leg: '-' };
  const key = { pk: 'CALL#x1', sk: 'HUNT#main#-#000001' };

  it('removes a hunt after thirty days by the table’s TTL', async () => {
    const atMs = Date.parse('2026-11-21T06:00:00Z');
    await createHuntStore(table).commit(
      id,
      {
        kind: 'start',
        hunt: {
          visit: 1,
          pool: 'sales',
          plan: [],
          digits: undefined,
          config: { revision: 1, hash: 'x' },
          attempts: {
            first: { ordinal: 1, atMs, answer: { kind: 'empty', reason: 'exhausted' }, currentSeconds: undefined },
          },
          rung: [],
          outcomes: {},
          end: undefined,
        },
      },
      AbortSignal.timeout(5000),
    );
    const { Item } = await table.client.send(new GetCommand({ TableName: table.name, Key: key }));
    expect(Item?.expiresAt).toBe(Date.parse('2026-12-21T06:00:00Z') / 1000);
  });

  const started = (visit: number) => ({
    kind: 'start' as const,
    hunt: {
      visit,
      pool: 'sales',
      plan: [],
      config: { revision: 1, hash: 'x' },
      attempts: { first: { ordinal: 1, atMs: 1, answer: { kind: 'empty', reason: 'exhausted' } as const } },
      rung: [],
      outcomes: {},
    },
  });

  it.each<readonly [string, (first: Item | undefined) => Promise<Gathered>]>([
    ['two visits, after which there may be a third', async (first) => ({ items: [first, first], isWhole: true })],
    ['nothing, because the table left it over', async () => ({ items: [undefined, undefined], isWhole: false })],
    ['nothing, because the reading failed or took too long', () => Promise.reject(new Error('down'))],
    ['what is none of ours', async () => ({ items: [{ ...key, plan: 'broken' }, undefined], isWhole: true })],
  ])('asks for the last visit by itself where it reads %s', async (what, gathered) => {
    const own = { ...id, callSid: `x2-${what.length}` };
    const store = createHuntStore(table);
    const signal = AbortSignal.timeout(5000);
    await store.commit(own, started(1), signal);
    const get = new GetCommand({ TableName: table.name, Key: { ...key, pk: `CALL#${own.callSid}` } });
    const { Item: first } = await table.client.send(get);
    expect(first).toMatchObject({ visit: 1 });
    await store.commit(own, started(2), signal);
    const behind = createHuntStore(table, () => gathered(first));
    expect(await behind.latest(own, signal)).toMatchObject({ kind: 'found', hunt: { visit: 2 } });
  });

  it('says it is unavailable when an item is not one of ours', async () => {
    await table.client.send(new PutCommand({ TableName: table.name, Item: { ...key, plan: 'edited by hand' } }));
    expect(await createHuntStore(table).latest(id, AbortSignal.timeout(5000))).toMatchObject({ kind: 'unavailable' });
  });

  it('says it is unavailable, and does not throw, when nothing answers or the time is up', async () => {
    const nobody = createHuntStore({ client: connect(localConnection('http://127.0.0.1:9')), name: table.name });
    expect(await nobody.latest(id, AbortSignal.timeout(5000))).toMatchObject({ kind: 'unavailable' });
    expect(await createHuntStore(table).latest(id, AbortSignal.abort())).toMatchObject({ kind: 'unavailable' });
  });
});
