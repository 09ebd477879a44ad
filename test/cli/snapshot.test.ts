/** From `pools.yaml` to the fallback's answer, as a user does it: the file, `apply`, the URL. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { aFolder, run, serve } from '../support/cli.ts';

/** Open at every hour: callers get the same people whenever this runs. */
const sample = readFileSync(resolve(import.meta.dirname, '../../pools.yaml'), 'utf8').replaceAll(
  '    hours: office\n',
  '',
);
const members = 'members: [asha, bharat, chitra, deepak]';
const [asha, deepak] = ['+919000000011', '+919000000014'];

const aService = async (env: Readonly<Record<string, string>> = {}) => {
  const file = join(aFolder(), 'pools.yaml');
  writeFileSync(file, sample);
  const { url, stop } = await serve({ POOLS_FILE: file, ...env });
  const ask = async (path: string) => {
    const response = await fetch(`${url}/${path}/main?CallSid=a1`);
    const { headers } = response;
    return {
      first: (await response.text()).split(',')[0],
      source: headers.get('x-dial-whom-source'),
      revision: headers.get('x-dial-whom-revision'),
    };
  };
  return {
    ask,
    stop,
    dial: (command: 'plan' | 'history') => run([command], { PORT: new URL(url).port, POOLS_FILE: file }),
    apply: (edited: string, ...options: readonly string[]) => {
      writeFileSync(file, sample.replace(members, edited));
      return run(['apply', file, ...options], { PORT: new URL(url).port });
    },
  };
};

const until = async (ms: number, isDone: () => Promise<boolean>): Promise<boolean> => {
  for (const endsAt = performance.now() + ms; performance.now() < endsAt; await sleep(100)) {
    if (await isDone()) return true;
  }
  return false;
};

describe('the fallback of the local service', () => {
  it('answers from a snapshot as soon as the service is ready', async () => {
    expect(await (await aService()).ask('fallback')).toEqual({ first: asha, source: 'snapshot', revision: '1' });
  });

  it('follows an apply within five seconds', async () => {
    const { ask, apply } = await aService();
    expect((await apply('members: [deepak, chitra, bharat, asha]')).code).toBe(0);
    expect(await until(5_000, async () => (await ask('fallback')).first === deepak)).toBe(true);
    expect(await ask('fallback')).toMatchObject({ source: 'snapshot', revision: '2' });
  });

  it('does not follow one that empties half of a pool, says so at once, and why; with --force it does', async () => {
    const { ask, apply, stop } = await aService();
    const { code, out } = await apply('members: [deepak]', '--yes');
    expect(code).toBe(0);
    expect(out).toContain(
      'the primary follows, the fallback does not: pool sales shrinks from 5 numbers to 1. Meant? Run the same apply with --force.',
    );
    await sleep(3_000);
    expect(await ask('fallback')).toEqual({ first: asha, source: 'snapshot', revision: '1' });

    expect((await apply('members: [deepak]', '--force')).out).toContain('applied revision 3');
    expect(await until(5_000, async () => (await ask('fallback')).first === deepak)).toBe(true);
    expect(await ask('fallback')).toMatchObject({ revision: '3' });
    const lines = (await stop()).out.split('\n');
    expect(lines).toContainEqual(expect.stringContaining('"metrics":{"SnapshotRefused":1}'));
    expect(lines).toContainEqual(expect.stringContaining('"objections":["pool sales shrinks from 5 numbers to 1"]'));
  });

  it('is said to have stopped following, and why, by whatever is applied later, until it follows again', async () => {
    const { ask, apply, dial } = await aService();
    const isPublished = async (revision: number) =>
      (await dial('history')).out
        .split('\n')
        .some((row) => row.startsWith(`${revision} `) && row.includes('published'));
    expect(await until(5_000, () => isPublished(1))).toBe(true);
    await apply('members: [deepak]', '--yes');
    const stays = 'the primary follows, the fallback does not: pool sales shrinks from 5 numbers to';
    expect((await apply('members: [deepak]')).out).toMatch(/^nothing to change: .* stands at revision 2\n/);
    expect((await apply('members: [deepak]')).out).toContain(stays);

    const later = await apply('members: [chitra]');
    expect(later).toMatchObject({ code: 0, out: expect.stringContaining(stays) });
    expect((await dial('plan')).out).toContain('pool sales shrinks from 5 numbers to 2: the fallback will not follow');
    expect(await isPublished(1)).toBe(true);

    expect((await apply('members: [chitra, deepak]')).out).not.toContain(stays);
    expect(await until(5_000, () => isPublished(4))).toBe(true);
    expect(await until(5_000, async () => (await ask('fallback')).revision === '4')).toBe(true);
  });

  it('does not follow it after a restart either: what was published is kept with the table', async () => {
    const [file, DATA_DIR] = [join(aFolder(), 'pools.yaml'), aFolder()];
    writeFileSync(file, sample);
    const first = await serve({ POOLS_FILE: file, DATA_DIR });
    writeFileSync(file, sample.replace(members, 'members: [deepak]'));
    await run(['apply', file], { PORT: new URL(first.url).port });
    await first.stop();
    const { url } = await serve({ POOLS_FILE: file, DATA_DIR });
    const answer = await fetch(`${url}/fallback/main?CallSid=a1`);
    expect(answer.headers.get('x-dial-whom-revision')).toBe('1');
    expect(await answer.text()).toMatch(`${asha},`);
  });

  it('refuses to start with a bucket that is no URL', async () => {
    const { code, err } = await run(['serve'], { PORT: '0', DATA_DIR: aFolder(), SNAPSHOT_ENDPOINT: 'nowhere' });
    expect([code, err]).toEqual([
      2,
      'SNAPSHOT_ENDPOINT is "nowhere": write a URL such as http://127.0.0.1:9000, or leave it unset\n',
    ]);
  });

  it('answers from its floor when there is no bucket, and the service starts all the same', async () => {
    const { ask } = await aService({ SNAPSHOT_ENDPOINT: 'http://127.0.0.1:9' });
    expect(await ask('fallback')).toEqual({ first: asha, source: 'floor', revision: null });
  });
});
