import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../lib/config.ts';
import { FallbackStack } from '../../lib/fallback-stack.ts';
import { bundleInto, fallbackAliases, floorIn, scratch } from './bundle.ts';

/** The fallback's asset as the CDK makes it into this folder: the name holds the hash of what is deployed. */
const assetIn = async (outdir: string, floorFile: string) => {
  const config = readConfig(() => undefined);
  new FallbackStack(new App({ outdir }), { config, floorFile });
  const assets = (await readdir(outdir)).filter((name) => name.startsWith('asset.'));
  const text = await Promise.all(assets.map((name) => readFile(join(outdir, name, 'index.mjs'), 'utf8')));
  return { assets, text };
};

describe('what the CDK deploys', () => {
  let first: string;
  let second: string;
  beforeAll(async () => {
    [first, second] = await Promise.all([scratch(), scratch()]);
  });
  afterAll(async () => Promise.all([first, second].map((directory) => rm(directory, { recursive: true }))));

  it('is byte for byte what the bundle tests look at, wherever the floor lay when it was made', async () => {
    const made = await assetIn(join(first, 'cdk.out'), floorIn(first));
    const again = await assetIn(join(second, 'elsewhere', 'cdk.out'), floorIn(join(second, 'floors')));
    expect(made.assets).toHaveLength(1);
    expect(again).toEqual(made);
    const { file } = await bundleInto(first, 'fallback', fallbackAliases(floorIn(first)));
    expect(made.text).toEqual([await readFile(file, 'utf8')]);
  });
});
