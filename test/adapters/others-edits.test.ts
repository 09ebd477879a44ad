/** How far back a file is looked for that was applied under another name: a handful of revisions, of which each is a whole one. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import { prepare } from '../../bin/change/prepare.ts';
import type { Config } from '../../functions/domain/config.ts';
import { aConfig, numberOf } from '../support/builders.ts';
import { aTable, type TestTable } from '../support/tables.ts';

let table: TestTable;
beforeEach(async () => {
  table = await aTable();
  for (let revision = 1; revision <= 8; revision += 1)
    await applyConfig(table, since(revision), { by: 'asha', at: `2026-11-21T06:0${revision}:00Z`, from: 'file' });
});
afterEach(() => table.stop());

/** Each revision gives one agent more another name. */
const since = (revision: number): Config => {
  const ids = Array.from({ length: 8 }, (_, index) => index + 1);
  const agents = ids.map(
    (id) => [`a${id}`, { name: id <= revision ? 'new' : 'old', numbers: [numberOf(id)] }] as const,
  );
  return aConfig({ agents: Object.fromEntries(agents) });
};

const look = (file: Config, by: string | undefined) => prepare(table, file, Date.parse('2026-11-21T07:00:00Z'), { by });

it('a file of many revisions ago is told of the last five, and one of some revisions ago of all since', async () => {
  const [old, recent] = [await look(since(1), 'bharat'), await look(since(6), 'bharat')];
  expect([old.baseRevision, old.othersEdits.map(({ revision }) => revision)]).toEqual([3, [4, 5, 6, 7, 8]]);
  expect([recent.baseRevision, recent.othersEdits.map(({ revision }) => revision)]).toEqual([6, [7, 8]]);
});

it('nothing is told of an edit of what was applied last, to whoever applied it, nor where nobody is asked', async () => {
  for (const [file, by] of [
    [
      aConfig({ ...since(8), hours: { night: { timeZone: 'Asia/Kolkata', weekly: {} as never, dates: {} } } }),
      'bharat',
    ],
    [since(5), 'asha'],
  ] as const)
    expect(await look(file, by)).toMatchObject({ baseRevision: 8, othersEdits: [] });
  expect(await look(since(5), undefined)).toMatchObject({ baseRevision: undefined, othersEdits: [] });
});
