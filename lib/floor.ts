import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Writes the floor, the configuration that is baked into the fallback's bundle, and returns its absolute path. The bytes
 * depend on `config` alone (no time, no path), so an unchanged configuration deploys nothing.
 */
export const writeFloor = (directory: string, config: object): string => {
  mkdirSync(directory, { recursive: true });
  // The cdk CLI names its folder relative to where it runs; esbuild takes a relative alias for a package.
  const file = resolve(directory, 'floor.json');
  writeFileSync(file, JSON.stringify(config));
  return file;
};
