/** From a revision to the next and back, as a user does it: `apply`, `history`, `rollback`, `export`, and whom a caller gets. */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openTable } from '../../bin/table/open.ts';
import type { Item, Key } from '../../functions/adapters/item.ts';
import { aConfig } from '../support/builders.ts';
import { aFolder, run, serve } from '../support/cli.ts';
import { aServiceOfPools } from '../support/pools.ts';
import { begin } from '../support/tables.ts';

/** Open at every hour: callers get the same people whenever this runs. */
const sample = readFileSync(resolve(import.meta.dirname, '../../pools.yaml'), 'utf8').replaceAll(
  '    hours: office\n',
  '',
);
const members = 'members: [asha, bharat, chitra, deepak]';
const [asha, deepak] = ['+919000000011', '+919000000014'];

const aService = async () => {
  const file = join(aFolder(), 'pools.yaml');
  writeFileSync(file, sample);
  const { url } = await serve({ POOLS_FILE: file });
  const PORT = new URL(url).port;
  const { endpoint, table: name } = (await (await fetch(`${url}/_local`)).json()) as {
    endpoint: string;
    table: string;
  };
  const { client } = openTable({ name, endpoint });
  onTestFinished(() => client.destroy());
  const dial = (...args: readonly string[]) => run(args, { PORT });
  const first = async () => (await (await fetch(`${url}/fallback/main?CallSid=a1`)).text()).split(',')[0];
  return {
    dial,
    put: (item: Item) => client.send(new PutCommand({ TableName: name, Item: item })),
    remove: (key: Key) => client.send(new DeleteCommand({ TableName: name, Key: key })),
    apply: (edited: string, ...options: readonly string[]) => {
      writeFileSync(file, sample.replace(members, edited));
      return dial('apply', file, ...options);
    },
    /** The file that was exported last, applied. */
    applyExport: async () => {
      writeFileSync(file, (await dial('export')).out);
      return dial('apply', file);
    },
    isFirst: async (number: string) => {
      for (const endsAt = performance.now() + 10_000; performance.now() < endsAt; await sleep(100)) {
        if ((await first()) === number) return true;
      }
      return false;
    },
  };
};

describe('dial-whom rollback', () => {
  it('brings back whom callers got, as a revision of its own that history tells of', async () => {
    const { dial, apply, isFirst } = await aService();
    await apply('members: [deepak, chitra, bharat, asha]', '--note', 'deepak first');
    expect(await isFirst(deepak)).toBe(true);

    const { code, out } = await dial('rollback', '1');
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(
        /^rolled back to revision 1: applied revision 3 to dial-whom: 12 agents, 3 pools, 2 applets; 4 items written, 0 removed; handlers see it within a minute\nthe pools file stays as it is: unless it has this already, write it anew with npx dial-whom export, else apply asks whether to undo this\n$/,
      ),
    ]);
    expect(await isFirst(asha)).toBe(true);

    await expect.poll(async () => (await dial('history')).out, { timeout: 10_000 }).toContain('stands, published');
    const lines = (await dial('history')).out.split('\n');
    expect(lines[0]).toMatch(/^revision +when \(UTC\) +who +agents +pools +applets +state +note$/);
    expect(lines[1]).toMatch(
      /^3 +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +\S+ +12 +3 +2 +stands, published +rollback to revision 1$/,
    );
    expect(lines[2]).toMatch(/^2 +.* - +deepak first$/);
    expect(lines[3]).toMatch(/^1 +.*npm start +12 +3 +2 +- +first start$/);
    expect((await apply(members)).out).toMatch(/^nothing to change: dial-whom stands at revision 3/);
  });

  it('says what the fallback would lose by it, and with --force history names the revision of which that is meant', async () => {
    const { dial, apply } = await aService();
    await apply('members: [deepak]', '--force', '--yes');
    await apply(members);
    const { out } = await dial('rollback', '2', '--note', 'all on leave', '--yes');
    expect(out).toContain(
      'the fallback does not: pool sales shrinks from 5 numbers to 1. Meant? Run the same rollback 2 ',
    );
    const forced = JSON.parse((await dial('rollback', '2', '--force', '--json')).out);
    expect(forced).toMatchObject({ rolledBackTo: 2, revision: 5, written: 0, removed: 0 });
    const history = async () => JSON.parse((await dial('history', '--json')).out).revisions;
    await expect
      .poll(async () => (await history()).map(({ states }: { states: unknown }) => states), { timeout: 10_000 })
      .toEqual([['stands', 'published', 'forced'], [], [], [], []]);
    expect((await history())[1]).toMatchObject({
      revision: 4,
      note: 'all on leave',
      size: { agents: 12, pools: 3, applets: 2 },
    });
  });

  it('is refused where there is nothing to go back to, and says what to do', async () => {
    const { dial } = await aService();
    const refused = async (revision: string) => {
      const { code, err } = await dial('rollback', revision);
      return [code, err.replace(/^table dial-whom of the local service at .*\n/, '')];
    };
    expect(await refused('9')).toEqual([
      1,
      'there is no revision 9 in dial-whom: npx dial-whom history lists those there are\n',
    ]);
    expect(await refused('1')).toEqual([
      1,
      expect.stringMatching(/^dial-whom stands at revision 1 already: .*history/),
    ]);
    expect(await refused('last')).toEqual([2, expect.stringContaining('Write the number of a revision')]);
  });
});

describe('dial-whom history', () => {
  it('says how many more or fewer a revision has than the one before', async () => {
    const { dialWhom } = await aServiceOfPools();
    const newest = async () => (await dialWhom('history')).out.split('\n')[1];
    await dialWhom('pool', 'add', 'sales', '09000000099', '--agent', 'zoya');
    expect(await newest()).toMatch(/^2 +\S+ \S+ +\S+ +6 \(\+1\) +3 +3 +stands +zoya/);
    await dialWhom('rollback', '1', '--yes');
    expect(await newest()).toMatch(/^3 +\S+ \S+ +\S+ +5 \(-1\) +3 +3 +stands +rollback to revision 1$/);
  });

  it('reckons it from the revision that stood before, not from one that never did', async () => {
    const { dialWhom, endpoint } = await aServiceOfPools();
    const at = new Date(Date.now() - 120_000).toISOString();
    await begin(openTable({ endpoint, name: 'dial-whom' }), aConfig(), { by: 'somebody', at });
    await dialWhom('pool', 'add', 'sales', '09000000099', '--agent', 'zoya');
    const [, third, second] = (await dialWhom('history')).out.split('\n');
    expect(third).toMatch(/^3 +\S+ \S+ +\S+ +6 \(\+1\) +3 +3 +stands +zoya/);
    expect(second).toMatch(/^2 +\S+ \S+ +\S+ +4 \(-1\) +2 \(-1\) +1 \(-2\) +never stood +-$/);
  });
});

describe('dial-whom export', () => {
  it('prints the sample, which changes nothing when it is applied', async () => {
    const { dial, applyExport } = await aService();
    const { code, out, err } = await dial('export');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('  asha: { name: Asha Rao, numbers: [ "+919000000011" ] }\n');
    expect((await applyExport()).out).toMatch(/^nothing to change: dial-whom stands at revision 1/);
  });

  it('has what somebody edited and added by hand, which an apply of it keeps', async () => {
    const { dial, put, applyExport } = await aService();
    await put({ pk: 'AGENT#asha', sk: 'META', name: 'Asha R.', numbers: [asha, '+919000000044'] });
    await put({ pk: 'POOL#sales', sk: 'MEMBER#mira', agent: 'mira', tier: 2 });
    await put({ pk: 'AGENT#mira', sk: 'META', name: 'Mira Sen', numbers: ['+919000000045'] });
    const { file } = JSON.parse((await dial('export', '--json')).out);
    expect(file.agents).toMatchObject({ asha: { name: 'Asha R.' }, mira: { numbers: ['+919000000045'] } });
    expect(file.pools.sales.members).toEqual(['asha', 'bharat', 'chitra', 'deepak', { agent: 'mira', tier: 2 }]);
    expect((await applyExport()).code).toBe(0);
    expect((await dial('export')).out).toContain('mira: { name: Mira Sen, numbers: [ "+919000000045" ] }');
  });

  it('names what is broken or gone, has it as it was applied, and exits with 1', async () => {
    const { dial, put, remove } = await aService();
    await put({ pk: 'AGENT#asha', sk: 'META', name: 'Asha Rao', numbers: ['09000000011'] });
    await remove({ pk: 'POOL#support', sk: 'META' });
    const { code, out, err } = await dial('export');
    expect(code).toBe(1);
    expect(out).toContain('  asha: { name: Asha Rao, numbers: [ "+919000000011" ] }');
    expect(out).toContain('  support:');
    const remedy = 'It is exported as it was applied. To mend it: correct the item, or apply a pools file.';
    expect(err.split('\n')).toEqual([
      `POOL#support/META: missing. ${remedy}`,
      `AGENT#asha/META: wrong or missing: numbers.0. ${remedy}`,
      '',
    ]);
  });

  it('has a number of somebody whose item is broken once, as his whose item has it by now', async () => {
    const { dial, put } = await aService();
    await put({ pk: 'AGENT#asha', sk: 'META', name: 'Asha Rao', numbers: ['09000000011'] });
    await put({ pk: 'AGENT#deepak', sk: 'META', name: 'Deepak Shah', numbers: [asha, deepak] });
    const { out } = await dial('export');
    expect(out.split('\n').filter((line) => line.includes(asha))).toEqual([expect.stringMatching(/^ {2}deepak: /)]);
  });

  it('is written to a file whole, or leaves the file as it was', async () => {
    const { dial, put } = await aService();
    const file = join(aFolder(), 'exported.yaml');
    expect(await dial('export', '-o', file)).toEqual({
      code: 0,
      out: `${file} holds revision 1 of dial-whom: 12 agents, 3 pools, 2 applets\n`,
      err: '',
    });
    const written = readFileSync(file, 'utf8');
    expect(written).toBe((await dial('export')).out);

    await put({ pk: 'AGENT#asha', sk: 'META', name: 'Asha Rao', numbers: ['09000000011'] });
    const { code, out, err } = await dial('export', '--output', file);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^AGENT#asha\/META: wrong or missing.*\n.*exported\.yaml was not written\n$/);
    expect(readFileSync(file, 'utf8')).toBe(written);
  });

  it('is not written over what is no file, such as a pipe that nobody would ever read', async () => {
    const { dial } = await aService();
    const pipe = join(aFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(await dial('export', '-o', pipe)).toEqual({
      code: 1,
      out: '',
      err: `${pipe} is no regular file: nothing was changed. Without --output, export prints to standard output\n`,
    });
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  it('says that a file cannot be written', async () => {
    const { dial } = await aService();
    const file = join(aFolder(), 'nowhere', 'exported.yaml');
    expect(await dial('export', '-o', file)).toEqual({
      code: 1,
      out: '',
      err: `${file} cannot be written (ENOENT): nothing was changed\n`,
    });
  });
});
