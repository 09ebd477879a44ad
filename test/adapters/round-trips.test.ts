import type {
  BatchGetCommandInput as BatchGetInput,
  QueryCommandInput as QueryInput,
  UpdateCommandInput as UpdateInput,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import { openCallState } from '../../functions/adapters/call-state.ts';
import { cacheConfigs } from '../../functions/adapters/config-cache.ts';
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import type { Pool } from '../../functions/domain/pool.ts';
import { createHandler } from '../../functions/primary/handler.ts';
import { systemClock } from '../../functions/runtime/clock.ts';
import { aConfig, aPool, national, one } from '../support/builders.ts';
import { aRecord, invoke, type Query } from '../support/invoke.ts';
import { aTable, countTrips, type TestTable } from '../support/tables.ts';

let table: TestTable;
beforeAll(async () => {
  table = await aTable();
  await applyConfig(table, aConfig(), { by: 'test', at: '2026-11-21T06:00:00Z' });
});
afterAll(() => table.stop());

let calls = 0;

/** A warm handler on this configuration. */
const aPrimary = async (pool: Partial<Pool>) => {
  const config = aConfig({ pools: { sales: aPool(['a1', 'a2', 'a3'], pool), support: aPool(['a4']) } });
  await applyConfig(table, config, { by: 'test', at: new Date().toISOString() });
  const record = aRecord();
  // An hour later each time, so that nobody is held any more by the calls before.
  const clock = () => Date.now() + calls * 3600_000;
  const configs = cacheConfigs(createConfigReader(table), { clock: systemClock, ...record });
  const handler = createHandler({
    stores: { configs, ...openCallState(table, record.log, clock), clock },
    keys: { kind: 'open' },
    ...record,
  });
  const ask = async (query: Query) => {
    const response = await invoke(handler, { query: { CallFrom: '09900112233', ...query } });
    expect(response.statusCode).toBe(200);
  };
  await ask({ CallSid: 'warm-up' });
  return { ask };
};

/** Sequential round trips of each request. */
const tripsOf = async (pool: Partial<Pool>, requests: Readonly<Record<string, Query>>) => {
  const { ask } = await aPrimary(pool);
  const count = countTrips(table);
  const trips: Record<string, number> = {};
  for (const [name, query] of Object.entries(requests)) {
    const before = count();
    await ask(query);
    trips[name] = count() - before;
  }
  return trips;
};

const aCallOf = (): Readonly<Record<string, Query>> => {
  calls += 1;
  const CallSid = `c${calls}`;
  const report = { CallSid, DialWhomNumber: national(one), DialCallStatus: 'busy' };
  return { 'first attempt': { CallSid }, repeat: { CallSid }, 'next attempt': report, 'its repeat': report };
};

it.each<readonly [string, Partial<Pool>, number]>([
  ['a pool whose agents are claimed', {}, 3],
  ['a sticky pool', { sticky: { withinHours: 24, maxOffersPerHour: 12 } }, 3],
  ['a round robin', { strategy: 'round-robin' }, 3],
  ['a pool without leases', { leases: 'off' }, 2],
])(
  'a warm answer of %s costs one round trip for a repeat and as many as it must for a new attempt',
  async (name, pool, attempt) => {
    const trips = await tripsOf(pool, aCallOf());
    console.log(`sequential DynamoDB round trips, warm, ${name}:`, JSON.stringify(trips));
    expect(trips).toEqual({ 'first attempt': attempt, repeat: 1, 'next attempt': attempt, 'its repeat': 1 });
  },
);

it('a call that is in an applet for the second time costs one round trip more, for whether it is the last time', async () => {
  const { 'first attempt': enter = {}, 'next attempt': report = {} } = aCallOf();
  const again = { ...report, DialCallStatus: 'completed', digits: '1' };
  const requests = { 'first visit': enter, 'second visit': again, repeat: again, 'next attempt': report };
  const trips = await tripsOf({ leases: 'off' }, requests);
  expect(trips).toEqual({ 'first visit': 2, 'second visit': 2, repeat: 2, 'next attempt': 3 });
});

it('reads a configuration strongly consistent, and what an answer needs of its call, agents and caller in one request that is not', async () => {
  const reads: (readonly [keys: number, isConsistent: boolean])[] = [];
  table.client.middlewareStack.add(
    (next) => (args) => {
      const { RequestItems, ConsistentRead, KeyConditionExpression, Key, UpdateExpression } = args.input as Partial<
        BatchGetInput & QueryInput & UpdateInput
      >;
      const batch = RequestItems?.[table.name];
      if (batch !== undefined) reads.push([batch.Keys?.length ?? 0, batch.ConsistentRead === true]);
      if (KeyConditionExpression !== undefined || (Key !== undefined && UpdateExpression === undefined)) {
        reads.push([1, ConsistentRead === true]);
      }
      return next(args);
    },
    { step: 'initialize', name: 'collectReads', override: true },
  );
  await createConfigReader(table)('main', undefined, AbortSignal.timeout(5000));
  // The settings, the applet, its two pools, and their agents.
  expect(reads.map(([, isConsistent]) => isConsistent)).toEqual([true, true, true, true, true]);

  const sticky = { withinHours: 24, maxOffersPerHour: 12 };
  const { ask } = await aPrimary({ leases: 'off', sticky });
  for (const [, query] of Object.entries(aCallOf())) {
    reads.length = 0;
    await ask(query);
    // Two visits, four agents, and the caller.
    expect(reads).toEqual([[7, false]]);
  }
});
