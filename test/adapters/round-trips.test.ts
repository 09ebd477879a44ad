import type { BatchGetCommandInput as BatchGetInput, QueryCommandInput as QueryInput } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyConfig } from '../../bin/config/write.ts';
import { cacheConfigs } from '../../functions/adapters/config-cache.ts';
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import { createHuntStore } from '../../functions/adapters/hunt-store.ts';
import { createHandler } from '../../functions/primary/handler.ts';
import { systemClock } from '../../functions/runtime/clock.ts';
import { aConfig, national, one } from '../support/builders.ts';
import { aRecord, invoke, type Query } from '../support/invoke.ts';
import { aTable, countCommands, type TestTable } from '../support/tables.ts';

let table: TestTable;
beforeAll(async () => {
  table = await aTable();
  await applyConfig(table, aConfig(), { by: 'test', at: '2026-11-21T06:00:00Z' });
});
afterAll(() => table.stop());

it('a warm answer costs one round trip for a repeat and two for a new attempt', async () => {
  const record = aRecord();
  const configs = cacheConfigs(createConfigReader(table), { clock: systemClock, ...record });
  const handler = createHandler({
    stores: { configs, hunts: createHuntStore(table), clock: systemClock },
    keys: { kind: 'open' },
    ...record,
  });
  await invoke(handler, { query: { CallSid: 'warm-up' } });

  const counts = countCommands(table);
  const tripsOf = async (query: Query) => {
    const before = Object.values(counts()).reduce((sum, count) => sum + count, 0);
    expect((await invoke(handler, { query })).statusCode).toBe(200);
    return Object.values(counts()).reduce((sum, count) => sum + count, 0) - before;
  };
  const report = { CallSid: 'a1', DialWhomNumber: national(one), DialCallStatus: 'busy' };
  const trips = {
    'first attempt': await tripsOf({ CallSid: 'a1' }),
    repeat: await tripsOf({ CallSid: 'a1' }),
    'next attempt': await tripsOf(report),
    'its repeat': await tripsOf(report),
  };
  console.log('sequential DynamoDB round trips, warm:', JSON.stringify(trips));
  expect(trips).toEqual({ 'first attempt': 2, repeat: 1, 'next attempt': 2, 'its repeat': 1 });
});

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
