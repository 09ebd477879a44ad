/** An apply that takes nothing of anybody's away without a word: stale plans, quick edits, edits by hand, somebody else at it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import { applyCommand } from '../../bin/commands/apply.ts';
import { planCommand } from '../../bin/commands/plan.ts';
import { poolCommand } from '../../bin/commands/pool.ts';
import { rollbackCommand } from '../../bin/commands/rollback.ts';
import { requireConfig } from '../../bin/pools-file/require-config.ts';
import { openTable } from '../../bin/table/open.ts';
import { aFolder, run, serve } from '../support/cli.ts';
import { runHere } from '../support/commands.ts';
import { begin } from '../support/tables.ts';

const sample = readFileSync(resolve(import.meta.dirname, '../../pools.yaml'), 'utf8');
const commands = { apply: applyCommand, plan: planCommand, pool: poolCommand, rollback: rollbackCommand };

const aService = async () => {
  const file = join(aFolder(), 'pools.yaml');
  writeFileSync(file, sample);
  const { url } = await serve({ POOLS_FILE: file });
  const about = (await (await fetch(`${url}/_local`)).json()) as { endpoint: string; table: string };
  const table = openTable({ name: about.table, endpoint: about.endpoint });
  onTestFinished(() => table.client.destroy());
  return {
    file,
    table,
    edit: (from: string, to: string) => writeFileSync(file, readFileSync(file, 'utf8').replace(from, to)),
    /** Without the line that says which table it is. */
    dial: async (name: keyof typeof commands, ...args: readonly string[]) => {
      const { err, ...ran } = await runHere(commands[name](), [...args, '--endpoint', about.endpoint]);
      return { ...ran, err: err.replace(/^table dial-whom at [^\n]*\n/, '') };
    },
    /** The command that a plan printed, as a process of its own. */
    paste: (command: string) => run(command.split(' ').slice(2), { PORT: new URL(url).port }),
    put: (Item: Record<string, unknown>) => table.client.send(new PutCommand({ TableName: table.name, Item })),
    asSomebodyElse: async (text: string) => {
      const theirs = join(aFolder(), 'pools.yaml');
      writeFileSync(theirs, text);
      const signature = { by: 'bharat', at: new Date().toISOString(), note: 'new phone', from: 'file' } as const;
      await applyConfig(table, requireConfig(theirs), signature);
    },
    has: async (pk: string, sk: string) =>
      (await table.client.send(new GetCommand({ TableName: table.name, Key: { pk, sk } }))).Item !== undefined,
    revision: async () =>
      (await table.client.send(new GetCommand({ TableName: table.name, Key: { pk: 'CONFIG', sk: 'REVISION' } }))).Item
        ?.revision,
  };
};

const deepakFirst = ['members: [asha, bharat, chitra, deepak]', 'members: [deepak, asha, bharat, chitra]'] as const;

describe('a plan', () => {
  it('ends with the command that applies precisely this', async () => {
    const { file, edit, dial, paste } = await aService();
    edit(...deepakFirst);
    const { out } = await dial('plan', file);
    const [, command = ''] = /nothing is written yet: (npx dial-whom apply .*)\n$/.exec(out) ?? [];
    expect(command).toMatch(/^npx dial-whom apply \S+pools\.yaml --plan [0-9a-f]{8} --endpoint http:\S+$/);
    expect(JSON.parse((await dial('plan', file, '--json')).out)).toMatchObject({ command, asks: false });
    expect(await paste(command)).toMatchObject({ code: 0, out: expect.stringMatching(/^applied revision 2 /) });
  });

  it('is refused when it is stale, with what moved', async () => {
    const { file, edit, dial, put, revision } = await aService();
    edit(...deepakFirst);
    const { id } = JSON.parse((await dial('plan', file, '--json')).out);
    await dial('pool', 'add', 'support', '09000000011', '--note', 'sick leave');
    await put({ pk: 'POOL#sales', sk: 'MEMBER#gita', agent: 'gita' });
    const { code, err } = await dial('apply', file, '--plan', id, '--yes');
    expect(code).toBe(1);
    expect(err).toMatch(new RegExp(`^plan ${id} is stale: `));
    expect(err).toMatch(/\ndial-whom stands at revision 2 by \S+ \(asha .* joins pool support, tier 1: sick leave\)\n/);
    expect(err).toContain('\nedited by hand since: POOL#sales/MEMBER#gita\n');
    expect(err).toMatch(/\nNothing was changed: look again with npx dial-whom plan\n$/);
    expect(await revision()).toBe(2);
  });
});

describe('an apply asks, and without a terminal is refused unless --yes is given,', () => {
  it('when quick edits are not in the file: with who, when and why', async () => {
    const { file, edit, dial, has, revision } = await aService();
    await dial('pool', 'add', 'sales', '9000000099', '--agent', 'Ravi Kumar', '--note', 'sick leave');
    await dial('pool', 'remove', 'support', 'gita');
    const { out } = await dial('plan', file);
    expect(out).toContain('\nquick edits since revision 1, which the file does not have:\n');
    expect(out).toMatch(
      /\n {2}pool sales: ravi-kumar joined \(by \S+, \w{3} \d\d \w{3} \d\d:\d\d: ".*: sick leave"\)\n/,
    );
    expect(out).toMatch(/\n {2}agent ravi-kumar came \(by /);
    expect(out).toMatch(/\n {2}pool support: gita left \(by \S+, .*: "gita leaves pool support"\)\n/);
    expect(out).toMatch(/nothing is written yet, and apply asks first \(--yes: it does not\): npx dial-whom apply /);
    const { quickEdits } = JSON.parse((await dial('plan', file, '--json')).out);
    expect(quickEdits).toContainEqual(
      expect.objectContaining({ item: 'POOL#sales/MEMBER#ravi-kumar', kind: 'added', revision: 2, from: 'command' }),
    );

    const refused = await dial('apply', file);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(/^this would be lost:\n {2}undone: agent ravi-kumar came .*\n/);
    expect(refused.err).toMatch(/\nNothing was changed\. Meant\? Run the same command with --yes\n$/);
    expect(await revision()).toBe(3);

    edit('members: [esha, farhan, gita, harish]', 'members: [esha, farhan, harish]');
    const { err } = await dial('apply', file);
    expect(err).toContain('ravi-kumar joined');
    expect(err).not.toContain('gita');
    expect(await dial('apply', file, '--yes')).toMatchObject({ code: 0 });
    expect(await has('POOL#sales', 'MEMBER#ravi-kumar')).toBe(false);
    expect(await dial('plan', file)).toMatchObject({ code: 0 });
  });

  it('when a rollback is not in the file', async () => {
    const { file, edit, dial } = await aService();
    edit(...deepakFirst);
    await dial('apply', file);
    expect(await dial('rollback', '1')).toMatchObject({ code: 0 });
    const { code, err } = await dial('apply', file);
    expect(code).toBe(1);
    expect(err).toMatch(
      /\n {2}undone: pool sales changed \(order .*\) \(rollback by \S+, .*: "rollback to revision 1"\)\n/,
    );
    expect(await dial('rollback', '2', '--yes')).toMatchObject({ code: 0 });
    expect(await dial('apply', file)).toMatchObject({ code: 0, out: expect.stringMatching(/^nothing to change/) });
  });

  it('when somebody edited items by hand', async () => {
    const { file, dial, put, has, revision } = await aService();
    await put({ pk: 'POOL#sales', sk: 'MEMBER#gita', agent: 'gita' });
    const { code, err } = await dial('apply', file);
    expect([code, err.split('\n').slice(0, 2)]).toEqual([
      1,
      ['this would be lost:', '  edited by hand: POOL#sales/MEMBER#gita added: apply removes it'],
    ]);
    expect(await has('POOL#sales', 'MEMBER#gita')).toBe(true);
    expect(await revision()).toBe(1);
    expect(await dial('apply', file, '--yes')).toMatchObject({ code: 0 });
    expect(await has('POOL#sales', 'MEMBER#gita')).toBe(false);
  });

  it('when a file of before it would undo what somebody else applied: with who, when and why', async () => {
    const { file, edit, dial, asSomebodyElse, revision } = await aService();
    const theirs = sample.replace(...deepakFirst).replace('"+919000000016"', '"+919000000096"');
    await asSomebodyElse(theirs);
    const { out } = await dial('plan', file);
    expect(out).toContain('\napplied by others since revision 1, which the file would undo:\n');
    expect(out).toMatch(/\n {2}agent farhan changed \(numbers .*\) \(by bharat, .*: "new phone"\)\n/);
    expect(out).toMatch(/nothing is written yet, and apply asks first \(--yes: it does not\): npx dial-whom apply /);
    const { othersEdits, baseRevision, asks } = JSON.parse((await dial('plan', file, '--json')).out);
    expect([baseRevision, asks]).toEqual([1, true]);
    expect(othersEdits).toContainEqual(
      expect.objectContaining({ item: 'POOL#sales', kind: 'changed', revision: 2, by: 'bharat', from: 'file' }),
    );

    edit('name: Esha Nair', 'name: Esha Nair-Rao');
    const refused = await dial('apply', file);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(/^this would be lost:\n {2}undone: .*\(by bharat, /);
    expect(refused.err).not.toContain('esha');
    expect(await revision()).toBe(2);

    // Who has his order and not his number has seen that too.
    writeFileSync(file, sample.replace(...deepakFirst));
    expect(await dial('apply', file)).toMatchObject({ code: 0, err: '' });
  });

  it('but not about edits of his own, nor about those of a first start', async () => {
    const { file, edit, dial } = await aService();
    edit(...deepakFirst);
    expect(await dial('apply', file)).toMatchObject({ code: 0, err: '' });
    writeFileSync(file, sample);
    expect(await dial('apply', file)).toMatchObject({ code: 0, err: '' });
  });

  it('when an applet, a pool or an agent goes, or a pool shrinks by more than half', async () => {
    const { file, edit, dial, revision } = await aService();
    edit('  esha: ', '  eshan: ');
    edit('members: [esha, farhan, gita, harish]', 'members: [eshan]');
    const { code, err } = await dial('apply', file);
    expect([code, err.split('\n').slice(0, 3)]).toEqual([
      1,
      ['this would be lost:', '  pool support shrinks from 4 numbers to 1', '  agent esha goes'],
    ]);
    expect(await revision()).toBe(1);
  });
});

it('an apply and a rollback of one item say so', async () => {
  const { file, edit, dial } = await aService();
  edit('Asha Rao', 'Asha Nair');
  expect((await dial('apply', file)).out).toContain('; 1 item written, 0 removed; ');
  expect((await dial('rollback', '1')).out).toContain('; 1 item written, 0 removed; ');
});

it('an apply that comes while somebody else is at it is refused with his name and what he changes', async () => {
  const { file, edit, dial, table, revision } = await aService();
  edit(...deepakFirst);
  const theirs = requireConfig(file);
  await begin(table, theirs, { by: 'bharat', at: new Date().toISOString() });
  const { code, err } = await dial('apply', file);
  expect(code).toBe(1);
  expect(err).toMatch(
    /^bharat is changing the table, since .*: POOL#sales\/MEMBER#\w+, .*\. Nothing was changed: run the same command again\n$/,
  );
  expect(await revision()).toBe(1);
});
