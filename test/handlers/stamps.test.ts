/** Numbers somebody edited by hand: the publisher judges them, and until then the primary goes on with the last good ones. */
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { withAgent } from '../../bin/change/edits.ts';
import { prepare } from '../../bin/change/prepare.ts';
import { changeTable } from '../../bin/change/quick-change.ts';
import { readActual } from '../../bin/table/actual.ts';
import { readState } from '../../bin/table/state.ts';
import { keys } from '../../functions/adapters/config-keys.ts';
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import type { Key } from '../../functions/adapters/item.ts';
import { createMarkStore } from '../../functions/adapters/mark-store.ts';
import { stampOf } from '../../functions/adapters/number-stamp.ts';
import type { Config } from '../../functions/domain/config.ts';
import { dialableNumbersOf } from '../../functions/domain/dialable-numbers.ts';
import { aConfig, aPool, numberOf, one, two } from '../support/builders.ts';
import { aPublishing, nowMs, scheduled } from '../support/publishing.ts';

const premium = '+911861234567890';
const signal = AbortSignal.timeout(60_000);
const at = new Date(nowMs).toISOString();

/** A table with a publisher and a primary, and what somebody does to it by hand. */
const aTableByHand = async (applied: Config = aConfig()) => {
  const { table, ...publishing } = await aPublishing(applied);
  const read = (lastGood?: Config) => createConfigReader(table)('main', lastGood, signal);
  const update = (Key: Key, UpdateExpression: string, values?: Record<string, unknown>) =>
    table.client.send(
      new UpdateCommand({ TableName: table.name, Key, UpdateExpression, ExpressionAttributeValues: values }),
    );
  return {
    ...publishing,
    table,
    read,
    publish: () => publishing.publish(scheduled),
    /** Whom the primary would ring on a cold start, and what it finds wrong. */
    rings: async (lastGood?: Config) => {
      const { reading, broken } = await read(lastGood);
      const numbers =
        reading.kind === 'found'
          ? [...dialableNumbersOf(Object.values(reading.config.pools), reading.config, nowMs)].sort()
          : reading.kind;
      return { numbers, broken };
    },
    edit: (agent: string, ...numbers: readonly string[]) =>
      update(keys.agent(agent), 'SET numbers = :numbers', { ':numbers': numbers }),
    /** As it was before there were stamps. */
    makeOld: async () => {
      for (const agent of Object.keys(applied.agents)) await update(keys.agent(agent), 'REMOVE stamp');
      await update(keys.revision, 'REMOVE stamp');
    },
    itemOf: async (Key: Key) =>
      (await table.client.send(new GetCommand({ TableName: table.name, Key, ConsistentRead: true }))).Item,
  };
};

const everybody = [1, 2, 3, 4].map(numberOf);

describe('a number that somebody put into an item by hand', () => {
  it('is dialled once the publisher has judged it; until then the last good ones stand in, and that is told', async () => {
    const { publish, rings, read, edit } = await aTableByHand();
    await publish();
    await edit('a1', numberOf(71));
    for (const lastGood of [aConfig(), undefined]) {
      expect(await rings(lastGood)).toEqual({ numbers: everybody, broken: ['AGENT#a1/META'] });
    }
    expect((await read()).reasons).toEqual({
      'AGENT#a1/META': expect.stringMatching(/not judged yet, which the publisher/),
    });
    await publish();
    expect(await rings()).toEqual({ numbers: [...everybody.slice(1), numberOf(71)], broken: [] });
  });

  it('stays refused when it must not be dialled, however often the publisher runs', async () => {
    const { publish, rings, edit, itemOf, counted } = await aTableByHand();
    await publish();
    await edit('a1', one, premium);
    for (let run = 1; run <= 3; run += 1) await publish();
    expect(await rings()).toEqual({ numbers: everybody, broken: ['AGENT#a1/META'] });
    expect(await itemOf(keys.agent('a1'))).not.toHaveProperty('stamp');
    expect(counted.filter((metric) => metric === 'SnapshotRefused')).toHaveLength(3);
  });

  it('is judged of a new agent as well, who rings from then on', async () => {
    const { publish, rings, put } = await aTableByHand();
    await publish();
    await put({ ...keys.agent('a9'), name: 'Nine', numbers: [numberOf(9)] });
    await put({ ...keys.member('sales', 'a9'), agent: 'a9' });
    expect(await rings()).toEqual({ numbers: everybody, broken: ['AGENT#a9/META'] });
    await publish();
    expect(await rings()).toEqual({ numbers: [...everybody, numberOf(9)], broken: [] });
  });

  it('does not ride on a stamp of other numbers', async () => {
    const { publish, rings, put } = await aTableByHand();
    await publish();
    await put({ ...keys.agent('a1'), name: 'One', numbers: [one, premium], stamp: stampOf([one]) });
    expect((await rings()).numbers).toEqual(everybody);
  });

  it('loses its stamp when the policy has become narrower', async () => {
    const { publish, edit, put, itemOf, logged } = await aTableByHand();
    await publish();
    const { settings } = aConfig();
    const policy = { ...settings.numberPolicy, types: ['mobile', 'premium-rate'] };
    await put({ ...keys.settings, ...settings, numberPolicy: policy });
    await edit('a1', one, premium);
    await publish();
    expect(await itemOf(keys.agent('a1'))).toHaveProperty('stamp', stampOf([one, premium]));
    await put({ ...keys.settings, ...settings });
    await publish();
    expect(await itemOf(keys.agent('a1'))).not.toHaveProperty('stamp');
    expect(logged.at(-1)).toMatchObject({
      level: 'error',
      unstamped: { a1: expect.stringMatching(/is of type premium-rate, and only mobile may be dialled$/) },
    });
  });

  it('stays refused while it is another agent’s as well: one phone would be rung by two calls', async () => {
    const { publish, rings, edit, logged } = await aTableByHand();
    await publish();
    await edit('a4', one);
    for (let run = 1; run <= 2; run += 1) await publish();
    expect(await rings()).toEqual({ numbers: everybody, broken: ['AGENT#a4/META'] });
    expect(logged.at(-1)).toMatchObject({ unstamped: { a4: `${one} belongs to agent a1` } });
    await edit('a1', numberOf(71));
    for (let run = 1; run <= 2; run += 1) await publish();
    expect((await rings()).numbers).toEqual([one, two, numberOf(3), numberOf(71)].toSorted());
  });

  it('rings as his whose item has it, not also as his who had it last and whose own new one is refused', async () => {
    const agents = { ...aConfig().agents, a1: { name: 'One', numbers: [one, numberOf(71)] } };
    const { publish, read, edit } = await aTableByHand(aConfig({ agents }));
    await publish();
    const numbersOf = async (lastGood?: Config) => {
      const { reading } = await read(lastGood);
      const found = reading.kind === 'found' ? reading.config.agents : {};
      return Object.fromEntries(Object.entries(found).map(([id, { numbers }]) => [id, numbers]));
    };
    const [a2, a3] = [[two], [numberOf(3)]];
    await edit('a1', premium);
    await edit('a4', one);
    await publish();
    for (const lastGood of [aConfig({ agents }), undefined]) {
      expect(await numbersOf(lastGood)).toEqual({ a1: [numberOf(71)], a2, a3, a4: [one] });
    }
    await edit('a4', one, numberOf(71));
    await publish();
    for (const lastGood of [aConfig({ agents }), undefined]) {
      expect(await numbersOf(lastGood)).toEqual({ a2, a3, a4: [one, numberOf(71)] });
    }
  });

  it('brings back nobody who was deleted while he was judged, and leaves a newer stamp as it is', async () => {
    const { table, remove, itemOf } = await aTableByHand();
    const stamps = createMarkStore(table);
    await remove(keys.agent('a1'));
    await stamps.stamp({ agent: 'a1', has: undefined, due: 'late' }, signal);
    await stamps.stamp({ agent: 'a2', has: 'older', due: 'late' }, signal);
    expect(await itemOf(keys.agent('a1'))).toBeUndefined();
    expect(await itemOf(keys.agent('a2'))).toHaveProperty('stamp', stampOf([two]));
  });
});

describe('a table from before there were stamps', () => {
  it('rings everybody at every moment, and is judged from the second run of the publisher on', async () => {
    const { publish, rings, edit, put, makeOld, itemOf } = await aTableByHand();
    await makeOld();
    // A pool of people whom no file ever had.
    await put({ ...keys.agent('a9'), name: 'Nine', numbers: [numberOf(9)] });
    await put({ ...keys.pool('support'), strategy: 'linear', overflow: ['hand'] });
    await put({ ...keys.pool('hand'), strategy: 'linear' });
    await put({ ...keys.member('hand', 'a9'), agent: 'a9' });
    const all = { numbers: [...everybody, numberOf(9)], broken: [] };
    expect(await rings()).toEqual(all);
    await publish();
    expect(await rings()).toEqual(all);
    expect(await itemOf(keys.revision)).not.toHaveProperty('stamp');
    await publish();
    expect(await itemOf(keys.revision)).toHaveProperty('stamp', true);
    expect(await rings()).toEqual(all);
    await edit('a9', premium);
    expect(await rings()).toEqual({ numbers: everybody, broken: ['AGENT#a9/META'] });
  });

  it('goes on by prefix alone while it has a number that must not be dialled: nobody falls silent by an update', async () => {
    const { publish, rings, edit, makeOld, counted } = await aTableByHand();
    await makeOld();
    await edit('a4', premium);
    for (let run = 1; run <= 3; run += 1) await publish();
    expect(await rings()).toEqual({ numbers: [...everybody.slice(0, 3), premium].sort(), broken: [] });
    expect(counted).toContain('SnapshotRefused');
    await edit('a4', numberOf(4));
    await publish();
    await publish();
    await edit('a4', premium);
    expect((await rings()).numbers).toEqual(everybody);
  });
});

describe('a stamp', () => {
  it('is no edit by hand, no change, and in no export', async () => {
    const { publish, table, edit } = await aTableByHand();
    await publish();
    expect(await prepare(table, aConfig(), nowMs)).toMatchObject({ drift: [], isThere: true });
    await edit('a1', numberOf(71));
    await publish();
    const { drift, isThere } = await prepare(table, aConfig(), nowMs);
    expect(drift.map(({ item, fields }) => [item, fields.map(({ field }) => field)])).toEqual([
      ['AGENT#a1/META', ['numbers']],
    ]);
    expect(isThere).toBe(false);
    expect(JSON.stringify(await readActual(table))).not.toContain('stamp');
    expect(JSON.stringify(await readState(table))).not.toContain(stampOf([two]));
  });

  it('is asked for through every apply and quick change, each of which writes its own', async () => {
    const { publish, table, apply, rings, itemOf } = await aTableByHand();
    await publish();
    const agents = { ...aConfig().agents, a1: { name: 'One', numbers: [numberOf(71)] } };
    await apply(aConfig({ agents }));
    const edit = withAgent('a2', { name: 'Two', numbers: [two, numberOf(72)] }, [numberOf(72)]);
    await changeTable(table, await readState(table), { edit }, { by: 'test', at });
    expect(await itemOf(keys.revision)).toMatchObject({ revision: 3, stamp: true });
    expect(await rings()).toEqual({
      numbers: [numberOf(71), numberOf(72), ...everybody.slice(1)].sort(),
      broken: [],
    });
  });

  it('is not given by a quick change to what somebody put in by hand and must not be dialled', async () => {
    const { publish, table, edit, itemOf } = await aTableByHand();
    await publish();
    await edit('a1', one, premium);
    const join = withAgent('a1', { name: 'One', numbers: [one, premium, numberOf(73)] }, [numberOf(73)]);
    await changeTable(table, await readState(table), { edit: join }, { by: 'test', at });
    expect(await itemOf(keys.agent('a1'))).toMatchObject({ numbers: [one, premium, numberOf(73)] });
    expect(await itemOf(keys.agent('a1'))).not.toHaveProperty('stamp');
  });

  it('is written to hundreds of agents in one run', async () => {
    const ids = Array.from({ length: 300 }, (_, index) => `b${index}`);
    const agents = Object.fromEntries(ids.map((id, index) => [id, { name: id, numbers: [numberOf(1000 + index)] }]));
    const config = aConfig({ agents, pools: { sales: aPool(ids), support: aPool(ids.slice(0, 1)) } });
    const { publish, makeOld, itemOf } = await aTableByHand(config);
    await makeOld();
    await publish();
    for (const id of ids) expect(await itemOf(keys.agent(id))).toHaveProperty('stamp');
  });
});
