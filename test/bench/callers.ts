/** The local service under many callers at once, each of whom calls again as soon as he is answered. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { originHeaders } from '../../functions/http/responses.ts';
import { root } from '../bundle/bundle.ts';
import { numberOf } from '../support/builders.ts';
import { type Timing, timingOf } from './timing.ts';

export type Callers = {
  readonly callers: number;
  readonly perSecond: number;
  readonly answer: Timing;
  /** Of all answers: made without state, in the time there was. */
  readonly shareDegraded: number;
  /** Of all answers: no 200, which is when Exotel asks the fallback. */
  readonly shareFailed: number;
};

export const measureCallers = async (counts: readonly number[], seconds: number): Promise<readonly Callers[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'dial-whom-bench-'));
  const poolsFile = join(folder, 'pools.yaml');
  writeFileSync(poolsFile, dump(pools));
  const service = spawn(process.execPath, [join(root, 'bin/dial-whom.ts'), 'serve'], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: folder, PORT: '0', DATA_DIR: join(folder, 'data'), POOLS_FILE: poolsFile },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await readyUrl(service.stdout);
  await call(url, 20, 1);
  const measured: Callers[] = [];
  for (const callers of counts) measured.push(await call(url, callers, seconds));
  service.kill('SIGTERM');
  await once(service, 'close');
  rmSync(folder, { recursive: true });
  return measured;
};

const agents = Array.from({ length: 10 }, (_, index) => `agent-${index + 1}`);

/** Nobody is claimed: ten people are not enough for a thousand callers. */
const pools = {
  settings: {
    country: 'IN',
    timeZone: 'Asia/Kolkata',
    numberPolicy: { countries: ['IN'], types: ['mobile'] },
    lastResort: [numberOf(990)],
  },
  agents: Object.fromEntries(agents.map((id, index) => [id, { name: id, numbers: [numberOf(index + 1)] }])),
  pools: { open: { leases: 'off', members: agents } },
  applets: { main: { routes: [{ pool: 'open' }] } },
};

const readyUrl = (stdout: NodeJS.ReadableStream): Promise<string> =>
  new Promise((settle, reject) => {
    let printed = '';
    // Read to its end: a full pipe would stop the service.
    stdout.on('data', (text) => {
      printed = (printed + String(text)).slice(-4_000);
      const [, url] = /^ready (\S+)$/m.exec(printed) ?? [];
      if (url !== undefined) settle(url);
    });
    stdout.once('end', () => reject(new Error(`the local service did not start: ${printed}`)));
  });

let calls = 0;

const call = async (url: string, callers: number, seconds: number): Promise<Callers> => {
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  const times: number[] = [];
  let degraded = 0;
  let failed = 0;
  const startedMs = performance.now();
  const endMs = startedMs + seconds * 1_000;
  const caller = async () => {
    while (performance.now() < endMs) {
      calls += 1;
      const askedMs = performance.now();
      const { status, isDegraded } = await ask(`${url}/primary/main?CallSid=call-${calls}&CallFrom=09900112233`, agent);
      times.push(performance.now() - askedMs);
      if (isDegraded) degraded += 1;
      if (status !== 200) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  agent.destroy();
  const tookSeconds = (performance.now() - startedMs) / 1_000;
  return {
    callers,
    perSecond: times.length / tookSeconds,
    answer: timingOf(times),
    shareDegraded: degraded / times.length,
    shareFailed: failed / times.length,
  };
};

/** Through Node's own client: `fetch` would be busier than the service. */
const ask = (
  url: string,
  agent: Agent,
): Promise<{ readonly status: number | undefined; readonly isDegraded: boolean }> =>
  new Promise((settle, reject) => {
    get(url, { agent }, (response) => {
      const isDegraded = response.headers[originHeaders.degraded] !== undefined;
      response.resume().once('end', () => settle({ status: response.statusCode, isDegraded }));
    }).once('error', reject);
  });
