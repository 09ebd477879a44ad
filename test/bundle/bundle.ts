import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { loadConfig } from '../../bin/pools-file/load.ts';
import { bundleOptions, floorModule } from '../../lib/constructs/bundling.ts';
import { writeFloor } from '../../lib/floor.ts';

export const root = join(import.meta.dirname, '..', '..');

export const scratch = (): Promise<string> => mkdtemp(join(tmpdir(), 'dial-whom-bundle-'));

/** The floor as `bin/app.ts` bakes it, from the sample, written into this folder. */
export const floorIn = (directory: string): string => {
  const pools = loadConfig(join(root, 'pools.yaml'));
  if (pools.kind === 'problems') throw new Error('the sample pools.yaml is not valid');
  return writeFloor(directory, pools.config);
};

/** Bundles a function as `CallFunction` does, into this folder: the file, its text, and the project files inside. */
export const bundleInto = async (directory: string, folder: string, alias: Record<string, string> = {}) => {
  const file = join(directory, folder, 'index.mjs');
  const { metafile } = await build({
    ...bundleOptions,
    mainFields: [...bundleOptions.mainFields],
    entryPoints: [join(root, 'functions', folder, 'index.ts')],
    outfile: file,
    alias: { ...bundleOptions.alias, ...alias },
    absWorkingDir: root,
    metafile: true,
    logLevel: 'error',
  });
  const [output] = Object.values(metafile.outputs);
  if (!output) throw new Error('esbuild wrote nothing');
  return { file, bytes: output.bytes, inputs: Object.keys(metafile.inputs).map((path) => relative('.', path)) };
};

export const fallbackAliases = (floorFile: string): Record<string, string> => ({ [floorModule]: floorFile });
