import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** A copy of the project, whose files the commands may write. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dial-whom-copy-'));
  for (const name of ['bin', 'lib', 'functions', 'cdk.json', 'package.json', 'package-lock.json', 'pools.yaml']) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const node = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  new Promise<{ code: number; out: string; err: string }>((settle) => {
    const [program = '', ...rest] = args;
    execFile(
      process.execPath,
      [join(folder, program), ...rest],
      { cwd: tmpdir(), env: { PATH: process.env.PATH ?? '', ...env } },
      (error, out, err) => settle({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
const keys = (...args: readonly string[]) => node(['bin/dial-whom.ts', 'keys', ...args]);
const listed = async () => (JSON.parse((await keys('list', '--json')).out) as { keys: object[] }).keys;
const file = () => readFileSync(join(folder, 'cdk.context.json'), 'utf8');

/** What `node bin/app.ts` says, and the hashes that each side's function is given. */
const synth = async (context: object = {}) => {
  const outdir = mkdtempSync(join(folder, 'out-'));
  const CDK_CONTEXT_JSON = JSON.stringify({ 'aws:cdk:bundling-stacks': [], ...context });
  const { code, err } = await node(['bin/app.ts'], { CDK_OUTDIR: outdir, CDK_VALIDATION: 'false', CDK_CONTEXT_JSON });
  const hashes = ['Primary', 'Fallback', 'Events'].map(
    (side) =>
      /"KEY_HASHES": "([^"]*)"/.exec(readFileSync(join(outdir, `DialWhom-dev-${side}.template.json`), 'utf8'))?.[1],
  );
  const warnings = err.match(/answer 403 to everything/g) ?? [];
  return { code, hashes, warnings: warnings.length };
};

describe('dial-whom keys', () => {
  it('makes a key, deploys its hash, changes it side by side, and retires the older one', async () => {
    writeFileSync(join(folder, 'cdk.context.json'), '{"acknowledged":1}\n');
    const first = await keys('new');
    expect(first).toMatchObject({ code: 0, err: '' });
    const key = /^ {2}(dw_[\w-]{43})$/m.exec(first.out)?.[1] ?? 'none';
    const hash = createHash('sha256').update(key).digest('hex');
    expect(first.out).toContain(`<PrimaryUrl>/main?key=${key}\n`);
    expect(JSON.parse(file())).toEqual({
      acknowledged: 1,
      keyHashes: { primary: [hash], fallback: [hash], events: [hash] },
    });
    const second = JSON.parse((await keys('new', '--for', 'events', '--json')).out) as { key: string; id: string };
    const older = hash.slice(0, 8);
    expect(await listed()).toEqual([
      { id: older, sides: ['primary', 'fallback', 'events'] },
      { id: second.id, sides: ['events'] },
    ]);
    const both = `${hash},${createHash('sha256').update(second.key).digest('hex')}`;
    const other = 'ab'.repeat(32);
    const [alone, told] = await Promise.all([synth(), synth({ keyHashes: JSON.stringify({ primary: other }) })]);
    expect(alone).toEqual({ code: 0, hashes: [hash, hash, both], warnings: 0 });
    expect(told, 'as with -c keyHashes=…').toEqual({ code: 0, hashes: [other, '', ''], warnings: 2 });

    expect(await keys('retire', older)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/only key of primary and/),
    });
    const retired = await keys('retire', older, '--for', 'events');
    expect(retired).toMatchObject({
      code: 0,
      out: expect.stringMatching(/no key of events any more.*npx cdk deploy/s),
    });
    expect(await listed()).toEqual([
      { id: older, sides: ['primary', 'fallback'] },
      { id: second.id, sides: ['events'] },
    ]);
    for (const secret of [key, second.key]) {
      expect(`${file()}${retired.out}${(await keys('list')).out}`).not.toContain(secret);
    }
  }, 60_000);

  it('takes no key: whoever writes one is told so without seeing it again', async () => {
    const pasted = `dw_${'a'.repeat(43)}`;
    const { code, out, err } = await keys('retire', pasted);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/first 8 hex digits of its hash.*found 46 characters/);
    expect(err).not.toContain(pasted);
  });

  it('says what is wrong with the file, as synthesis does, and makes no key', async () => {
    writeFileSync(join(folder, 'cdk.context.json'), '{ "keyHashes": ');
    for (const said of await Promise.all([keys('new'), keys('list'), node(['bin/app.ts'])])) {
      expect(said).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringMatching(/^\S+cdk\.context\.json is not JSON.*\n$/),
      });
    }
  });
});
