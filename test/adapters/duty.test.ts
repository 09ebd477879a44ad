import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import type { Config } from '../../functions/domain/config.ts';
import { planOf } from '../../functions/domain/plan.ts';
import { type Rotation, whoseTurn } from '../../functions/domain/rotation.ts';
import { aCall, aConfig, aPool, four, one, three, two } from '../support/builders.ts';
import { aTable, type TestTable } from '../support/tables.ts';

let table: TestTable;
beforeEach(async () => {
  table = await aTable();
});
afterEach(() => table.stop());

const now = '2026-11-25T12:00:00+05:30';
const signature = { by: 'somebody', at: now };
const read = async () => {
  const { reading, broken } = await createConfigReader(table)('main', undefined, AbortSignal.timeout(5000));
  if (reading.kind !== 'found') throw new Error('it was applied');
  return { config: reading.config, broken };
};
const planNow = async () =>
  planOf('sales', aCall(), { config: (await read()).config, live: new Map(), nowMs: Date.parse(now) }).numbers;

const night: Rotation = {
  agents: ['a1', 'a2', 'a3'],
  timeZone: 'Asia/Kolkata',
  start: '2026-11-24',
  handoverMinute: 540,
  turnDays: 1,
  offset: 0,
};
const rotating = (more: Partial<Rotation> = {}): Config =>
  aConfig({
    rotations: { night: { ...night, ...more } },
    pools: { sales: aPool([], { members: [{ rotation: 'night', tier: 1, weight: 1 }] }), support: aPool(['a4']) },
  });

describe('a rotation in the table', () => {
  const onDuty = async () => {
    const { config } = await read();
    const rotation = config.rotations.night;
    return rotation && whoseTurn(rotation, config.hours, Date.parse(now));
  };

  it('comes with its people, and decides whom the pool rings', async () => {
    await applyConfig(table, rotating(), signature);
    expect((await read()).config).toEqual(rotating());
    expect(await planNow()).toEqual([two]);
  });

  it('goes on with whoever is on duty when it is edited, and applying it again changes nothing', async () => {
    await applyConfig(table, rotating(), signature);
    const edited = rotating({ agents: ['a4', 'a1', 'a2', 'a3'] });
    expect(await applyConfig(table, edited, signature)).toMatchObject({ kept: { night: 'a2' } });
    expect(await onDuty()).toBe('a2');
    expect(await applyConfig(table, edited, signature)).toMatchObject({ written: 0, removed: 0 });
    await applyConfig(table, rotating({ agents: ['a4', 'a3', 'a1'] }), signature);
    expect(await onDuty(), 'who would have followed him').toBe('a3');
  });

  it('goes on with whoever is on duty although somebody broke its item by hand', async () => {
    await applyConfig(table, rotating(), signature);
    const edited = rotating({ agents: ['a3', 'a1', 'a2'] });
    await applyConfig(table, edited, signature);
    const Item = { pk: 'CONFIG', sk: 'ROTATION#night', agents: 'nobody' };
    await table.client.send(new PutCommand({ TableName: table.name, Item }));
    await applyConfig(table, edited, signature);
    expect(await onDuty()).toBe('a2');
  });

  it('begins as the file has it when that is asked for', async () => {
    await applyConfig(table, rotating(), signature);
    const edited = rotating({ agents: ['a4', 'a1', 'a2', 'a3'] });
    await applyConfig(table, edited, signature, { restartRotations: true });
    expect(await onDuty()).toBe('a1');
  });
});

describe('an override in the table', () => {
  const override = (agent: string, duty: string, until: string) =>
    table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: { pk: 'POOL#sales', sk: `OVERRIDE#${agent}`, agent, duty, until, note: 'dentist' },
      }),
    );

  it('sends somebody home or brings somebody in until its time, and outlives an apply', async () => {
    await applyConfig(table, aConfig(), signature);
    await override('a1', 'out', '2026-11-25T18:00:00+05:30');
    await override('a4', 'in', '2026-11-25T12:30:00Z');
    await override('a2', 'out', '2026-11-25T11:59:59+05:30');
    expect(await planNow()).toEqual([two, three, four]);
    expect(await applyConfig(table, aConfig(), signature)).toMatchObject({ written: 0, removed: 0 });
    expect(await planNow()).toEqual([two, three, four]);
  });

  it('that somebody wrote wrongly is ignored and named', async () => {
    await applyConfig(table, aConfig(), signature);
    await override('a1', 'away', '2026-11-25T18:00:00+05:30');
    await override('a2', 'out', 'six');
    expect((await read()).broken).toEqual(['POOL#sales/OVERRIDE#a1', 'POOL#sales/OVERRIDE#a2']);
    expect(await planNow()).toEqual([one, two, three]);
  });
});
