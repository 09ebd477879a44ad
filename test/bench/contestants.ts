/** What is compared: the two functions that answer as they are deployed, and what others would deploy in their place. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { type BuildOptions, build } from 'esbuild';
import { bundleOptions } from '../../lib/constructs/bundling.ts';
import { writeFloor } from '../../lib/floor.ts';
import { bundleInto, fallbackAliases, root, scratch } from '../bundle/bundle.ts';
import { type Environment, startEnvironment } from '../lambda/environment.ts';
import { anEvent, type Query } from '../support/invoke.ts';
import { peerPackages } from './peers.ts';
import { benchConfig } from './tables.ts';

export const baselines = ['hello', 'asking', 'bare'] as const;
export const peers = ['express', 'hono'] as const;
export const ours = ['primary', 'fallback'] as const;
export const names = [...baselines, ...peers, ...ours];
export type Name = (typeof names)[number];

const key = 'secret';

/** A request to an applet, or of a peer to a list, by the same name. */
export const request = (applet: string, query: Query): APIGatewayProxyEvent =>
  anEvent({ applet, query: { key, CallFrom: '09900112233', ...query } });

export type Contestants = {
  readonly bytes: Readonly<Record<Name, number>>;
  /** What of the fallback's is the floor. */
  readonly floorBytes: number;
  /** With this table of the DynamoDB at this endpoint. */
  readonly start: (name: Name, table: string, endpoint: string) => Promise<Environment>;
  readonly remove: () => Promise<void>;
};

export const bundleContestants = async (): Promise<Contestants> => {
  const folder = await scratch();
  const fileOf = (name: Name) => join(folder, name, 'index.mjs');
  const floor = writeFloor(folder, benchConfig(10));
  const bytes: Record<Name, number> = {
    hello: await bundleRival(baseline('hello'), fileOf('hello')),
    asking: await bundleRival(baseline('asking'), fileOf('asking')),
    bare: await bundleRival(baseline('bare'), fileOf('bare')),
    express: await bundleRival(peer('express'), fileOf('express')),
    hono: await bundleRival(peer('hono'), fileOf('hono')),
    primary: (await bundleInto(folder, 'primary')).bytes,
    fallback: (await bundleInto(folder, 'fallback', fallbackAliases(floor))).bytes,
  };
  return {
    bytes,
    floorBytes: (await stat(floor)).size,
    start: (name, table, endpoint) =>
      startEnvironment({
        bundle: fileOf(name),
        // As in lib/; what others would deploy gets what the primary gets, and what answers a constant what the fallback gets.
        memoryMb: name === 'fallback' || name === 'hello' || name === 'asking' ? 512 : 1_024,
        env: {
          STAGE: 'bench',
          KEY_HASHES: createHash('sha256').update(key).digest('hex'),
          ...(name === 'fallback' || name === 'asking'
            ? snapshotEnv
            : { TABLE_NAME: table, AWS_ENDPOINT_URL_DYNAMODB: endpoint }),
        },
      }),
    remove: () => rm(folder, { recursive: true }),
  };
};

/** S3 is gone, which is when the fallback is asked for the floor. */
const snapshotEnv = {
  SNAPSHOT_ENDPOINT: 'http://127.0.0.1:9',
  SNAPSHOT_REGION: 'ap-southeast-1',
  SNAPSHOT_REFRESH_SECONDS: '60',
};

/** ES modules, minified, the SDK inside, module builds first, and nothing put in the place of a package. */
const bundleRival = async (entry: BuildOptions, outfile: string): Promise<number> => {
  const { metafile } = await build({
    ...bundleOptions,
    mainFields: [...bundleOptions.mainFields],
    alias: {},
    ...entry,
    outfile,
    absWorkingDir: root,
    metafile: true,
    logLevel: 'error',
  });
  return Object.values(metafile.outputs)[0]?.bytes ?? 0;
};

const baseline = (name: string): BuildOptions => ({
  entryPoints: [join(import.meta.dirname, 'handlers', `${name}.ts`)],
});

/** Made of packages of its own. Express asks for Node's modules as CommonJS does, which takes the usual banner. */
const peer = (name: string): BuildOptions => ({
  stdin: {
    contents: readFileSync(join(import.meta.dirname, 'peers', `${name}.ts`), 'utf8'),
    resolveDir: peerPackages(),
    loader: 'ts',
  },
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});
