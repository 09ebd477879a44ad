/** Programs the suites need that `npm ci` does not bring: kept in the user's cache folder, never in the tree. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'dial-whom');

/** This machine lacks something. The message is one line: what, and how to get it. */
export class Missing extends Error {
  override readonly name = 'Missing';
}

/**
 * The folder that `make` filled, made once for each content of `pin` (the file that pins the versions). `make` gets an
 * empty folder and throws when it could not fill it; nothing half made is ever found again.
 */
export const cached = (name: string, pin: string, make: (folder: string) => void): string => {
  const key = createHash('sha256').update(`${process.platform} ${process.arch} ${pin}`).digest('hex').slice(0, 12);
  const folder = join(cache, `${name}-${key}`);
  if (existsSync(folder)) return folder;

  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, 'draft-'));
  try {
    make(draft);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another run was faster with the same thing.
    if (!existsSync(folder)) throw error;
  }
  return folder;
};

/** Throws, naming those of the commands that are not installed. */
export const requireCommands = (commands: readonly string[], cure: string): void => {
  const missing = commands.filter((command) => spawnSync(command, ['--version']).error !== undefined);
  if (missing.length > 0) throw new Missing(`not installed: ${missing.join(', ')}. ${cure}`);
};

/** Runs a program to its end in that folder; when it fails, throws what failed and where all that it said is kept. */
export const runTool = (command: string, args: readonly string[], folder: string, failure: string): void => {
  const log = join(cache, `${command}.log`);
  const file = openSync(log, 'w');
  const { status } = spawnSync(command, args, { cwd: folder, stdio: ['ignore', file, file] });
  closeSync(file);
  if (status !== 0) throw new Missing(`${failure} What ${command} said is in ${log}`);
};

/** Runs the suite of a vitest config with more environment; its exit code. Arguments of the script go to vitest. */
export const runSuite = (config: string, env: Readonly<Record<string, string>>): Promise<number> => {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', '--config', config, ...process.argv.slice(2)], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  return new Promise((settle) => {
    child.once('close', (code) => settle(code ?? 1));
  });
};

/** The frame of a script: what is missing is said in one line, and counts as failed. */
export const main = async (script: () => Promise<number>): Promise<void> => {
  try {
    process.exitCode = await script();
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
};
