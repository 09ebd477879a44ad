import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import { withAdditions } from '../../bin/change/edits.ts';
import { changeTable } from '../../bin/change/quick-change.ts';
import { configIn } from '../../bin/table/config-in.ts';
import { itemsOf } from '../../bin/table/items.ts';
import { readTable } from '../../bin/table/read-items.ts';
import { readState } from '../../bin/table/state.ts';
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { checkConfig } from '../../functions/domain/config-check.ts';
import { aConfig, numberOf } from '../support/builders.ts';
import { aTable, type TestTable } from '../support/tables.ts';

let table: TestTable;
beforeEach(async () => {
  table = await aTable();
  await applyConfig(table, aConfig(), signatureAt('06:00'));
});
afterEach(() => table.stop());

const signatureAt = (time: string) => ({ by: 'somebody', at: `2026-11-21T${time}:00Z` });

/** 300 new agents, each a member of one pool or the other: twelve batches of agents and twelve of members. */
const ids = Array.from({ length: 300 }, (_, index) => `new-${index}`);
const edit = withAdditions({
  agents: new Map(
    ids.map((id, index) => [
      id,
      { who: { name: id, numbers: [numberOf(100 + index)] }, numbers: [numberOf(100 + index)] },
    ]),
  ),
  members: new Map(
    ['sales', 'support'].map((pool, which) => [
      pool,
      new Map(ids.filter((_, index) => index % 2 === which).map((id) => [id, { tier: 2 }])),
    ]),
  ),
});
const addAll = async (on: Table, time: string, onProgress?: (done: number, total: number) => void) =>
  changeTable(on, await readState(on), { edit }, signatureAt(time), { onProgress });

/** The same table on a connection that breaks after so many batches. */
const breakingAfter = (batches: number): Table => {
  let left = batches;
  const send = table.client.send.bind(table.client) as (command: object) => Promise<unknown>;
  const breaking = async (command: object) => {
    if (!(command instanceof BatchWriteCommand)) return send(command);
    left -= 1;
    if (left < 0) throw new Error('the connection broke');
    return send(command);
  };
  return { name: table.name, client: Object.create(table.client, { send: { value: breaking } }) };
};

describe('an import', () => {
  it('writes agents before the members they are, and tells how far it is', async () => {
    const told: string[] = [];
    await addAll(table, '07:00', (done, total) => told.push(`${done} of ${total}`));
    expect((await readState(table)).config).toEqual(edit(aConfig()));
    expect(told).toHaveLength(24);
    expect(told.at(-1)).toBe('600 of 600');
  });

  it.each([0, 1, 11, 12, 13, 23])(
    'cut short after %i batches leaves what is valid, and the next one ends right',
    async (batches) => {
      await expect(addAll(breakingAfter(batches), '07:00')).rejects.toThrow('the connection broke');
      const { items } = await readTable(table, itemsOf(edit(aConfig())));
      const { config, unusable } = configIn(items, aConfig());
      expect(Object.keys(config.agents)).toHaveLength(4 + Math.min(batches, 12) * 25);
      expect([checkConfig(config, Date.parse('2026-11-21T07:00:00Z')), unusable]).toEqual([[], {}]);
      const { reading, broken } = await createConfigReader(table)('main', undefined, AbortSignal.timeout(10_000));
      expect([reading.kind, broken]).toEqual(['found', []]);

      await addAll(table, '07:02');
      expect((await readState(table)).config).toEqual(edit(aConfig()));
    },
  );

  it('cut short is undone by an apply', async () => {
    await expect(addAll(breakingAfter(13), '07:00')).rejects.toThrow('the connection broke');
    await applyConfig(table, aConfig(), signatureAt('07:02'));
    const { items } = await readTable(table, itemsOf(edit(aConfig())));
    expect(configIn(items, aConfig()).config).toEqual(aConfig());
    expect(items).toHaveLength(itemsOf(aConfig()).length);
  });
});
