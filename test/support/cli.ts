/** The command line as a user runs it: a process of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const program = join(root, 'bin/dial-whom.ts');

/** No AWS variables, nothing of the machine but what Node needs. */
const environment = (more: Readonly<Record<string, string>>) => ({
  PATH: process.env.PATH ?? '',
  HOME: tmpdir(),
  ...more,
});

export type Ran = { readonly code: number | null; readonly out: string; readonly err: string };

const start = (args: readonly string[], env: Readonly<Record<string, string>>, cwd = root) => {
  const child = spawn(process.execPath, [program, ...args], { cwd, env: environment(env) });
  const printed = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed.err += text;
  });
  const ended = new Promise<Ran>((settle) => {
    child.once('close', (code) => settle({ code, ...printed }));
  });
  return { child, ended, printed };
};

/** Runs a command to its end. */
export const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  start(args, env).ended;

export type Running = { readonly url: string; readonly stop: () => Promise<Ran> };

/** Starts the service on a free port, with data of its own unless told otherwise; stopped when the test is over. */
export const serve = async (env: Readonly<Record<string, string>> = {}, cwd = root): Promise<Running> => {
  const { child, ended, printed } = start(['serve'], { PORT: '0', DATA_DIR: aFolder(), ...env }, cwd);
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  onTestFinished(async () => {
    await stop();
  });
  const url = await new Promise<string>((settle, reject) => {
    child.stdout.on('data', () => {
      const [, found] = /^ready (\S+)$/m.exec(printed.out) ?? [];
      if (found !== undefined) settle(found);
    });
    void ended.then(({ code, err }) => reject(new Error(`the service ended with ${code}: ${err}`)));
  });
  return { url, stop };
};

/** An empty folder, removed when the test is over. */
export const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'dial-whom-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
