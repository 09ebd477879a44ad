/** What a supervisor sees before he applies a file, and after somebody edited the table by hand. */
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openTable } from '../../bin/table/open.ts';
import { aFolder, run, serve } from '../support/cli.ts';

const sample = readFileSync(resolve(import.meta.dirname, '../../pools.yaml'), 'utf8');

const aService = async () => {
  const file = join(aFolder(), 'pools.yaml');
  writeFileSync(file, sample);
  const { url } = await serve({ POOLS_FILE: file });
  const PORT = new URL(url).port;
  const command = (name: string, ...args: readonly string[]) => run([name, file, ...args], { PORT });
  return {
    edit: (from: string, to: string) => {
      const text = readFileSync(file, 'utf8');
      expect(text).toContain(from);
      writeFileSync(file, text.replace(from, to));
    },
    plan: (...args: readonly string[]) => command('plan', ...args),
    apply: (...args: readonly string[]) => command('apply', ...args),
    put: async (Item: Record<string, unknown>) => {
      const { endpoint, table: name } = (await (await fetch(`${url}/_local`)).json()) as Record<string, string>;
      const table = openTable({ name: name ?? '', endpoint });
      await table.client.send(new PutCommand({ TableName: name, Item }));
      table.client.destroy();
    },
  };
};

describe('dial-whom plan', () => {
  it('says that there is nothing to change, and after an edit who is rung before and after, until it is applied', async () => {
    const { edit, plan, apply } = await aService();
    expect(await plan()).toMatchObject({ code: 0, out: expect.stringMatching(/\nnothing to change: /), err: '' });

    edit('{ agent: indira, tier: 2 }', '{ agent: asha, tier: 3 }');
    edit('members: [esha, farhan, gita, harish]', 'members: [esha, farhan, gita]\n    strategy: linear');
    const { code, out } = await plan();
    expect(code).toBe(1);
    expect(out).toMatch(/^dial-whom stands at revision 1, by /);
    expect(out).toContain('      joins: asha (Asha Rao), tier 3\n      leaves: indira (Indira Pillai)\n');
    expect(out).toMatch(/\n {6}on duty now: \w+; tier 2 .* -> \w+; tier 2 .*; tier 3 asha\n/);
    expect(out).toContain('      leaves: harish (Harish Kumar)\n      strategy: least-recently-offered -> linear\n');
    expect(out).toMatch(/rings first.*: esha 25%, farhan 25%, gita 25%, harish 25% -> esha 100%/);
    expect(out).toContain('agent harish is in no pool');
    expect(out).toMatch(/\n\d+ items to write, 2 to remove; nothing is written yet: npx dial-whom apply /);

    await apply();
    expect(await plan()).toMatchObject({ code: 0 });
  });

  it('names what somebody edited by hand, what apply does with it, and overrides, which stay', async () => {
    const { plan, put, apply } = await aService();
    await put({ pk: 'POOL#sales', sk: 'MEMBER#gita', agent: 'gita' });
    await put({ pk: 'AGENT#asha', sk: 'META', name: 'Asha Rao', numbers: ['+919000000077'] });
    await put({ pk: 'POOL#support', sk: 'OVERRIDE#asha', agent: 'asha', duty: 'in', until: '2099-01-01T00:00:00Z' });
    const { code, out } = await plan();
    expect(code).toBe(1);
    expect(out).toContain('edited by hand since revision 1:\n');
    expect(out).toContain(
      '  AGENT#asha/META changed (numbers ["+919000000011"], now ["+919000000077"]): apply overwrites it\n',
    );
    expect(out).toContain('  POOL#sales/MEMBER#gita added: apply removes it\n');
    expect(out).toContain('    leaves: gita (Gita Bose)\n');
    expect(out).toContain("overrides, which are the table's and stay:\n  pool support: asha is in until ");

    await apply('--yes');
    const after = JSON.parse((await plan('--json')).out);
    expect(after).toMatchObject({ changes: false, drift: [], overrides: [{ pool: 'support', agent: 'asha' }] });
    expect(after.pools.find(({ pool }: { pool: string }) => pool === 'support').onDuty.after).toContainEqual({
      agent: 'asha',
      tier: 2,
    });
  });

  it('says that there is something to do while a change that was cut short is not ended, although no item is another', async () => {
    const { plan, apply, put } = await aService();
    const pending = { revision: 2, token: 'gone', by: 'bharat', at: '2026-11-21T18:00:00.000Z' };
    await put({ pk: 'CONFIG', sk: 'REVISION', revision: 1, pending });
    const { code, out } = await plan();
    expect(code).toBe(1);
    expect(out).toContain('an apply by bharat of Sat 21 Nov 23:30 is under way, or was cut short\n');
    expect(out).toMatch(
      /\n0 items to write, 0 to remove, and the change that was cut short to end; .*: npx dial-whom apply .*\n$/,
    );
    expect(await apply()).toMatchObject({ code: 0 });
    expect(await plan()).toMatchObject({ code: 0, out: expect.stringContaining('nothing to change') });
  });

  it('sees a pool that only an edit by hand leads to, and that apply would not touch it', async () => {
    const { plan, put } = await aService();
    await put({ pk: 'POOL#own', sk: 'META' });
    await put({ pk: 'POOL#own', sk: 'MEMBER#asha', agent: 'asha' });
    await put({ pk: 'APPLET#support', sk: 'META', routes: [{ when: {}, pool: 'own' }] });
    const { drift, warnings } = JSON.parse((await plan('--json')).out);
    expect(drift).toContainEqual({ item: 'POOL#own/META', kind: 'added', fields: [], apply: 'keeps it' });
    expect(warnings).toMatchObject([{ kind: 'unreachable pool', about: 'pool own' }]);
  });

  it('refuses a file that is wrong, a service that is not there, and an option it does not know', async () => {
    const { edit, plan } = await aService();
    expect(await plan('--loud')).toMatchObject({ code: 2 });
    edit('chitra, deepak]', 'chitra, dipak]');
    expect(await plan()).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/there is no agent dipak/) });
    expect(await run(['plan'], { PORT: '1' })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/no local service/),
    });
  });

  it('says what is wrong with the file first, and waits for no table then', async () => {
    const file = join(aFolder(), 'pools.yaml');
    writeFileSync(file, sample.replace('chitra, deepak]', 'chitra, dipak]'));
    const wrong = { code: 1, out: '', err: expect.stringMatching(/^\S+pools.yaml:\d+: .*there is no agent dipak/) };
    expect(await run(['plan', file], { PORT: '1' })).toMatchObject(wrong);

    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    onTestFinished(() => silent.closeAllConnections());
    onTestFinished(() => void silent.close());
    await once(silent, 'listening');
    const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const startedAt = performance.now();
    expect(await run(['plan', file, '--endpoint', endpoint])).toMatchObject(wrong);
    // A request is given up after ten seconds, and then made again.
    expect(performance.now() - startedAt).toBeLessThan(9_000);
  });
});
