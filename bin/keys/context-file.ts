/** `cdk.context.json`, where the CDK looks for context besides `-c` and cdk.json, and where key hashes are kept. */
import { join } from 'node:path';
import { type KeyHashes, readKeyHashes } from '../../lib/key-hashes.ts';
import { type Refused, refused } from '../whole-file.ts';
import { isObject, type JsonFile, readJsonFile, writeEntry } from './json-file.ts';

const entryName = 'keyHashes';

export const readContext = (folder: string): JsonFile | Refused => readJsonFile(join(folder, 'cdk.context.json'));

export type Stored = { readonly kind: 'stored'; readonly file: JsonFile; readonly hashes: KeyHashes };

/** The hashes that the next deployment from `folder` accepts, unless it is told others by `-c`. */
export const readStored = (folder: string): Stored | Refused => {
  const settings = readJsonFile(join(folder, 'cdk.json'));
  if (settings.kind === 'refused') return settings;
  const { context } = settings.values;
  if (isObject(context) && Object.hasOwn(context, entryName)) {
    return refused(
      `${settings.path}: context.${entryName} comes before that of cdk.context.json, where keys are kept: move it there`,
    );
  }
  const file = readContext(folder);
  if (file.kind === 'refused') return file;
  return withHashes(file);
};

/** All three sides are written out: what is left out could come from a context that counts less, such as ~/.cdk.json. */
export const writeStored = ({ file }: Stored, hashes: KeyHashes): Stored | Refused => {
  const written = writeEntry(file, entryName, hashes);
  return written.kind === 'refused' ? written : { kind: 'stored', file: written, hashes };
};

const withHashes = (file: JsonFile): Stored | Refused => {
  try {
    return { kind: 'stored', file, hashes: readKeyHashes(file.values[entryName]) };
  } catch (error) {
    return refused(`${file.path}: ${error instanceof Error ? error.message : error}`);
  }
};
