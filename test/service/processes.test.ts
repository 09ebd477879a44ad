import { chmodSync, copyFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aFolder, run, serve } from '../support/cli.ts';

const query = 'CallSid=a1&CallFrom=09900112233&CallTo=08040001000';
const bodyOf = async (url: string, more = query) => (await fetch(`${url}/primary/main?${more}`)).text();

describe('npm start', () => {
  it('keeps its state over a restart', async () => {
    const DATA_DIR = aFolder();
    const first = await serve({ DATA_DIR });
    const list = await bodyOf(first.url);
    const [head = '', ...rest] = list.split(',');
    const report = `CallSid=a1&DialWhomNumber=${head.replace('+91', '0')}&DialCallStatus=busy`;
    expect(await bodyOf(first.url, report)).toBe(rest.join(','));
    expect(await first.stop()).toMatchObject({ code: 0, err: '' });

    const second = await serve({ DATA_DIR });
    expect(await bodyOf(second.url)).toBe(list);
    expect(await bodyOf(second.url, report)).toBe(rest.join(','));
  });

  it('says that the port is taken, and what to do, before it does anything', async () => {
    const other = createServer();
    await new Promise<void>((settle) => other.listen(0, '127.0.0.1', settle));
    onTestFinished(() => {
      other.close();
    });
    const { port } = other.address() as AddressInfo;
    const DATA_DIR = join(aFolder(), 'data');
    const { code, out, err } = await run(['serve'], { PORT: String(port), DATA_DIR });
    expect([code, out, existsSync(DATA_DIR)]).toEqual([1, '', false]);
    expect(err).toBe(
      `port ${port} is taken: stop what runs there, or choose another one with PORT=${port + 1} npm start\n`,
    );
  });

  it('says that the data folder is no folder', async () => {
    const file = join(aFolder(), 'file');
    writeFileSync(file, '');
    chmodSync(file, 0o400);
    const { code, err } = await run(['serve'], { PORT: '0', DATA_DIR: file });
    expect(code).toBe(1);
    expect(err).toMatch(/the data folder .*file cannot be used \(E\w+\): .*DATA_DIR/);
  });

  it('says that the data folder is in use by another service', async () => {
    const DATA_DIR = aFolder();
    await serve({ DATA_DIR });
    const { code, err } = await run(['serve'], { PORT: '0', DATA_DIR });
    expect(code).toBe(1);
    expect(err).toMatch(/in use by another service/);
  });

  it('says that no DynamoDB answers, and does not wait for one', async () => {
    const { code, err } = await run(['serve'], { PORT: '0', DYNAMODB_ENDPOINT: 'http://127.0.0.1:9' });
    expect(code).toBe(1);
    expect(err).toMatch(/no DynamoDB answers at http:\/\/127\.0\.0\.1:9/);
  });

  it('does not start on a pools file with a mistake', async () => {
    const POOLS_FILE = join(aFolder(), 'pools.yaml');
    writeFileSync(POOLS_FILE, 'agents:\n  asha: {}\n');
    const { code, err } = await run(['serve'], { PORT: '0', DATA_DIR: aFolder(), POOLS_FILE });
    expect(code).toBe(1);
    expect(err).toMatch(/pools\.yaml:2: agents\.asha\.name/);
  });

  it('takes an empty setting for one that is not set', async () => {
    const folder = aFolder();
    copyFileSync('pools.yaml', join(folder, 'pools.yaml'));
    const names = ['DATA_DIR', 'POOLS_FILE', 'DYNAMODB_ENDPOINT', 'SNAPSHOT_ENDPOINT', 'SNAPSHOT_REFRESH_SECONDS'];
    const empty = Object.fromEntries([...names, 'KEY_HASHES'].map((name) => [name, '']));
    const { url } = await serve(empty, folder);
    expect((await bodyOf(url)).split(',').length).toBeGreaterThan(1);
    expect(readdirSync(folder).sort()).toEqual(['.dial-whom', 'pools.yaml']);
  });

  it('asks for a key once hashes of keys are given', async () => {
    const { url } = await serve({ KEY_HASHES: '2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b' });
    expect((await fetch(`${url}/primary/main?${query}`)).status).toBe(403);
    expect((await fetch(`${url}/primary/main?${query}&key=secret`)).status).toBe(200);
    expect((await fetch(`${url}/fallback/main?${query}`)).status).toBe(403);
  });
});

describe('dial-whom apply', () => {
  it('loads a file into the running service’s table, and says what changed', async () => {
    const { url } = await serve();
    const { port: PORT } = new URL(url);
    expect(await run(['apply'], { PORT })).toMatchObject({ code: 0, out: expect.stringMatching(/^nothing to change/) });

    const file = join(aFolder(), 'pools.yaml');
    writeFileSync(
      file,
      `settings: { country: IN, timeZone: Asia/Kolkata, numberPolicy: { countries: [IN], types: [mobile] }, lastResort: ["+919000000090"] }
agents: { asha: { name: Asha, numbers: ["+919000000011"] } }
pools: { night: { strategy: linear, members: [asha] } }
applets: { night: { fetch: 'each', routes: [{ pool: night }] } }
`,
    );
    const { code, out } = await run(['apply', file, '--note', 'night shift', '--yes', '--json'], { PORT });
    expect(code).toBe(0);
    const losses = ['pool sales is gone, with 5 numbers', 'pool support is gone, with 4 numbers'];
    losses.push('pool on-call is gone, with 4 numbers', 'applet main is gone', 'applet support is gone');
    expect(JSON.parse(out)).toEqual({
      table: 'dial-whom',
      kind: 'applied',
      revision: 2,
      written: 5,
      removed: 31,
      losses,
    });
    expect(await (await fetch(`${url}/primary/night?CallSid=n1`)).text()).toBe('+919000000011');
  });

  it('loads nothing of a file with a mistake', async () => {
    const { url } = await serve();
    const { port: PORT } = new URL(url);
    const file = join(aFolder(), 'pools.yaml');
    writeFileSync(file, 'applets: {}\n');
    expect(await run(['apply', file], { PORT })).toMatchObject({ code: 1, out: '' });
    expect(await run(['apply'], { PORT })).toMatchObject({
      out: expect.stringMatching(/^nothing to change: dial-whom stands at revision 1; /),
    });
  });

  it('says that no local service runs, and how to name another table', async () => {
    const { code, err } = await run(['apply'], { PORT: '9' });
    expect(code).toBe(1);
    expect(err).toMatch(/no local service answers at http:\/\/127\.0\.0\.1:9: start it with npm start/);
  });
});
