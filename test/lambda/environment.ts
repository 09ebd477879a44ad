/** An execution environment as on Lambda: the built bundle under AWS's runtime client, with the variables Lambda sets. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Outcome, type RuntimeError, startRuntimeApi } from '../support/runtime-api.ts';

export type Settings = {
  /** `index.mjs` of the function. */
  readonly bundle: string;
  readonly memoryMb: number;
  /** Its own variables, and where AWS is. */
  readonly env: Readonly<Record<string, string>>;
  /**
   * Can be asked for its memory. That takes a channel to it and TypeScript without its types, which an empty handler waits
   * for as long as for Lambda's own client: never where a start is timed.
   */
  readonly isObserved?: boolean;
};

export type Environment = {
  readonly invoke: (event: unknown) => Promise<Outcome>;
  /** It has started, and asks for its first invocation. */
  readonly ready: Promise<void>;
  readonly initError: Promise<RuntimeError>;
  /** What it printed last. */
  readonly printed: () => string;
  /** Resident bytes after a garbage collection, of an observed one. */
  readonly memory: () => Promise<NodeJS.MemoryUsage>;
  /** The function's own TCP connections, without those to Lambda. */
  readonly sockets: () => number;
  /** As Lambda does between invocations: no instruction is executed until it is thawed. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly stop: () => Promise<void>;
};

export const startEnvironment = async ({
  bundle,
  memoryMb,
  env,
  isObserved = false,
}: Settings): Promise<Environment> => {
  const api = await startRuntimeApi();
  const child = spawn(
    process.execPath,
    [
      // The flags Lambda starts Node with.
      '--expose-gc',
      `--max-semi-space-size=${Math.floor((memoryMb * 5) / 100)}`,
      `--max-old-space-size=${Math.floor((memoryMb * 90) / 100)}`,
      ...(isObserved ? ['--import', join(import.meta.dirname, 'observer.ts')] : []),
      // Where the runner put AWS's runtime client.
      join(process.env.LAMBDA_RUNTIME_CLIENT ?? '', 'node_modules/aws-lambda-ric/index.mjs'),
    ],
    {
      cwd: dirname(bundle),
      env: { ...lambdaEnv(bundle, memoryMb, api.address), ...(isObserved ? givesBack : {}), ...env },
      stdio: isObserved ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
    },
  );
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(-4000);
    });
  }
  const ended = new Promise<void>((settle) => {
    child.once('close', () => settle());
  });
  const signal = (name: NodeJS.Signals) => {
    child.kill(name);
  };
  return {
    invoke: (event) =>
      Promise.race([
        api.invoke(event),
        ended.then(() => {
          throw new Error(`the environment has ended: ${printed}`);
        }),
      ]),
    ready: api.ready,
    initError: api.initError,
    printed: () => printed,
    memory: () =>
      new Promise((settle) => {
        child.once('message', (usage) => settle(usage as NodeJS.MemoryUsage));
        child.send('memory');
      }),
    sockets: () => countSockets(child.pid ?? 0, api.address),
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    stop: async () => {
      signal('SIGKILL');
      await ended;
      await api.stop();
    },
  };
};

/**
 * For glibc: what is freed goes back to the kernel at once. Otherwise it keeps up to 10 MB of what V8's compilers have
 * used, more or less as the machine has time for them, and a leak of ours would be hard to tell from that.
 */
const givesBack = { MALLOC_MMAP_THRESHOLD_: '4096', MALLOC_TRIM_THRESHOLD_: '65536' };

const lambdaEnv = (bundle: string, memoryMb: number, address: string): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  TZ: ':UTC',
  _HANDLER: 'index.handler',
  LAMBDA_TASK_ROOT: dirname(bundle),
  AWS_LAMBDA_RUNTIME_API: address,
  AWS_LAMBDA_FUNCTION_NAME: 'answer',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_FORMAT: 'JSON',
  AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/answer',
  AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/21/[$LATEST]0',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_REGION: 'ap-south-1',
  AWS_DEFAULT_REGION: 'ap-south-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SESSION_TOKEN: 'local',
});

/** Those of its open files that are connections in the kernel's list, to anybody but that port. */
const countSockets = (pid: number, address: string): number => {
  const port = Number(address.split(':')[1]).toString(16).toUpperCase().padStart(4, '0');
  const rows = ['tcp', 'tcp6'].flatMap((name) => readFileSync(`/proc/${pid}/net/${name}`, 'utf8').split('\n').slice(1));
  // sl, local address, remote address, state, …, inode
  const columns = rows.map((row) => row.trim().split(/\s+/));
  const inodes = new Set(columns.filter(([, , remote]) => !remote?.endsWith(`:${port}`)).map((row) => row[9]));
  return readdirSync(`/proc/${pid}/fd`).filter((fd) => {
    const [, inode] = /^socket:\[(\d+)\]$/.exec(targetOf(`/proc/${pid}/fd/${fd}`)) ?? [];
    return inode !== undefined && inodes.has(inode);
  }).length;
};

/** Empty for a file that was closed meanwhile. */
const targetOf = (path: string): string => {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
};
