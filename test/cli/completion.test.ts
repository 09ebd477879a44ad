/** The script for bash, in a bash of its own: what the tab key offers. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { aFolder, run } from '../support/cli.ts';

/** A shell that has just read the script, in a folder with these files. */
const aShell = async (...files: readonly string[]) => {
  const folder = aFolder();
  const { code, out } = await run(['completion', 'bash']);
  expect(code).toBe(0);
  writeFileSync(join(folder, 'script'), out);
  for (const file of files) writeFileSync(join(folder, file), '');
  const env = {
    PATH: process.env.PATH ?? '',
    POOLS_FILE: resolve(import.meta.dirname, '../../pools.yaml'),
  };
  const bash = async (command: string) =>
    (await promisify(execFile)('bash', ['-c', `source ./script; ${command}`], { cwd: folder, env })).stdout;
  return {
    bash,
    /** After these words, the last of which is being written. */
    offers: async (...words: readonly string[]) => {
      const line = ['dial-whom', ...words].map((word) => `'${word}'`).join(' ');
      const last = `COMP_CWORD=${words.length} COMP_LINE="\${COMP_WORDS[*]}" COMP_POINT=\${#COMP_LINE}`;
      const text = await bash(
        `COMP_WORDS=(${line}); ${last}; compopt() { :; }; __dial_whom_complete; printf '%s\\n' "\${COMPREPLY[@]}"`,
      );
      return text.split('\n').filter((offered) => offered !== '');
    },
  };
};

describe('completion in bash', () => {
  it('offers commands, options and what an option may be', async () => {
    const { offers } = await aShell();
    expect(await offers('po')).toEqual(['pool']);
    expect(await offers('override', '')).toEqual(['add', 'list', 'remove', 'help']);
    expect(await offers('apply', '--re')).toEqual(['--region', '--restart-rotations']);
    expect(await offers('keys', 'new', '--for', '')).toEqual(['primary', 'fallback', 'events']);
  });

  it('offers the names of the pools file, and files that may be meant', async () => {
    const { offers } = await aShell('outputs.json', 'other.yaml', 'notes.txt');
    expect(await offers('pool', 'show', '')).toEqual(['sales', 'support', 'on-call']);
    expect(await offers('agent', 'pause', 'as')).toEqual(['asha']);
    expect(await offers('override', 'add', 'asha', '--pool', 's')).toEqual(['sales', 'support']);
    expect(await offers('plan', '')).toEqual(['other.yaml']);
    expect(await offers('plan', '--outputs', '')).toEqual(['outputs.json']);
  });

  it('offers no file whose name the shell would run, or take for two', async () => {
    const { bash, offers } = await aShell('$(touch ran).yaml', '`touch ran`.yaml', 'two words.yaml', 'other.yaml');
    expect(await offers('plan', '')).toEqual(['other.yaml']);
    expect(await bash('ls')).not.toMatch(/^ran$/m);
  });

  it('comes with dial-whom itself where it is not installed', async () => {
    const { bash } = await aShell();
    expect(await bash('dial-whom keys list --json')).toContain('"keys"');
  });
});
