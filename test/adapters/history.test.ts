import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { look } from '../../bin/agents/look.ts';
import { applyConfig } from '../../bin/change/apply.ts';
import { requireRevision } from '../../bin/change/rollback.ts';
import { readActual } from '../../bin/table/actual.ts';
import { writeHistory } from '../../bin/table/history.ts';
import { listRevisions } from '../../bin/table/revisions.ts';
import { readState } from '../../bin/table/state.ts';
import { historyKey } from '../../functions/adapters/config-history.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { aConfig, aPool, exophone, numberOf, one } from '../support/builders.ts';
import { aTable, begin, type TestTable } from '../support/tables.ts';

let table: TestTable;
beforeEach(async () => {
  table = await aTable();
});
afterEach(() => table.stop());

const nowMs = Date.parse('2026-11-21T06:00:00Z');
const signature = { by: 'somebody', at: '2026-11-21T06:00:00Z', note: 'why' };
const put = (Item: Record<string, unknown>) => table.client.send(new PutCommand({ TableName: table.name, Item }));
const named = (name: string) => aConfig({ agents: { ...aConfig().agents, a1: { name, numbers: [one] } } });

describe('the list of revisions', () => {
  it('is empty before the first apply', async () => {
    expect(await listRevisions(table)).toEqual([]);
  });

  it('tells who made each, when, why, and how large it is, the newest first', async () => {
    await applyConfig(table, aConfig(), signature);
    const next = aConfig({ agents: { ...aConfig().agents, a5: { name: 'Five', numbers: [numberOf(5)] } } });
    await applyConfig(table, next, { by: 'another', at: '2026-11-22T06:00:00Z' });
    const size = { agents: 4, pools: 2, applets: 1 };
    expect(await listRevisions(table)).toEqual([
      {
        revision: 2,
        by: 'another',
        at: '2026-11-22T06:00:00Z',
        follows: 1,
        size: { ...size, agents: 5 },
        states: ['stands'],
      },
      { revision: 1, ...signature, size, states: [] },
    ]);
  });

  it('knows of revisions from before that was kept no more than their number, and of the standing one who applied it', async () => {
    const content = gzipSync(JSON.stringify(aConfig()));
    for (const revision of [1, 2]) await put({ ...historyKey(revision, 0), content });
    await put({ pk: 'CONFIG', sk: 'REVISION', revision: 2, ...signature });
    expect(await listRevisions(table)).toEqual([
      { revision: 2, ...signature, states: ['stands'] },
      { revision: 1, states: [] },
    ]);
    expect(await requireRevision(table, 1, nowMs)).toEqual(aConfig());
  });

  it('tells of many large ones without reading what they hold', async () => {
    const name = () => randomBytes(900_000).toString('base64');
    for (const revision of [1, 2, 3]) await writeHistory(table, revision, named(name()), signature);
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: historyKey(2, 1) }));
    const revisions = await listRevisions(table);
    expect(revisions.map(({ revision, states }) => [revision, ...states])).toEqual([
      [3, 'stands'],
      [2, 'not whole'],
      [1],
    ]);
    await expect(requireRevision(table, 2, nowMs)).rejects.toThrow(/revision 2 is not whole .* lists the others/);
  });

  it('names the one that is being applied', async () => {
    await applyConfig(table, aConfig(), signature);
    await begin(table, named('Uno'), signature);
    expect((await listRevisions(table)).map(({ states }) => states)).toEqual([['pending'], ['stands']]);
    await expect(readActual(table)).rejects.toThrow(/may hold half of what somebody began to apply at 2026-11-21T06/);
  });
});

const minute = (at: number) => ({ ...signature, at: `2026-11-21T06:${String(at).padStart(2, '0')}:00Z` });

describe('a revision whose change was cut short, and then another one was made', () => {
  it('never stood, and is no revision to go back to: the one before it is named', async () => {
    await applyConfig(table, aConfig(), minute(0));
    await begin(table, named('Uno'), minute(1));
    await begin(table, named('Eins'), minute(3));
    expect((await listRevisions(table)).map(({ states }) => states)).toEqual([
      ['pending'],
      ['never stood'],
      ['stands'],
    ]);
    await expect(requireRevision(table, 2, nowMs)).rejects.toThrow(/; the one before it is revision 1, which stands$/);
    await expect(requireRevision(table, 3, nowMs)).rejects.toThrow(/has not stood yet: .* revision 1 stands$/);
    await applyConfig(table, named('One'), minute(5));
    await applyConfig(table, named('Won'), minute(6));
    expect((await listRevisions(table)).map(({ revision, follows, states }) => [revision, follows, ...states])).toEqual(
      [
        [5, 4, 'stands'],
        [4, 1],
        [3, 1, 'never stood'],
        [2, 1, 'never stood'],
        [1, undefined],
      ],
    );
    for (const revision of [2, 3]) {
      await expect(requireRevision(table, revision, nowMs)).rejects.toThrow(
        new RegExp(
          `^revision ${revision} of \\S+ never stood, .* the one before it is revision 1: npx dial-whom rollback 1$`,
        ),
      );
    }
    expect(await requireRevision(table, 4, nowMs)).toEqual(named('One'));
    expect(await requireRevision(table, 1, nowMs)).toEqual(aConfig());
  });

  it('was the first of all: nothing stood before it', async () => {
    await begin(table, named('Uno'), minute(0));
    await applyConfig(table, named('One'), minute(5));
    expect((await listRevisions(table)).map(({ states }) => states)).toEqual([['stands'], ['never stood']]);
    await expect(requireRevision(table, 1, nowMs)).rejects.toThrow(/^revision 1 of \S+ never stood, .* nothing stood/);
  });
});

describe('a revision to go back to', () => {
  it('is refused with its problems when it would not be valid today', async () => {
    const { settings } = aConfig();
    await applyConfig(table, aConfig({ settings: { ...settings, exophones: [exophone, one] } }), signature);
    await applyConfig(table, aConfig(), signature);
    await expect(requireRevision(table, 1, nowMs)).rejects.toThrow(
      /^revision 1 would not be valid today, and \S+ stays at revision 2; .*\nagents\.a1\.numbers\.0: \+919000000001 is one of our ExoPhones.* To mend it: /,
    );
  });

  it('comes with whose turn it was in its rotations', async () => {
    const rotation = { agents: ['a1', 'a2'], timeZone: 'Asia/Kolkata', start: '2026-11-02', turnDays: 7, offset: 1 };
    const config = aConfig({ rotations: { night: { ...rotation, handoverMinute: 540 } } });
    await writeHistory(table, 1, config, signature);
    await applyConfig(table, aConfig(), { ...signature, at: '2026-11-22T06:00:00Z' });
    expect(await requireRevision(table, 1, nowMs)).toEqual(config);
  });

  it('is not there before the first apply', async () => {
    await expect(requireRevision(table, 1, nowMs)).rejects.toThrow(/nothing was applied to .* yet/);
  });
});

describe('what the table really has', () => {
  it('is what was applied, in its order', async () => {
    const hours = {
      timeZone: 'Asia/Kolkata',
      weekly: { 5: [[540, 1080]] as const, 0: [] },
      dates: { '12-25': [], '01-26': [] },
    };
    const config = aConfig({
      hours: { zulu: hours, alpha: hours },
      pools: { ...aConfig().pools, area: aPool(['a2']) },
    });
    await applyConfig(table, config, signature);
    const { config: actual, broken } = await readActual(table);
    expect(broken).toEqual({});
    expect(JSON.stringify(actual)).toBe(JSON.stringify(config));
  });

  it('has what was added by hand as far as something leads to it: a pool, its overflow, their agents', async () => {
    await applyConfig(table, aConfig(), signature);
    await put({ pk: 'POOL#sales', sk: 'META', overflow: ['evening'] });
    await put({ pk: 'POOL#evening', sk: 'META', strategy: 'random', overflow: [] });
    await put({ pk: 'POOL#evening', sk: 'MEMBER#eve', agent: 'eve' });
    await put({ pk: 'AGENT#eve', sk: 'META', name: 'Eve', numbers: [numberOf(7)] });
    await put({ pk: 'AGENT#nobodys', sk: 'META', name: 'Nobody', numbers: [numberOf(8)] });
    const { config } = await readActual(table);
    expect(config.pools.evening).toMatchObject({ strategy: 'random', members: [{ agent: 'eve', tier: 1, weight: 1 }] });
    expect(Object.keys(config.agents)).toEqual(['a1', 'a2', 'a3', 'a4', 'eve']);
  });

  it('has what it lacks as it was applied, and that is said', async () => {
    await applyConfig(table, aConfig(), signature);
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk: 'CONFIG', sk: 'SETTINGS' } }));
    const { config, broken } = await readActual(table);
    expect(broken).toEqual({ 'CONFIG/SETTINGS': 'missing' });
    expect(config.settings).toEqual(aConfig().settings);
  });

  it.each([
    ['not in the history', () => new DeleteCommand({ TableName: table.name, Key: historyKey(1, 0) })],
    [
      'not whole in it',
      () => new UpdateCommand({ TableName: table.name, Key: historyKey(1, 0), UpdateExpression: 'REMOVE content' }),
    ],
  ])('cannot be told when its revision is %s, until the file is applied again', async (_what, loss) => {
    await applyConfig(table, aConfig(), signature);
    await table.client.send(loss());
    for (const read of [readActual, readState, (of: Table) => look(of, 'a1')]) {
      await expect(read(table)).rejects.toThrow(
        /^revision 1 of \S+ is not whole in its history, .*: apply your pools file again$/,
      );
    }
    expect(await applyConfig(table, aConfig(), signature)).toMatchObject({ kind: 'applied', revision: 2 });
    expect((await readActual(table)).config).toEqual(aConfig());
  });

  it('is nothing before the first apply, also when that was cut short', async () => {
    for (const read of [readActual, readState, (of: Table) => look(of, 'a1')]) {
      await expect(read(table)).rejects.toThrow(/^nothing was applied to \S+ yet: npx dial-whom apply$/);
    }
    await begin(table, aConfig(), signature);
    await expect(readState(table)).rejects.toThrow(/^nothing was applied to \S+ yet: npx dial-whom apply$/);
  });
});
