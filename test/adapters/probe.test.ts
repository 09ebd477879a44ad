import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listCalls } from '../../bin/calls/listing.ts';
import { applyConfig } from '../../bin/change/apply.ts';
import { openCallState } from '../../functions/adapters/call-state.ts';
import { cacheConfigs } from '../../functions/adapters/config-cache.ts';
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import { createHandler } from '../../functions/primary/handler.ts';
import type { Stores } from '../../functions/primary/stores.ts';
import { aConfig, aPool, national, one, three, two } from '../support/builders.ts';
import { aRecord, invoke, type Query } from '../support/invoke.ts';
import { deafHunts } from '../support/stores.ts';
import { aTable, type TestTable } from '../support/tables.ts';

const nowMs = Date.parse('2026-11-21T06:00:00Z');
const caller = '09900112233';

let table: TestTable;
beforeAll(async () => {
  table = await aTable();
  const sticky = { withinHours: 72, maxOffersPerHour: 10 };
  const config = aConfig({
    pools: { sales: aPool(['a1', 'a2', 'a3'], { sticky }), support: aPool(['a4'], { leases: 'off' }) },
  });
  await applyConfig(table, config, { by: 'test', at: new Date().toISOString() });
});
afterAll(() => table.stop());

const aPrimary = (parts: Partial<Stores> = {}) => {
  const record = aRecord();
  const stores: Stores = {
    configs: cacheConfigs(createConfigReader(table), { clock: () => nowMs, ...record }),
    ...openCallState(table, record.log, () => nowMs),
    clock: () => nowMs,
    ...parts,
  };
  const handler = createHandler({ stores, keys: { kind: 'open' }, ...record });
  return { ...record, stores, get: (query: Query) => invoke(handler, { query }) };
};

const itemsOf = async (pk: string) => {
  const query = new QueryCommand({
    TableName: table.name,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
  });
  return (await table.client.send(query)).Items ?? [];
};

const allAgents = ['a1', 'a2', 'a3', 'a4'];
const callsOf = () => listCalls(table, nowMs - 1000, nowMs);

describe('a canary’s request', () => {
  it('is answered as a call is, with what it was answered from', async () => {
    const { get } = aPrimary();
    expect(await get({ CallSid: 'canary-1', CallFrom: caller })).toMatchObject({
      statusCode: 200,
      body: `${one},${two},${three}`,
      headers: { 'x-dial-whom-source': 'table', 'x-dial-whom-revision': '1' },
    });
  });

  it('is written, so that it proves that the table takes writes, and is gone in a day', async () => {
    await aPrimary().get({ CallSid: 'canary-2' });
    expect(await itemsOf('CALL#canary-2')).toMatchObject([{ pool: 'sales', expiresAt: nowMs / 1000 + 24 * 3600 }]);
    await aPrimary().get({ CallSid: 'canary-2', DialWhomNumber: national(one), DialCallStatus: 'busy' });
    expect(await itemsOf('CALL#canary-2')).toMatchObject([{ attemptCount: 2, expiresAt: nowMs / 1000 + 24 * 3600 }]);
  });

  it('holds nobody, changes nothing about agents and callers, and is in no list of calls', async () => {
    const { get, stores } = aPrimary();
    for (const digits of ['1', '2']) await get({ CallSid: `canary-3${digits}`, CallFrom: caller, digits });
    await get({ CallSid: 'canary-31', CallFrom: caller, DialWhomNumber: national(one), DialCallStatus: 'completed' });
    expect(await stores.lives.read(allAgents)).toEqual({ kind: 'found', view: new Map() });
    expect(await itemsOf(`CALLER#+91${caller.slice(1)}`)).toEqual([]);
    expect(await callsOf()).toEqual([]);
  });

  it('sees what calls do: whoever rings for one is not offered', async () => {
    const { get } = aPrimary();
    await get({ CallSid: 'real', CallFrom: '09900112244' });
    expect((await get({ CallSid: 'canary-4' })).body).toBe(`${two},${three}`);
    expect(await callsOf()).toMatchObject([{ callSid: 'real' }]);
  });

  it('counts for nothing', async () => {
    const { get, counted } = aPrimary();
    for (let time = 0; time < 2; time += 1) await get({ CallSid: 'canary-5' });
    expect(counted).toEqual([]);
  });

  it('counts when something is broken', async () => {
    const degraded = aPrimary({ hunts: deafHunts });
    await degraded.get({ CallSid: 'canary-6' });
    expect(degraded.counted).toEqual(['Degraded']);
    const down = aPrimary({ configs: { read: async () => ({ kind: 'unavailable', cause: 'away' }) } });
    expect((await down.get({ CallSid: 'canary-6' })).statusCode).toBe(503);
    expect(down.counted).toEqual(['Unavailable']);
  });
});
