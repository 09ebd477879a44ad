import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { readStored, type Stored } from '../../bin/keys/context-file.ts';

/** A folder with these files in it, removed when the test is over. */
export const aProject = (files: Readonly<Record<string, string>> = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'dial-whom-keys-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return {
    folder,
    path: (name: string) => join(folder, name),
    text: (name: string) => readFileSync(join(folder, name), 'utf8'),
  };
};

export const stored = (folder: string): Stored => {
  const found = readStored(folder);
  if (found.kind === 'refused') throw new Error(found.why);
  return found;
};

/** A hash with this id. */
export const hashOf = (id: string): string => id.padEnd(64, '0');
