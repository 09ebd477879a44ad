/** The AWS emulator as a process of its own, on 127.0.0.1 and a free port. */
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Python } from './install.ts';
import { type Environment, lastLines, path, start } from './process.ts';

export type Emulator = {
  readonly endpoint: string;
  readonly pid: number;
  /** What a program needs to take the emulator for AWS. */
  readonly env: Environment;
  /** The end of what it said. */
  readonly lastWords: () => string;
};

const startMs = 60_000;

/** Everything it writes is in `folder`. Rejects with the end of its log when it does not answer. */
export const startEmulator = async (python: Python, folder: string): Promise<Emulator> => {
  const temporary = join(folder, 'emulator');
  mkdirSync(temporary);
  const logFile = join(folder, 'emulator.log');
  const log = openSync(logFile, 'w');
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const child = start(python.program, [join(import.meta.dirname, 'emulator.py')], {
    cwd: folder,
    stdio: ['pipe', log, log],
    env: {
      PATH: path,
      HOME: folder,
      TMPDIR: temporary,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      // IAM is checked: the functions have what their roles allow and no more.
      AUTH: 'true',
    },
  });
  const lastWords = () => lastLines(readFileSync(logFile, 'utf8'), 30);
  const isAlive = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;

  const deadline = performance.now() + startMs;
  while (!(await answers(endpoint))) {
    if (isAlive() && performance.now() < deadline) {
      await sleep(100);
      continue;
    }
    throw new Error(`the emulator does not answer at ${endpoint}:\n${lastWords()}`);
  }

  return {
    endpoint,
    pid: child.pid ?? 0,
    env: {
      PATH: path,
      HOME: folder,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'ap-south-1',
      // MiniStack's name for the account's root.
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_EC2_METADATA_DISABLED: 'true',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
    },
    lastWords,
  };
};

const answers = async (endpoint: string): Promise<boolean> => {
  try {
    return (await fetch(`${endpoint}/_ministack/health`)).ok;
  } catch {
    return false;
  }
};

/** One that nothing listens on. */
export const freePort = (): Promise<number> =>
  new Promise((settle, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => settle(port));
    });
  });

/**
 * A deployed API's URL in MiniStack's other form, `/_aws/execute-api/{api}/{stage}/…`: the one it puts into the stack's
 * outputs has a host name under `localhost`, which not every resolver knows.
 */
export const reachable = (url: string): string => {
  const { hostname, port, pathname } = new URL(url);
  const [api = ''] = hostname.split('.');
  return `http://127.0.0.1:${port}/_aws/execute-api/${api}/$default${pathname}`;
};
