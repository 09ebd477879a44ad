/** A pool that is too large to be read anew for each call: nobody of it is rung twice, and nobody is missed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import { createCallerStore } from '../../functions/adapters/caller-store.ts';
import { cacheConfigs } from '../../functions/adapters/config-cache.ts';
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import { createHuntStore } from '../../functions/adapters/hunt-store.ts';
import { rememberLives } from '../../functions/adapters/live-memory.ts';
import { createLiveStore } from '../../functions/adapters/live-store.ts';
import { type Strategy, strategies } from '../../functions/domain/pool.ts';
import { createHandler } from '../../functions/primary/handler.ts';
import { systemClock } from '../../functions/runtime/clock.ts';
import { aConfig, aPool, national, numberOf } from '../support/builders.ts';
import { aRecord, invoke, type Query } from '../support/invoke.ts';
import { aTable, type TestTable } from '../support/tables.ts';

let table: TestTable;
beforeAll(async () => {
  table = await aTable();
});
afterAll(() => table.stop());

const names = Array.from({ length: 150 }, (_, index) => `x${index}`);
const agents = Object.fromEntries(names.map((id, index) => [id, { name: id, numbers: [numberOf(index + 1)] }]));

/** A process of the primary, and how many agents it has read each time. */
const aProcess = (clock: () => number) => {
  const record = aRecord();
  const lives = createLiveStore(table, record.log);
  const reads: number[] = [];
  const counted = {
    ...lives,
    read: (asked: readonly string[]) => {
      reads.push(asked.length);
      return lives.read(asked);
    },
  };
  const handler = createHandler({
    stores: {
      configs: cacheConfigs(createConfigReader(table), { clock: systemClock, ...record }),
      hunts: createHuntStore(table),
      lives: rememberLives(counted, clock),
      callers: createCallerStore(table, record.log),
      clock,
    },
    keys: { kind: 'open' },
    ...record,
  });
  return { reads, ask: (query: Query) => invoke(handler, { query: { CallFrom: '09900112233', ...query } }) };
};

let desks = 0;

it.each(strategies)(
  'of strategy %s has every agent rung once by as many calls, through two processes',
  async (strategy) => {
    desks += 1;
    await applyConfig(table, aDesk(strategy), { by: 'test', at: new Date().toISOString() });
    // A day later for each strategy, so that nobody is held any more; and it stands still, so that all are held at once.
    const nowMs = Date.now() + desks * 24 * 3600_000;
    const processes = [aProcess(() => nowMs), aProcess(() => nowMs)];
    const ask = async (index: number, query: Query) => {
      const { statusCode, body = '' } = (await processes[index % 2]?.ask(query)) ?? {};
      expect(statusCode).toBe(200);
      return body.split(',')[0] ?? '';
    };
    const sidOf = (call: number) => `${strategy}-${call}`;
    // Each from somewhere else: a caller who calls again takes over whom his old call holds.
    const callOf = (call: number): Query => ({
      CallSid: sidOf(call),
      CallFrom: `0980${String(call).padStart(7, '0')}`,
    });

    const heads: string[] = [];
    for (const call of names.keys()) heads.push(await ask(call, callOf(call)));
    expect(new Set(heads).size).toBe(names.length);
    expect(await ask(0, callOf(names.length))).toBe('');

    // Whoever is free again is found, though nobody of this process has seen him become free.
    const [head = ''] = heads;
    const done = { ...callOf(0), DialWhomNumber: national(head), DialCallStatus: 'canceled' };
    await ask(0, done);
    expect(await ask(1, callOf(names.length + 1))).toBe(head);

    const [reads = []] = processes.map((one) => one.reads);
    // All of them first, and again once fewer than fifty are free.
    expect(reads[0]).toBe(150);
    expect(reads.slice(1, 30).every((count) => count <= 100)).toBe(true);
    expect(reads.at(-1)).toBe(150);
  },
);

const aDesk = (strategy: Strategy) =>
  aConfig({
    agents,
    pools: { sales: aPool(names, { strategy }) },
    applets: { main: { fetch: 'each', routes: [{ when: {}, pool: 'sales' }] } },
  });
