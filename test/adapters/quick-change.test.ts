import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import { type Edit, withAgent, withMember, withOverride, withoutMember } from '../../bin/change/edits.ts';
import { hashOf, prepare } from '../../bin/change/prepare.ts';
import { changeTable, type QuickChange } from '../../bin/change/quick-change.ts';
import { itemsOf } from '../../bin/table/items.ts';
import { lock, readStanding } from '../../bin/table/revision.ts';
import { readState } from '../../bin/table/state.ts';
import { readHistory } from '../../functions/adapters/config-history.ts';
import { keys } from '../../functions/adapters/config-keys.ts';
import { aConfig, aPool, numberOf, one } from '../support/builders.ts';
import { aTable, begin, type TestTable } from '../support/tables.ts';

let table: TestTable;
beforeEach(async () => {
  table = await aTable();
  await applyConfig(table, aConfig(), signature);
});
afterEach(() => table.stop());

const signature = { by: 'somebody', at: '2026-11-21T06:00:00Z' };
const later = { by: 'asha', at: '2026-11-21T07:00:00Z', note: 'at night' };
const at = (minute: number) => `2026-11-21T07:${String(minute).padStart(2, '0')}:00Z`;
const change = async (edit: Edit, more: Partial<QuickChange> = {}, options = {}) =>
  changeTable(table, await readState(table), { edit, ...more }, later, options);
const put = (Item: Record<string, unknown>) => table.client.send(new PutCommand({ TableName: table.name, Item }));
const itemAt = async (pk: string, sk: string) =>
  (await table.client.send(new GetCommand({ TableName: table.name, Key: { pk, sk } }))).Item;

describe('a quick change', () => {
  it('writes a revision with who and why, and the file is seen to differ from then on', async () => {
    expect(await change(withMember('sales', 'a4', 2))).toEqual({ revision: 2, wrong: [] });
    const next = withMember('sales', 'a4', 2)(aConfig());
    expect(await readStanding(table)).toMatchObject({ revision: 2, ...later, contentHash: hashOf(next) });
    expect(await readHistory(table, 2)).toEqual(next);
    expect((await readState(table)).config).toEqual(next);
    expect(await applyConfig(table, aConfig(), later)).toMatchObject({ revision: 3, written: 0, removed: 1 });
  });

  it('leaves what somebody edited by hand as it is, and does not take it for applied', async () => {
    await put({ pk: 'AGENT#a1', sk: 'META', name: 'Uno', numbers: [one] });
    await put({ pk: 'POOL#sales', sk: 'MEMBER#a3', agent: 'a3', position: 2, tier: 1, weight: 7, note: 'new here' });
    await change(withoutMember('sales', 'a2'));
    expect(await itemAt('AGENT#a1', 'META')).toMatchObject({ name: 'Uno' });
    expect(await itemAt('POOL#sales', 'MEMBER#a3')).toMatchObject({ position: 1, weight: 7, note: 'new here' });
    expect(await readHistory(table, 2)).toEqual(
      aConfig({ pools: { sales: aPool(['a1', 'a3']), support: aPool(['a4']) } }),
    );
  });

  it('reaches what somebody added by hand: a member whom no revision knows', async () => {
    await put({ pk: 'AGENT#b1', sk: 'META', name: 'By hand', numbers: [numberOf(77)] });
    await put({ pk: 'POOL#sales', sk: 'MEMBER#b1', agent: 'b1' });
    expect(Object.keys((await readState(table)).config.agents)).toContain('b1');
    await change(withoutMember('sales', 'b1'));
    expect(await itemAt('POOL#sales', 'MEMBER#b1')).toBeUndefined();
    expect(await applyConfig(table, aConfig(), later)).toMatchObject({ revision: 2, written: 0, removed: 0 });
  });

  it('of an override leaves the file as applied, and bumps the revision', async () => {
    const override = { agent: 'a4', duty: 'in' as const, untilMs: Date.parse('2026-11-22T06:00:00Z') };
    const item = { ...keys.override('sales', 'a4'), agent: 'a4', duty: 'in', until: '2026-11-22T06:00:00.000Z' };
    await change(withOverride('sales', override), { put: [item] });
    expect(await readStanding(table)).toMatchObject({ revision: 2, contentHash: hashOf(aConfig()) });
    expect((await readState(table)).config.pools.sales?.overrides).toEqual([override]);
    expect(await readHistory(table, 2)).toEqual(aConfig());
    expect(await applyConfig(table, aConfig(), later)).toEqual({
      kind: 'unchanged',
      revision: 2,
      written: 0,
      removed: 0,
    });
  });

  it('takes back what an apply that was cut short has left', async () => {
    const cut = withMember(
      'support',
      'ghost',
      1,
    )(withAgent('ghost', { name: 'Ghost', numbers: [numberOf(99)] })(aConfig()));
    await begin(table, cut, signature);
    for (const item of itemsOf(cut)) await put(item);
    expect(await change(withMember('sales', 'a4', 1))).toMatchObject({ revision: 3 });
    expect(await itemAt('AGENT#ghost', 'META')).toBeUndefined();
    expect(await itemAt('POOL#support', 'MEMBER#ghost')).toBeUndefined();
    expect((await readState(table)).config).toEqual(withMember('sales', 'a4', 1)(aConfig()));
  });
});

it('quick changes are told since the last file that stood, not since one that was cut short', async () => {
  await change(withMember('sales', 'a4', 1));
  await begin(table, aConfig({ pools: { sales: aPool(['a1']), support: aPool(['a4']) } }), { ...signature, at: at(8) });
  await changeTable(table, await readState(table), { edit: withMember('support', 'a1', 1) }, { ...later, at: at(10) });
  const { quickEdits, fileRevision } = await prepare(table, aConfig(), Date.parse(at(11)));
  expect(fileRevision).toBe(1);
  expect(quickEdits).toMatchObject([
    { item: 'POOL#sales/MEMBER#a4', kind: 'added', revision: 2, by: 'asha', note: 'at night', from: 'command' },
    { item: 'POOL#support/MEMBER#a1', kind: 'added', revision: 4 },
  ]);
});

describe('a quick change is refused, and then has changed nothing,', () => {
  const refusal = async (work: Promise<unknown>) => {
    await expect(work).rejects.toMatchObject({ name: 'UsageError' });
    expect((await readState(table)).config).toEqual(aConfig());
    return work.then(String, (error: Error) => error.message);
  };

  it('when it would break something, with what is allowed', async () => {
    const edit = withAgent('a5', { name: 'Five', numbers: [one] });
    expect(await refusal(change(edit))).toBe(
      `agents.a5.numbers.0: ${one} is already a number of agent a1. To mend it: a number belongs to one agent: remove one of the two.`,
    );
  });

  it('when the fallback would not follow, unless that is meant', async () => {
    const edit: Edit = (config) => withoutMember('sales', 'a1')(withoutMember('sales', 'a2')(config));
    expect(await refusal(change(edit))).toMatch(/^pool sales shrinks from 3 numbers to 1: .*--force$/);
    expect(await change(edit, {}, { force: true })).toMatchObject({ revision: 2 });
    expect(await readStanding(table)).toMatchObject({ forced: 2 });
  });

  it('while somebody else is at it, with his name', async () => {
    const state = await readState(table);
    await lock(table, await readStanding(table), { by: 'bharat', at: '2026-11-21T06:59:50Z' });
    const work = changeTable(table, state, { edit: withMember('sales', 'a4', 1) }, later);
    expect(await refusal(work)).toMatch(
      /^bharat is changing the table, since 2026-11-21T06:59:50Z \(cut short\? .*\)\. Nothing was changed/,
    );
  });
});

it('a quick change that comes too late is refused with what changed meanwhile', async () => {
  const state = await readState(table);
  await change(withMember('sales', 'a4', 1));
  const work = changeTable(table, state, { edit: withMember('support', 'a1', 1) }, later);
  await expect(work).rejects.toThrow(
    'asha made revision 2 meanwhile (at night): POOL#sales/MEMBER#a4. Nothing was changed: run the same command again',
  );
});

it('a quick change is not kept from anybody by what was wrong before, which is named', async () => {
  await put({ pk: 'AGENT#a3', sk: 'META', name: 'Three', numbers: ['+12025550123'] });
  const { wrong } = await change(withMember('sales', 'a4', 1));
  expect(wrong).toEqual([expect.stringMatching(/^agents\.a3\.numbers\.0: \+12025550123 is /)]);
});

it('a quick change of a table to which nothing was applied says what to do first', async () => {
  const empty = await aTable();
  await expect(readState(empty)).rejects.toThrow(/nothing was applied to .* yet: npx dial-whom apply/);
  await empty.stop();
});
