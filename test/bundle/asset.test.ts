import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../lib/config.ts';
import { FallbackStack } from '../../lib/fallback-stack.ts';
import { bundleInto, fallbackAliases, floorIn, scratch } from './bundle.ts';

/** The assets of the fallback's stack as the CDK makes them into this folder: the names hold the hash of what is deployed. */
const assetsIn = async (outdir: string, floorFile: string) => {
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
    const made = await assetsIn(join(first, 'cdk.out'), floorIn(first));
    const again = await assetsIn(join(second, 'elsewhere', 'cdk.out'), floorIn(join(second, 'floors')));
    expect(again).toEqual(made);
    const bundles = await Promise.all([
      bundleInto(first, 'fallback', fallbackAliases(floorIn(first))),
      bundleInto(first, 'canary'),
    ]);
    const texts = await Promise.all(bundles.map(({ file }) => readFile(file, 'utf8')));
    expect([...made.text].sort()).toEqual(texts.sort());
  });
});
