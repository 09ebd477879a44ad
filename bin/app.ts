/** The CDK app, for `cdk` and, without it, for `node bin/app.ts`. Needs no account, no credentials and no network. */
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import cdk from '../cdk.json' with { type: 'json' };
import { readConfig } from '../lib/config.ts';
import { EventsStack } from '../lib/events-stack.ts';
import { FallbackStack } from '../lib/fallback-stack.ts';
import { writeFloor } from '../lib/floor.ts';
import { PrimaryStack } from '../lib/primary-stack.ts';
import { readContext } from './keys/context-file.ts';
import { describeProblem, loadConfig } from './pools-file/load.ts';
import { setting } from './setting.ts';

const root = join(import.meta.dirname, '..');
const { CDK_OUTDIR: outdir = join(root, 'cdk.out'), CDK_DEFAULT_ACCOUNT: account } = process.env;

try {
  const stored = readContext(root);
  if (stored.kind === 'refused') throw new Error(stored.why);
  // The CLI passes all context itself; alone, the app must see the same feature flags and the same key hashes.
  const app = new App({ outdir, context: { ...stored.values, ...cdk.context } });
  const config = readConfig((key) => app.node.tryGetContext(key));
  const pools = loadConfig(setting('POOLS_FILE') ?? join(root, 'pools.yaml'));
  if (pools.kind === 'problems') throw new Error(pools.problems.map(describeProblem).join('\n'));
  const floorFile = writeFloor(outdir, pools.config);
  const settings = { config, ...(account && { account }) };
  const { state, logGroup: primaryLogs, alarmTopic } = new PrimaryStack(app, settings);
  new EventsStack(app, { ...settings, state, primaryLogs, alarmTopic });
  new FallbackStack(app, { ...settings, floorFile });
  app.synth();
} catch (error) {
  // What is wrong is said in the message; a stack trace of this file would hide it.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
