import type { BatchGetCommandInput as BatchGetInput, QueryCommandInput as QueryInput } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyConfig } from '../../bin/config/write.ts';
import { createCallerStore } from '../../functions/adapters/caller-store.ts';
import { cacheConfigs } from '../../functions/adapters/config-cache.ts';
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import { createHuntStore } from '../../functions/adapters/hunt-store.ts';
import { createLiveStore } from '../../functions/adapters/live-store.ts';
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

/** Sequential round trips of a handler on this configuration, warm. */
const tripsOf = async (pool: Partial<Pool>, requests: Readonly<Record<string, Query>>) => {
  const config = aConfig({ pools: { sales: aPool(['a1', 'a2', 'a3'], pool), support: aPool(['a4']) } });
  await applyConfig(table, config, { by: 'test', at: new Date().toISOString() });
  const record = aRecord();
  const configs = cacheConfigs(createConfigReader(table), { clock: systemClock, ...record });
  const handler = createHandler({
    stores: {
      configs,
      hunts: createHuntStore(table),
      lives: createLiveStore(table, record.log),
      callers: createCallerStore(table, record.log),
      // An hour later each time, so that nobody is held any more by the calls before.
      clock: () => Date.now() + calls * 3600_000,
    },
    keys: { kind: 'open' },
    ...record,
  });
  await invoke(handler, { query: { CallSid: 'warm-up', CallFrom: '09900112233' } });

  const count = countTrips(table);
  const trips: Record<string, number> = {};
  for (const [name, query] of Object.entries(requests)) {
    const before = count();
    const response = await invoke(handler, { query: { CallFrom: '09900112233', ...query } });
    expect(response.statusCode).toBe(200);
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

it('every read is strongly consistent', async () => {
  const reads: unknown[] = [];
  table.client.middlewareStack.add(
    (next) => (args) => {
      const { RequestItems, ConsistentRead, KeyConditionExpression } = args.input as Partial<
        BatchGetInput & QueryInput
      >;
      if (RequestItems !== undefined) reads.push(RequestItems[table.name]?.ConsistentRead);
      if (KeyConditionExpression !== undefined) reads.push(ConsistentRead);
      return next(args);
    },
    { step: 'initialize', name: 'collectReads', override: true },
  );
  await createConfigReader(table)('main', undefined, AbortSignal.timeout(5000));
  await createHuntStore(table).latest({ callSid: 'a1', applet: 'main', leg: '-' }, AbortSignal.timeout(5000));
  // The settings, the applet, its two pools, their agents, and the hunt.
  expect(reads).toEqual([true, true, true, true, true, true]);
});
