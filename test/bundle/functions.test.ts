import { execFile } from 'node:child_process';
import { readFile, rm, stat } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleInto, fallbackAliases, floorIn, scratch } from './bundle.ts';

type Bundle = Awaited<ReturnType<typeof bundleInto>>;

/** Loads the bundle in a process of its own that has this environment and nothing else, as Lambda does. */
const typeOfHandler = async (bundle: Bundle, env: Record<string, string>): Promise<string> => {
  const script = `import { handler } from '${pathToFileURL(bundle.file)}'; console.log(typeof handler);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env });
  return stdout.trim();
};

const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} KB`;

describe('the bundles', () => {
  let directory: string;
  let primary: Bundle;
  let fallback: Bundle;
  let events: Bundle;
  let floorBytes: number;
  beforeAll(async () => {
    directory = await scratch();
    const floorFile = floorIn(directory);
    floorBytes = (await stat(floorFile)).size;
    primary = await bundleInto(directory, 'primary');
    fallback = await bundleInto(directory, 'fallback', fallbackAliases(floorFile));
    events = await bundleInto(directory, 'events');
    console.log(
      `bundles: primary ${kilobytes(primary.bytes)}, ` +
        `fallback ${kilobytes(fallback.bytes)} with a floor of ${kilobytes(floorBytes)}, ` +
        `events ${kilobytes(events.bytes)}`,
    );
  });
  afterAll(async () => rm(directory, { recursive: true }));

  it('need no require, so that they run as ES modules without a banner', async () => {
    for (const { file } of [primary, fallback, events]) {
      expect(await readFile(file, 'utf8')).not.toContain('Dynamic require of');
    }
  });

  it('stay small enough to start quickly', () => {
    expect(primary.bytes).toBeLessThan(310_000);
    expect(events.bytes).toBeLessThan(290_000);
    expect(fallback.bytes).toBeLessThan(40_000 + floorBytes);
  });

  it('have the DynamoDB client in the primary and the events, and neither phone metadata nor CDK', () => {
    for (const { inputs } of [primary, events]) {
      const text = inputs.join('\n');
      expect(text).toContain('node_modules/@aws-sdk/client-dynamodb/');
      expect(text).not.toMatch(/libphonenumber-js|aws-cdk|\/constructs\/|esbuild/);
    }
  });

  it('have no AWS SDK, no adapter, no phone metadata and no CDK in the fallback', () => {
    expect(fallback.inputs.join('\n')).not.toMatch(
      /@aws-sdk|@smithy|adapters\/|libphonenumber-js|aws-cdk|\/constructs\//,
    );
  });

  it('have the floor in the fallback and nowhere else', () => {
    expect(fallback.inputs.filter((path) => path.endsWith('floor.json'))).toHaveLength(1);
    for (const { inputs } of [primary, events]) {
      expect(inputs.filter((path) => path.endsWith('floor.json'))).toHaveLength(0);
    }
  });

  it('load with the environment that is deployed, and export a handler', async () => {
    const env = { STAGE: 'test', KEY_HASHES: '1'.repeat(64) };
    expect(await typeOfHandler(fallback, env)).toBe('function');
    for (const bundle of [primary, events]) {
      expect(await typeOfHandler(bundle, { ...env, TABLE_NAME: 'table', AWS_REGION: 'ap-south-1' })).toBe('function');
    }
  });
});
