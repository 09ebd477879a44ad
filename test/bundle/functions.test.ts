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
  return stdout.trim().split('\n').at(-1) ?? '';
};

const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} KB`;

describe('the bundles', () => {
  let directory: string;
  let primary: Bundle;
  let fallback: Bundle;
  let events: Bundle;
  let publisher: Bundle;
  let canary: Bundle;
  let floorBytes: number;
  beforeAll(async () => {
    directory = await scratch();
    const floorFile = floorIn(directory);
    floorBytes = (await stat(floorFile)).size;
    primary = await bundleInto(directory, 'primary');
    fallback = await bundleInto(directory, 'fallback', fallbackAliases(floorFile));
    events = await bundleInto(directory, 'events');
    publisher = await bundleInto(directory, 'publisher');
    canary = await bundleInto(directory, 'canary');
    console.log(
      `bundles: primary ${kilobytes(primary.bytes)}, ` +
        `fallback ${kilobytes(fallback.bytes)} with a floor of ${kilobytes(floorBytes)}, ` +
        `events ${kilobytes(events.bytes)}, publisher ${kilobytes(publisher.bytes)}, canary ${kilobytes(canary.bytes)}`,
    );
  });
  afterAll(async () => rm(directory, { recursive: true }));

  it('need no require, so that they run as ES modules without a banner', async () => {
    for (const { file } of [primary, fallback, events, publisher, canary]) {
      expect(await readFile(file, 'utf8')).not.toContain('Dynamic require of');
    }
  });

  it('stay small enough to start quickly', () => {
    expect(primary.bytes).toBeLessThan(102_000);
    expect(events.bytes).toBeLessThan(73_000);
    expect(fallback.bytes).toBeLessThan(27_000 + floorBytes);
    expect(canary.bytes).toBeLessThan(10_000);
  });

  it('have a DynamoDB client of our own wherever there is one, and none of the SDK', () => {
    for (const { inputs } of [primary, events, publisher]) {
      expect(inputs).toContain('functions/adapters/lambda-dynamodb.ts');
      expect(inputs.join('\n')).not.toMatch(/@aws-sdk\/(client|lib)-dynamodb/);
    }
  });

  it('have neither phone metadata nor CDK in the primary and the events', () => {
    for (const { inputs } of [primary, events]) {
      expect(inputs.join('\n')).not.toMatch(/libphonenumber-js|aws-cdk|\/constructs\/|esbuild/);
    }
  });

  it('have nothing but middy in the fallback, and no package at all in the canary', () => {
    const packagesOf = ({ inputs }: Bundle) => [
      ...new Set(inputs.join('\n').match(/(?<=node_modules\/)(@[^/]+\/)?[^/\n]+/g)),
    ];
    expect(packagesOf(fallback).sort()).toEqual(['@middy/core', '@middy/util']);
    expect(packagesOf(canary)).toEqual([]);
    expect(fallback.inputs.filter((path) => path.includes('adapters/dynamo'))).toEqual([]);
  });

  it('have the phone metadata in the publisher, which judges numbers once more', () => {
    expect(publisher.inputs.join('\n')).toContain('node_modules/libphonenumber-js/');
  });

  it('have the floor in the fallback and nowhere else', () => {
    expect(fallback.inputs.filter((path) => path.endsWith('floor.json'))).toHaveLength(1);
    for (const { inputs } of [primary, events, publisher, canary]) {
      expect(inputs.filter((path) => path.endsWith('floor.json'))).toHaveLength(0);
    }
  });

  it('load with the environment that is deployed, and export a handler', async () => {
    const env = {
      STAGE: 'test',
      TABLE_NAME: 'table',
      KEY_HASHES: '1'.repeat(64),
      // Nothing listens there.
      SNAPSHOT_ENDPOINT: 'http://127.0.0.1:9',
      SNAPSHOT_REGION: 'ap-southeast-1',
      SNAPSHOT_REFRESH_SECONDS: '60',
      URLS_PARAMETER: '/dial-whom/test/canary-urls',
      PROBE_METHOD: 'GET',
      AWS_REGION: 'ap-south-1',
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'session',
    };
    for (const bundle of [primary, fallback, events, publisher, canary]) {
      expect(await typeOfHandler(bundle, env)).toBe('function');
    }
  });
});
