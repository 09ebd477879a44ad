import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import { readStanding } from '../../bin/table/revision.ts';
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import type { Config } from '../../functions/domain/config.ts';
import { aConfig, aPool } from '../support/builders.ts';
import { aTable, type TestTable } from '../support/tables.ts';

const office = { timeZone: 'Asia/Kolkata', weekly: { 1: [[540, 1080]] as const }, dates: { '12-25': [] } };
const night = {
  agents: ['a2'],
  timeZone: 'Asia/Kolkata',
  start: '2026-11-02',
  handoverMinute: 0,
  turnDays: 1,
  offset: 0,
};
const { a1, a2 } = aConfig().agents;
const config: Config = aConfig({
  agents: { ...(a1 && { a1 }), ...(a2 && { a2 }) },
  hours: { office },
  rotations: { night },
  pools: {
    sales: aPool(['a1'], { hours: 'office', overflow: ['support'] }),
    support: aPool([], { members: [{ rotation: 'night', tier: 1, weight: 1 }] }),
  },
});
const pool = { pk: 'POOL#sales', sk: 'META', strategy: 'linear', hours: 'office', overflow: ['support'] };
const applet = { pk: 'APPLET#main', sk: 'META', fetch: 'each' };
const [first, last] = config.applets.main?.routes ?? [];

let table: TestTable;
beforeAll(async () => {
  table = await aTable();
});
afterAll(() => table.stop());

const read = (lastGood?: Config) => createConfigReader(table)('main', lastGood, AbortSignal.timeout(5000));

describe('an item of the right shape that could not be worked with', () => {
  it.each<readonly [string, string, Readonly<Record<string, unknown>>]>([
    ['hours in no zone', 'CONFIG/HOURS#office', { ...office, timeZone: 'India' }],
    ['hours on days of another name', 'CONFIG/HOURS#office', { ...office, weekly: { 'mon-fri': [[540, 1080]] } }],
    ['hours on a date that is none', 'CONFIG/HOURS#office', { ...office, dates: { '2026-13-01': [] } }],
    ['hours past midnight by the minute', 'CONFIG/HOURS#office', { ...office, weekly: { 1: [[540, 1800]] } }],
    ['a rotation in no zone', 'CONFIG/ROTATION#night', { ...night, timeZone: 'India' }],
    ['a rotation that begins on no day', 'CONFIG/ROTATION#night', { ...night, start: '2026-13-01' }],
    ['a route to a mistyped pool', 'APPLET#main/META', { ...applet, routes: [{ ...first, pool: 'suport' }, last] }],
    ['no default route', 'APPLET#main/META', { ...applet, routes: [first] }],
    ['overflow to a mistyped pool', 'POOL#sales/META', { ...pool, overflow: ['suport'] }],
  ])('%s: the last good one stands in, warm and cold, and it is named', async (_what, path, item) => {
    await applyConfig(table, config, { by: 'test', at: new Date().toISOString() });
    const [pk, sk] = path.split('/');
    await table.client.send(new PutCommand({ TableName: table.name, Item: { ...item, pk, sk } }));
    for (const lastGood of [config, undefined]) {
      const { reading, broken } = await read(lastGood);
      expect(broken).toContain(path);
      expect(reading).toMatchObject({ kind: 'found', config });
    }
  });

  it.each<readonly [string, string]>([
    ['hours that were deleted', 'CONFIG/HOURS#office'],
    ['the only member deleted', 'POOL#sales/MEMBER#a1'],
  ])('%s: as they were', async (_what, path) => {
    await applyConfig(table, config, { by: 'test', at: new Date().toISOString() });
    const [pk, sk] = path.split('/');
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk, sk } }));
    for (const lastGood of [config, undefined]) {
      const { reading, broken } = await read(lastGood);
      expect(broken).toHaveLength(1);
      expect(reading).toMatchObject({ kind: 'found', config });
    }
  });

  it('a rotation with somebody whom nobody knows: as it was; where it never was, the next one has his turns, and nobody else moves', async () => {
    await applyConfig(table, config, { by: 'test', at: new Date().toISOString() });
    const Item = { ...night, agents: ['ghost', 'a2'], pk: 'CONFIG', sk: 'ROTATION#night' };
    await table.client.send(new PutCommand({ TableName: table.name, Item }));
    for (const lastGood of [config, undefined]) expect((await read(lastGood)).reading).toMatchObject({ config });
    const other = { ...config, rotations: {} };
    const agentsOf = async (...agents: readonly string[]) => {
      await table.client.send(new PutCommand({ TableName: table.name, Item: { ...Item, agents } }));
      const { reading } = await read(other);
      return reading.kind === 'found' ? reading.config.rotations.night?.agents : reading.kind;
    };
    expect(await agentsOf('ghost', 'a2')).toEqual(['a2', 'a2']);
    expect(await agentsOf('a1', 'ghost', 'a2', 'ghost')).toEqual(['a1', 'a2', 'a2', 'a1']);
    expect(await agentsOf('ghost')).toEqual([]);
  });

  it.each<readonly [string, string, Readonly<Record<string, unknown>>]>([
    ['overflow to a pool', 'POOL#sales/META', { ...pool, overflow: ['extra', 'support'] }],
    [
      'a route to a pool',
      'APPLET#main/META',
      { ...applet, routes: [{ when: { digits: '7' }, pool: 'extra' }, first, last] },
    ],
  ])(
    '%s that somebody added by hand and that cannot be read: as it was, and both are named',
    async (_what, path, item) => {
      await applyConfig(table, config, { by: 'test', at: new Date().toISOString() });
      const put = (Item: Record<string, unknown>) => table.client.send(new PutCommand({ TableName: table.name, Item }));
      await put({ pk: 'POOL#extra', sk: 'META', strategy: 'Linear' });
      await put({ pk: 'POOL#extra', sk: 'MEMBER#a1', agent: 'a1' });
      const [pk, sk] = path.split('/');
      await put({ ...item, pk, sk });
      for (const lastGood of [config, undefined]) {
        const { reading, reasons } = await read(lastGood);
        expect(reading).toMatchObject({ kind: 'found', config });
        expect(reasons).toMatchObject({ [path]: expect.any(String), 'POOL#extra/META': 'wrong or missing: strategy' });
      }
    },
  );

  it('the item that names the revision: what was applied last counts, and numbers go on from there', async () => {
    await applyConfig(table, config, { by: 'test', at: new Date().toISOString() });
    const standing = await readStanding(table);
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk: 'CONFIG', sk: 'REVISION' } }));
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk: 'CONFIG', sk: 'ROTATION#night' } }));
    expect((await readStanding(table))?.revision).toBe(standing?.revision);
    expect((await read()).reading).toMatchObject({ kind: 'found', config });
    const applied = await applyConfig(table, config, { by: 'test', at: new Date().toISOString() });
    expect(applied.revision).toBe((standing?.revision ?? 0) + 1);
  });

  it('says what is wrong with each', async () => {
    await applyConfig(table, config, { by: 'test', at: new Date().toISOString() });
    const put = (Item: Record<string, unknown>) => table.client.send(new PutCommand({ TableName: table.name, Item }));
    await put({ pk: 'AGENT#a1', sk: 'META', name: 'One', numbers: ['+919000000001', '09000000002'] });
    await put({ pk: 'POOL#sales', sk: 'OVERRIDE#a1', agent: 'a1', duty: 'away', until: 'six' });
    await put({ ...night, timeZone: 'India', pk: 'CONFIG', sk: 'ROTATION#night' });
    await put({ ...pool, overflow: ['suport'] });
    await put({ pk: 'POOL#support', sk: 'META', strategy: 'linear', maxAttempts: 1.5 });
    await put({ pk: 'POOL#support', sk: 'MEMBER#a2', agent: 'a2', tier: 'one' });
    expect((await read(config)).reasons).toEqual({
      'AGENT#a1/META': 'wrong or missing: numbers.1',
      'POOL#sales/OVERRIDE#a1': 'wrong or missing: duty, until',
      'CONFIG/ROTATION#night': 'right in shape, but useless',
      'POOL#sales/META': 'overflow to a pool that is not there, or not usable: suport',
      'POOL#support/META': 'wrong or missing: maxAttempts',
      'POOL#support/MEMBER#a2': 'wrong or missing: some of its fields',
    });
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk: 'POOL#sales', sk: 'OVERRIDE#a1' } }));
  });

  it('a rotation that was deleted: as it was', async () => {
    await applyConfig(table, config, { by: 'test', at: new Date().toISOString() });
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk: 'CONFIG', sk: 'ROTATION#night' } }));
    for (const lastGood of [config, undefined]) {
      const { reading, broken } = await read(lastGood);
      expect(broken).toEqual(['CONFIG/ROTATION#night']);
      expect(reading).toMatchObject({ kind: 'found', config });
    }
  });
});
