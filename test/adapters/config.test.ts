import { randomBytes } from 'node:crypto';
import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import { readActual } from '../../bin/table/actual.ts';
import { itemsOf } from '../../bin/table/items.ts';
import { readStanding } from '../../bin/table/revision.ts';
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import { stampOf } from '../../functions/adapters/number-stamp.ts';
import { rulesFor } from '../../functions/domain/availability.ts';
import type { Config } from '../../functions/domain/config.ts';
import { dialableNumbersOf } from '../../functions/domain/dialable-numbers.ts';
import { memberLabel } from '../../functions/domain/pool.ts';
import { aConfig, aPool, numberOf, one, two } from '../support/builders.ts';
import { aTable, begin, type TestTable } from '../support/tables.ts';

let table: TestTable;
beforeEach(async () => {
  table = await aTable();
});
afterEach(() => table.stop());

const signature = { by: 'somebody', at: '2026-11-21T06:00:00Z' };
const read = (applet = 'main', lastGood?: Config) =>
  createConfigReader(table)(applet, lastGood, AbortSignal.timeout(5000));
const put = (Item: Record<string, unknown>) => table.client.send(new PutCommand({ TableName: table.name, Item }));

const agentsOf = (config: Config, pool: string) => config.pools[pool]?.members.map(({ agent }) => agent);

describe('a configuration that was applied', () => {
  it('is read back for each applet, with what the applet can reach', async () => {
    await applyConfig(table, aConfig(), signature);
    const { reading, broken } = await read();
    expect(broken).toEqual([]);
    expect(reading).toMatchObject({ kind: 'found', config: aConfig(), identity: { revision: 1 } });
  });

  it('is not reached from elsewhere', async () => {
    const config = aConfig({ applets: { other: { fetch: 'each', routes: [{ when: {}, pool: 'support' }] } } });
    await applyConfig(table, config, signature);
    const { reading } = await read('other');
    expect(reading.kind === 'found' && Object.keys(reading.config.agents)).toEqual(['a4']);
    expect((await read()).reading).toEqual({ kind: 'unknown-applet' });
  });

  it('comes with the pools it overflows to, however far', async () => {
    const config = aConfig({
      pools: {
        sales: aPool(['a1'], { overflow: ['second'] }),
        second: aPool(['a2'], { overflow: ['third'] }),
        third: aPool(['a3'], { strategy: 'weighted', members: [{ agent: 'a3', tier: 2, weight: 5 }] }),
        support: aPool(['a4']),
      },
    });
    await applyConfig(table, config, signature);
    expect((await read()).reading).toMatchObject({ kind: 'found', config });
  });

  it('comes with what leases and misses mean, and with how many calls somebody may have', async () => {
    const settings = {
      ...aConfig().settings,
      leases: { maxTalkMinutes: 15, wrapUpSeconds: 0 },
      misses: { coolDownSeconds: { busy: 5, 'no-answer': 0 }, pauseAfter: 2, pauseMinutes: 1 },
    };
    const config = aConfig({
      settings,
      agents: { ...aConfig().agents, a1: { name: 'Desk', numbers: [one], capacity: 3 } },
    });
    await applyConfig(table, config, signature);
    expect((await read()).reading).toMatchObject({ kind: 'found', config });
    expect(rulesFor('a1', config)).toEqual({
      maxTalkMs: 900_000,
      wrapUpMs: 0,
      coolDownMs: { busy: 5000, 'no-answer': 0, failed: 300_000 },
      pauseAfter: 2,
      pauseMs: 60_000,
      capacity: 3,
    });
  });

  it('comes with its hours', async () => {
    const hours = {
      night: { timeZone: 'Asia/Kolkata', weekly: { 1: [[1320, 360]] as const }, dates: { '12-25': [] } },
    };
    const config = aConfig({
      hours,
      pools: { sales: aPool(['a1', 'a2', 'a3'], { hours: 'night' }), support: aPool(['a4']) },
    });
    await applyConfig(table, config, signature);
    expect((await read()).reading).toMatchObject({ kind: 'found', config });
  });

  it('keeps the order of its members, and each pool and agent as an item a person can read', async () => {
    const members = ['a3', 'a1', 'a2'];
    await applyConfig(table, aConfig({ pools: { sales: aPool(members), support: aPool(['a4']) } }), signature);
    const { reading } = await read();
    expect(reading.kind === 'found' && agentsOf(reading.config, 'sales')).toEqual(members);
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.name, Key: { pk: 'AGENT#a1', sk: 'META' } }),
    );
    expect(Item).toEqual({ pk: 'AGENT#a1', sk: 'META', name: 'One', numbers: [one], stamp: stampOf([one]) });
  });

  it('changes nothing when it is applied again', async () => {
    await applyConfig(table, aConfig(), signature);
    expect(await applyConfig(table, aConfig(), signature)).toEqual({
      kind: 'unchanged',
      revision: 1,
      written: 0,
      removed: 0,
    });
  });

  it('writes what changed and removes what is gone', async () => {
    await applyConfig(table, aConfig(), signature);
    const { a3: _three, a4: _four, ...agents } = aConfig().agents;
    const next = aConfig({
      agents,
      pools: { sales: aPool(['a1', 'a2']) },
      applets: { main: { fetch: 'each', routes: [{ when: {}, pool: 'sales' }] } },
    });
    const losses = ['pool support is gone, with 1 number'];
    expect(await applyConfig(table, next, signature)).toEqual({
      kind: 'applied',
      revision: 2,
      written: 1,
      removed: 5,
      losses,
    });
    expect((await read()).reading).toMatchObject({ config: next, identity: { revision: 2 } });
    expect(await readStanding(table)).toMatchObject({ revision: 2, by: 'somebody' });
  });

  it('may have more members than one batch or one page holds', async () => {
    const ids = Array.from({ length: 120 }, (_, index) => `agent-${index}`);
    const config = aConfig({
      agents: Object.fromEntries(ids.map((id, index) => [id, { name: id, numbers: [numberOf(index + 1)] }])),
      pools: { sales: aPool(ids), support: aPool(ids.slice(0, 1)) },
    });
    await applyConfig(table, config, signature);
    const { reading } = await read();
    expect(reading.kind === 'found' && Object.keys(reading.config.agents)).toHaveLength(120);
    expect(reading.kind === 'found' && agentsOf(reading.config, 'sales')).toEqual(ids);
  });

  it('may be larger than what one page holds, compressed', async () => {
    const name = () => randomBytes(200_000).toString('base64');
    const big = Object.fromEntries(
      ['b1', 'b2', 'b3', 'b4', 'b5', 'b6'].map((id) => [id, { name: name(), numbers: [] }]),
    );
    await applyConfig(table, aConfig({ agents: { ...aConfig().agents, ...big } }), signature);
    expect(await applyConfig(table, aConfig(), signature)).toEqual({
      kind: 'applied',
      revision: 2,
      written: 0,
      removed: 6,
    });
  });

  it('is refused while somebody else applies another one, and then has changed nothing', async () => {
    await applyConfig(table, aConfig(), signature);
    const named = (name: string) => aConfig({ agents: { ...aConfig().agents, a1: { name, numbers: [one] } } });
    const results = await Promise.allSettled(
      ['Uno', 'Eins', 'Ek'].map((name) => applyConfig(table, named(name), signature)),
    );
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
    const winner = ['Uno', 'Eins', 'Ek'][results.findIndex(({ status }) => status === 'fulfilled')] ?? '';
    expect((await read()).reading).toMatchObject({ config: named(winner), identity: { revision: 2 } });
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { message: expect.stringMatching(/^somebody (is changing the table, since|made revision 2 meanwhile)/) },
    });
    expect(await applyConfig(table, named(winner), signature)).toMatchObject({ written: 0, removed: 0 });
  });

  it('mends what somebody broke, deleted or added by hand', async () => {
    await applyConfig(table, aConfig(), signature);
    await put({ pk: 'AGENT#a1', sk: 'META', name: 'One', numbers: ['broken'] });
    await put({ pk: 'POOL#sales', sk: 'MEMBER#a4', agent: 'a4' });
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk: 'POOL#support', sk: 'META' } }));
    expect(await applyConfig(table, aConfig(), signature)).toEqual({
      kind: 'applied',
      revision: 2,
      written: 2,
      removed: 1,
    });
    expect((await read()).reading).toMatchObject({ kind: 'found', config: aConfig() });
  });

  it('leaves alone what is not configuration: whose turn it is, and who is on a call', async () => {
    await applyConfig(table, aConfig(), signature);
    await put({ pk: 'AGENT#a1', sk: 'LIVE', lastOfferedMs: 1 });
    await put({ pk: 'POOL#sales', sk: 'TURN', agent: 'a1' });
    expect(await applyConfig(table, aConfig(), signature)).toMatchObject({ written: 0, removed: 0 });
  });

  it('takes over from an apply that was cut short, and leaves nothing of it', async () => {
    await applyConfig(table, aConfig(), signature);
    const cut = aConfig({
      agents: { ...aConfig().agents, ghost: { name: 'Ghost', numbers: [numberOf(99)] } },
      pools: { ...aConfig().pools, sales: aPool(['ghost', 'a1', 'a2', 'a3']) },
    });
    await begin(table, cut, signature);
    for (const item of itemsOf(cut)) await put(item);
    await expect(applyConfig(table, aConfig(), signature)).rejects.toThrow(
      /^somebody (is changing the table, since|made revision 2 meanwhile)/,
    );

    const later = { ...signature, at: '2026-11-21T06:02:00Z' };
    expect(await applyConfig(table, aConfig(), later)).toMatchObject({ revision: 3 });
    expect((await read()).reading).toMatchObject({ kind: 'found', config: aConfig(), identity: { revision: 3 } });
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.name, Key: { pk: 'AGENT#ghost', sk: 'META' } }),
    );
    expect(Item).toBeUndefined();
  });
});

/** As if it had never been applied by our tools. */
const forgetHistory = async () => {
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': 'HISTORY' },
    }),
  );
  for (const { pk, sk } of Items) {
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk, sk } }));
  }
};

describe('an item that somebody broke by hand', () => {
  beforeEach(() => applyConfig(table, aConfig(), signature));

  it('is replaced by the last good one, and named', async () => {
    await put({ pk: 'AGENT#a1', sk: 'META', name: 'One', numbers: ['09000000001'] });
    await put({ pk: 'POOL#sales', sk: 'META', strategy: 'loudest' });
    const { reading, broken } = await read('main', aConfig());
    expect(broken.toSorted()).toEqual(['AGENT#a1/META', 'POOL#sales/META']);
    expect(reading).toMatchObject({ kind: 'found', config: aConfig() });
  });

  it('is replaced on a cold start by what was applied last', async () => {
    await put({ pk: 'AGENT#a1', sk: 'META', name: 'One', numbers: ['09000000001'] });
    await put({ pk: 'POOL#sales', sk: 'META', strategy: 'loudest' });
    await put({ pk: 'APPLET#main', sk: 'META', routes: [] });
    const { reading, broken } = await read();
    expect(broken.toSorted()).toEqual(['AGENT#a1/META', 'APPLET#main/META', 'POOL#sales/META']);
    expect(reading).toMatchObject({ kind: 'found', config: aConfig() });
  });

  it('costs one agent when nothing good is remembered', async () => {
    await forgetHistory();
    await put({ pk: 'AGENT#a1', sk: 'META', name: 'One', numbers: 'none' });
    const { reading } = await read();
    expect(reading.kind === 'found' && Object.keys(reading.config.agents)).toEqual(['a4', 'a2', 'a3']);
  });

  it('costs nobody when it is a member and the last good list is remembered', async () => {
    await put({ pk: 'POOL#sales', sk: 'MEMBER#a1', agent: 'a1', position: 'first' });
    const { reading, broken } = await read('main', aConfig());
    expect(broken).toEqual(['POOL#sales/MEMBER#a1']);
    expect(reading).toMatchObject({ kind: 'found', config: aConfig() });
  });

  it('costs only himself when it is a member, whoever was removed by hand before', async () => {
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk: 'POOL#sales', sk: 'MEMBER#a2' } }));
    await put({ pk: 'POOL#sales', sk: 'MEMBER#a4', agent: 'a4', tier: 'two' });
    await put({ pk: 'POOL#sales', sk: 'MEMBER#a3', agent: 'a3', position: 'last' });
    for (const lastGood of [aConfig(), undefined]) {
      const { reading, broken } = await read('main', lastGood);
      expect(broken.toSorted()).toEqual(['POOL#sales/MEMBER#a3', 'POOL#sales/MEMBER#a4']);
      expect(reading.kind === 'found' && agentsOf(reading.config, 'sales')).toEqual(['a1', 'a3']);
    }
    expect(agentsOf((await readActual(table)).config, 'sales')).toEqual(['a1', 'a3']);
  });

  it('leaves a member where he stands whose item is broken elsewhere, whatever numbers positions are', async () => {
    for (const [agent, position] of [
      ['a1', 30],
      ['a2', 10],
      ['a3', 20],
    ] as const) {
      await put({ pk: 'POOL#sales', sk: `MEMBER#${agent}`, agent, position, tier: agent === 'a1' ? 'one' : 1 });
    }
    const { reading } = await read('main', aConfig());
    expect(reading.kind === 'found' && agentsOf(reading.config, 'sales')).toEqual(['a2', 'a3', 'a1']);
    await put({ pk: 'POOL#sales', sk: 'MEMBER#a3', agent: 'a3', position: 'third' });
    const again = (await read('main', aConfig())).reading;
    expect(again.kind === 'found' && agentsOf(again.config, 'sales'), 'behind a2').toEqual(['a2', 'a3', 'a1']);
    const pools = { ...aConfig().pools, sales: aPool(['a3', 'a2', 'a1']) };
    await applyConfig(table, aConfig({ pools }), signature);
    for (const agent of ['a2', 'a1']) await put({ pk: 'POOL#sales', sk: `MEMBER#${agent}`, agent, position: 'lost' });
    const lost = (await read('main', aConfig({ pools }))).reading;
    expect(lost.kind === 'found' && agentsOf(lost.config, 'sales'), 'not by name').toEqual(['a3', 'a2', 'a1']);
  });

  it('lists members without a position last, by name, for callers as for plan and export', async () => {
    const rotation = {
      agents: ['a1'],
      timeZone: 'Asia/Kolkata',
      start: '2026-11-02',
      handoverMinute: 540,
      turnDays: 7,
    };
    await put({ pk: 'CONFIG', sk: 'ROTATION#zz', ...rotation });
    // Items come in the order of their keys: the rotation's begins with `rotation:`.
    await put({ pk: 'POOL#sales', sk: 'MEMBER#rotation:zz', rotation: 'zz' });
    await put({ pk: 'POOL#sales', sk: 'MEMBER#a4', agent: 'a4' });
    await put({ pk: 'POOL#sales', sk: 'MEMBER#sam', agent: 'sam' });
    await put({ pk: 'AGENT#sam', sk: 'META', name: 'Sam', numbers: [numberOf(9)], stamp: stampOf([numberOf(9)]) });
    const { reading } = await read();
    const { config } = await readActual(table);
    const rung = reading.kind === 'found' ? reading.config.pools.sales?.members.map(memberLabel) : [];
    expect(rung).toEqual(['a1', 'a2', 'a3', 'a4', 'sam', 'rotation zz']);
    expect(config.pools.sales?.members.map(memberLabel)).toEqual(rung);
  });

  it('is not remembered for ever when it was deleted: an agent who is gone is not dialled', async () => {
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk: 'AGENT#a1', sk: 'META' } }));
    const { reading } = await read('main', aConfig());
    expect(reading.kind === 'found' && Object.keys(reading.config.agents)).not.toContain('a1');
  });

  it('makes the configuration unavailable when it is what numbers are judged by, and nothing good is remembered', async () => {
    await forgetHistory();
    const policy = { ...aConfig().settings.numberPolicy, allowedPrefixes: ['91'] };
    await put({ pk: 'CONFIG', sk: 'SETTINGS', ...aConfig().settings, numberPolicy: policy });
    expect((await read()).reading).toMatchObject({ kind: 'unavailable' });
  });

  it('costs the callers of one route when it is their pool, and nothing good is remembered', async () => {
    await forgetHistory();
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk: 'POOL#sales', sk: 'META' } }));
    const { reading, broken } = await read();
    expect(broken).toEqual(['APPLET#main/META']);
    expect(reading.kind === 'found' && reading.config.applets.main?.routes.map(({ pool }) => pool)).toEqual([
      'support',
    ]);
  });

  it('makes the configuration unavailable when no pool of the applet is left', async () => {
    await forgetHistory();
    for (const pk of ['POOL#sales', 'POOL#support']) {
      await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk, sk: 'META' } }));
    }
    expect((await read()).reading).toMatchObject({
      kind: 'unavailable',
      cause: expect.stringContaining('APPLET#main'),
    });
  });

  it('keeps everything good when the applet is broken', async () => {
    await put({ pk: 'APPLET#main', sk: 'META', routes: [] });
    expect((await read('main', aConfig())).reading).toMatchObject({ kind: 'found', config: aConfig() });
  });
});

describe('a member added with any other tool', () => {
  it('may make the pool larger than what one page holds', async () => {
    await applyConfig(table, aConfig(), signature);
    for (const agent of ['a1', 'a2', 'a3']) {
      await put({ pk: 'POOL#support', sk: `MEMBER#${agent}`, agent, note: 'x'.repeat(390_000) });
    }
    const { reading } = await read();
    expect(reading.kind === 'found' && agentsOf(reading.config, 'support')).toEqual(['a4', 'a1', 'a2', 'a3']);
  });

  it('stands last, and the identity tells that somebody edited', async () => {
    await applyConfig(table, aConfig(), signature);
    const before = (await read()).reading;
    await put({ pk: 'POOL#support', sk: 'MEMBER#a2', agent: 'a2' });
    const { reading } = await read();
    expect(reading.kind === 'found' && agentsOf(reading.config, 'support')).toEqual(['a4', 'a2']);
    if (before.kind !== 'found' || reading.kind !== 'found') throw new Error('both readings find it');
    expect(reading.identity.revision).toBe(before.identity.revision);
    expect(reading.identity.hash).not.toBe(before.identity.hash);
  });

  it('never brings in a number the policy refuses', async () => {
    await applyConfig(table, aConfig(), signature);
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: { pk: 'AGENT#a1', sk: 'META' },
        UpdateExpression: 'SET numbers = :numbers',
        ExpressionAttributeValues: { ':numbers': ['+14155550123', two] },
      }),
    );
    const { reading } = await read();
    expect(
      reading.kind === 'found' &&
        dialableNumbersOf(Object.values(reading.config.pools), reading.config, Date.now()).has('+14155550123'),
    ).toBe(false);
  });
});
