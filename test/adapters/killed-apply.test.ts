/** A change of the table that is cut short at every single write in turn: callers are served, and the next one puts it right. */

import { isDeepStrictEqual } from 'node:util';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import { withAgent, withMember, withoutMember } from '../../bin/change/edits.ts';
import { changeTable } from '../../bin/change/quick-change.ts';
import { requireRevision } from '../../bin/change/rollback.ts';
import { canonical, itemsOf } from '../../bin/table/items.ts';
import { readStanding } from '../../bin/table/revision.ts';
import { withStamp } from '../../bin/table/stamp.ts';
import { readState } from '../../bin/table/state.ts';
import { writeAll } from '../../bin/table/write-all.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { pathOf } from '../../functions/adapters/item.ts';
import type { Config } from '../../functions/domain/config.ts';
import { aConfig, aPool, numberOf } from '../support/builders.ts';
import { answersOf, faultsIn, itemsIn, mortal, reaches } from '../support/killed.ts';
import { aTable, type TestTable } from '../support/tables.ts';

const always = {
  timeZone: 'Asia/Kolkata',
  weekly: Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((day) => [day, [[0, 0]]])) as never,
  dates: {},
};
const agents = (...ids: readonly number[]): Config['agents'] =>
  Object.fromEntries(ids.map((id) => [`a${id}`, { name: `Agent ${id}`, numbers: [numberOf(id)] }]));
const turns = { timeZone: 'Asia/Kolkata', start: '2026-11-02', handoverMinute: 0, turnDays: 7, offset: 0 };
const to = (pool: string, digits?: string) => ({ when: digits === undefined ? {} : { digits }, pool });

/** Each has people, a pool, an applet, hours and a rotation of its own, and orders in common pools of its own. */
const before = aConfig({
  hours: { early: always },
  rotations: { week: { ...turns, agents: ['a5', 'a6'] } },
  agents: { ...agents(1, 2, 3, 4, 5, 6), a4: { name: 'Agent 4', numbers: [numberOf(4)], hours: 'early' } },
  pools: {
    sales: aPool(['a1', 'a2', 'a3'], { overflow: ['night'] }),
    support: aPool(['a4'], { hours: 'early' }),
    night: aPool([], { members: [{ rotation: 'week', tier: 1, weight: 1 }] }),
  },
  applets: {
    main: { fetch: 'each', routes: [to('support', '2'), to('sales')] },
    old: { fetch: 'each', routes: [to('night')] },
  },
});
const after = aConfig({
  hours: { late: always },
  rotations: { fortnight: { ...turns, turnDays: 14, agents: ['a2', 'a8'] } },
  agents: { ...agents(1, 2, 4, 7, 8), a7: { name: 'Agent 7', numbers: [numberOf(7), numberOf(17)], hours: 'late' } },
  pools: {
    sales: aPool(['a7', 'a2', 'a4'], { overflow: ['evening'], strategy: 'random' }),
    evening: aPool(['a1'], { hours: 'late', overflow: ['standby'] }),
    standby: aPool([], { members: [{ rotation: 'fortnight', tier: 1, weight: 1 }] }),
  },
  applets: {
    main: { fetch: 'each', routes: [to('evening', '3'), to('sales')] },
    fresh: { fetch: 'once', routes: [to('standby')] },
  },
});
const third = aConfig({
  agents: agents(1, 3, 9),
  pools: { sales: aPool(['a9', 'a1']), desk: aPool(['a3']) },
  applets: { main: { fetch: 'each', routes: [to('desk', '1'), to('sales')] } },
});

const at = (minute: number) => ({ by: 'asha', at: `2026-11-21T06:${String(minute).padStart(2, '0')}:00Z` });
const nowMs = Date.parse(at(0).at);

let table: TestTable;
beforeAll(async () => {
  table = await aTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  await restore([]);
  await applyConfig(table, before, at(0));
});

const asItems = (config: Config) =>
  Object.fromEntries(
    itemsOf(config)
      .map((item) => withStamp(item, config.settings.numberPolicy))
      .map((item) => [pathOf(item), canonical(item)])
      .toSorted(),
  );

type Items = readonly Record<string, unknown>[];
const everything = async (): Promise<Items> =>
  (await table.client.send(new ScanCommand({ TableName: table.name, ConsistentRead: true }))).Items ?? [];
const restore = async (items: Items): Promise<void> => {
  const [now, wanted] = [await everything(), new Map(items.map((item) => [pathOf(item), item]))];
  const same = new Set(now.filter((item) => isDeepStrictEqual(item, wanted.get(pathOf(item)))).map(pathOf));
  const gone = now.filter((item) => !wanted.has(pathOf(item)));
  const missing = items.filter((item) => !same.has(pathOf(item)));
  await writeAll(table, [
    ...gone.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } })),
    ...missing.map((Item) => ({ PutRequest: { Item } })),
  ]);
};

/** Kills the change at every write and each way in turn; `check` sees the table as it was left. How often it did. */
const killEverywhere = async (change: (table: Table) => Promise<unknown>, check: (where: string) => Promise<void>) => {
  const start = await everything();
  let kills = 0;
  for (const reached of reaches) {
    for (let atWrite = 1; ; atWrite += 1) {
      await restore(start);
      const victim = mortal(table, { atWrite, reaches: reached });
      const [outcome] = await Promise.allSettled([change(victim.table)]);
      victim.table.client.destroy();
      if (!victim.isDead()) break;
      if (!victim.isAnother()) continue;
      kills += 1;
      const where = `killed at write ${atWrite}, of which the table got ${reached}`;
      expect(outcome, where).toMatchObject({
        reason: {
          name: 'UsageError',
          message: expect.stringMatching(/^nothing answers there \(ECONNRESET\).*\n.*un the same command again/),
        },
      });
      await check(where);
    }
  }
  await restore(start);
  return kills;
};

/** Whom an applet may reach, by anybody's reckoning. */
const reachOf = (applet: string, config: Config): string[] => {
  const pools = (names: readonly string[]): string[] =>
    names.flatMap((name) => [name, ...pools(config.pools[name]?.overflow ?? [])]);
  const members = pools(config.applets[applet]?.routes.map(({ pool }) => pool) ?? []).flatMap(
    (name) => config.pools[name]?.members ?? [],
  );
  const people = members.flatMap(({ agent, rotation }) => agent ?? config.rotations[rotation ?? '']?.agents ?? []);
  return people.flatMap((id) => config.agents[id]?.numbers ?? []);
};

/** By a handler that has just started, and by one that knows what was there before. */
const callersAreServed = async (old: Config, next: Config, where: string) => {
  expect(await faultsIn(table, nowMs), where).toEqual([]);
  const applets = [...new Set([old, next].flatMap((config) => Object.keys(config.applets)))];
  for (const lastGood of [undefined, old]) {
    const answers = await answersOf(table, applets, lastGood);
    for (const [index, { status, numbers }] of answers.entries()) {
      const applet = applets[index] ?? '';
      const isInBoth = [old, next].every((config) => applet in config.applets);
      if (status === 404 && !isInBoth) continue;
      const allowed = [old, next].flatMap((config) => reachOf(applet, config));
      expect({ where, applet, status, strangers: numbers.filter((number) => !allowed.includes(number)) }).toEqual({
        where,
        applet,
        status: 200,
        strangers: [],
      });
    }
  }
};

const leadsTo = async (where: string, wanted: Config, change: () => Promise<unknown>) => {
  const left = await everything();
  await change();
  expect(await itemsIn(table), where).toEqual(asItems(wanted));
  // Export and plan go by it.
  expect((await readStanding(table))?.pending, where).toBeUndefined();
  await restore(left);
};

const patience = 180_000;

describe('a change that is cut short at any write leaves a table from which callers are served, and the next one puts it right:', () => {
  it(
    'an apply of everything there is, and then the same file, the old one or another one',
    async () => {
      const kills = await killEverywhere(
        (victim) => applyConfig(victim, after, at(1)),
        async (where) => {
          await callersAreServed(before, after, where);
          for (const next of [after, before, third]) await leadsTo(where, next, () => applyConfig(table, next, at(3)));
        },
      );
      expect(kills).toBeGreaterThan(30);
    },
    patience,
  );

  it(
    'an apply that is cut short itself while it goes on from one that was',
    async () => {
      const first = mortal(table, { atWrite: 6, reaches: 'everything' });
      await applyConfig(first.table, after, at(1)).catch(() => {});
      const kills = await killEverywhere(
        (victim) => applyConfig(victim, third, at(3)),
        async (where) => {
          for (const next of [third, before]) await leadsTo(where, next, () => applyConfig(table, next, at(5)));
        },
      );
      expect(kills).toBeGreaterThan(20);
    },
    patience,
  );

  it(
    'somebody joins a pool as a new agent, and somebody leaves',
    async () => {
      const edit = (config: Config) =>
        withoutMember(
          'sales',
          'a2',
        )(withMember('sales', 'a9', 2)(withAgent('a9', { name: 'Nine', numbers: [numberOf(9)] })(config)));
      const change = async (of: Table, minute: number) => changeTable(of, await readState(of), { edit }, at(minute));
      const kills = await killEverywhere(
        (victim) => change(victim, 1),
        async (where) => {
          await callersAreServed(before, edit(before), where);
          await leadsTo(where, edit(before), () => change(table, 3));
          await leadsTo(where, third, () => applyConfig(table, third, at(3)));
          // The last write may have reached the table, and its answer been lost.
          const isDone = (await readStanding(table))?.revision === 2;
          await leadsTo(where, withMember('sales', 'a4', 1)(isDone ? edit(before) : before), async () =>
            changeTable(table, await readState(table), { edit: withMember('sales', 'a4', 1) }, at(3)),
          );
        },
      );
      expect(kills).toBeGreaterThan(15);
    },
    patience,
  );

  it(
    'a rollback',
    async () => {
      await applyConfig(table, after, at(1));
      const rollback = async (of: Table, minute: number) =>
        applyConfig(of, await requireRevision(of, 1, nowMs), { ...at(minute), from: 'rollback' });
      const kills = await killEverywhere(
        (victim) => rollback(victim, 2),
        async (where) => {
          await callersAreServed(after, before, where);
          await leadsTo(where, before, () => rollback(table, 4));
          await leadsTo(where, after, () => applyConfig(table, after, at(4)));
        },
      );
      expect(kills).toBeGreaterThan(30);
    },
    patience,
  );
});
