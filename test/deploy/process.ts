/** The programs this run starts: waited for, and ended with it. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

export const root = resolve(import.meta.dirname, '../..');

export type Environment = Readonly<Record<string, string | undefined>>;

/** Node 24 first: npm scripts, `npx` and the emulator's functions all take the `node` they find. */
export const path = `${join(process.execPath, '..')}:${process.env.PATH ?? ''}`;

const running = new Set<ChildProcess>();

/** Starts a program that `endAll` ends if it is still there. */
export const start = (command: string, args: readonly string[], options: SpawnOptions): ChildProcess => {
  const child = spawn(command, args, options);
  running.add(child);
  const forget = () => running.delete(child);
  return child.once('close', forget).once('error', forget);
};

const patienceMs = 5_000;

/** Ends what is still running, each program by its own pid, and waits until it is gone. */
export const endAll = async (): Promise<void> => {
  const children = [...running];
  const closed = Promise.all(children.map((child) => once(child, 'close')));
  for (const child of children) child.kill('SIGTERM');
  await Promise.race([closed, sleep(patienceMs, undefined, { ref: false })]);
  for (const child of running) child.kill('SIGKILL');
  // Whoever waits for one of them tidies up after it first.
  await nextTurn();
};

export type Ran = { readonly code: number | null; readonly out: string; readonly err: string };

/** Runs a program in the project's folder to its end. One that cannot be started ends with code null. */
export const run = (
  command: string,
  args: readonly string[],
  { env, input = '' }: { readonly env: Environment; readonly input?: string },
): Promise<Ran> =>
  new Promise((settle) => {
    const child = start(command, args, { cwd: root, env, stdio: 'pipe' });
    let out = '';
    let err = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.once('error', (error) => settle({ code: null, out, err: error.message }));
    child.once('close', (code) => settle({ code, out, err }));
    // Whoever ends early does not read it, which is his exit code's to say.
    child.stdin?.on('error', () => undefined).end(input);
  });

/** The end of what a program said, where the reason usually stands. */
export const lastLines = (text: string, count: number): string => text.trimEnd().split('\n').slice(-count).join('\n');

/** What a program printed. Throws with its last words when it fails. */
export const outputOf = async (
  command: string,
  args: readonly string[],
  options: { readonly env: Environment; readonly input?: string },
): Promise<string> => {
  const { code, out, err } = await run(command, args, options);
  if (code === 0) return out;
  throw new Error(`${command} ${args.slice(0, 2).join(' ')} ended with ${code}:\n${lastLines(`${out}\n${err}`, 40)}`);
};
