/** The run: bootstrap, deploy, load, call, deploy again, update, destroy; then stage prod, which must keep more. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './account.ts';
import { type Aws, createAws } from './aws.ts';
import { holdCalls } from './calls.ts';
import { probeUrls, waitForSchedule } from './canaries.ts';
import {
  createCdk,
  type Deployed,
  type Resource,
  regions,
  resourcesOf,
  type Settings,
  sides,
  stackName,
} from './cdk.ts';
import { destroyProtected, destroyStage } from './deletion.ts';
import { apply } from './dial-whom.ts';
import { type Emulator, reachable } from './emulator.ts';
import { tellEvents } from './events.ts';
import { inspectFunctions } from './functions.ts';
import type { Python } from './install.ts';
import { missing, takeInventory, unlisted } from './inventory.ts';
import { askFromSnapshot, pointAtEmulator, publishSnapshot } from './snapshot.ts';
import { print, type Steps } from './steps.ts';
import { hashOf, updateDeployment } from './update.ts';

const poolsFile = join(import.meta.dirname, 'pools.yaml');

/** Where the emulator is not as version 1.5.33 comes; the reasons stand in emulator.py, alarms.py and emulator.ts. */
const helped = [
  'an integration with payload format 1.0 gets its events in that form, made by the REST half of MiniStack: it sends 2.0',
  'and what is not text in such an event comes as base64, as from an HTTP API, by the rule of its other half',
  'requests from this machine count as TLS, which the bootstrap bucket demands',
  'alarms that calculate are made with the first of their metrics, and composite ones by its CloudWatch (alarms.py)',
  'the URLs are asked in their path form, because names under localhost do not resolve everywhere',
  'fallback, publisher and canaries are told where its S3 and its Parameter Store are, after each deployment: they talk to',
  'both by plain signed requests, which its own redirection of the SDK does not reach',
];

/** What the emulator takes from the template and then does not do: nothing here proves anything about it. */
const notShown = [
  'deletion protection, PITR and TTL of the table: dropped from AWS::DynamoDB::GlobalTable, it stays by its DeletionPolicy',
  "access logs, throttling and the 8 s timeout of the API, and the function's permission to be called by it",
  'alarms, their topics and dashboards beyond being made; arm64: the functions run on this machine',
  'that no bucket is deleted with something in it: it deletes the snapshot with its bucket, and this run removes it before',
  'EventInvokeConfig and retries on the way to the queue; the schedule of the publisher, which nobody waits for here',
];

export const showDeployment = async (given: {
  readonly steps: Steps;
  readonly emulator: Emulator;
  readonly python: Python;
  readonly folder: string;
}): Promise<void> => {
  const { steps, emulator, python, folder } = given;
  const { env } = emulator;
  const aws = createAws(python.program, env);
  const accountId = await steps.step('the emulator says which account it is', () => accountIdOf(aws));
  const account: Account = { steps, aws, env, cdk: createCdk(env, accountId, folder) };
  const { cdk } = account;

  await steps.step('cdk bootstrap prepares both Regions', () => cdk.bootstrap());
  const before = await takeInventory(aws);

  const key = randomBytes(32).toString('hex');
  const it: Settings = { stage: 'it', keyHashes: hashOf(key), poolsFile };
  const deployed = await steps.step('cdk deploy --all makes all three stacks', () => cdk.deploy(it));
  const resources = await madeAsWritten(account, it.stage);
  printResources(resources, python.emulator);
  print(
    [
      `PrimaryUrl   ${deployed.primaryUrl}`,
      `FallbackUrl  ${deployed.fallbackUrl}`,
      `EventsUrl    ${deployed.eventsUrl}`,
      `TableName    ${deployed.tableName}`,
    ].join('\n'),
  );

  await steps.step('fallback, publisher and canaries are told where the emulator is', () =>
    pointAtEmulator(account, resources),
  );
  await load(account, deployed);
  await publishSnapshot(account, resources);
  const urls = { primary: reachable(deployed.primaryUrl), fallback: reachable(deployed.fallbackUrl), key };
  await askFromSnapshot(account, urls);
  const { tableName } = deployed;
  await probeUrls(account, resources, { stage: it.stage, tableName, urls });
  const callSid = await holdCalls(account, urls, resources, tableName);
  const eventsUrl = reachable(deployed.eventsUrl);
  await tellEvents(account, { url: eventsUrl, key, tableName });
  await inspectFunctions(account, resources, { stage: it.stage, accountId, tableName, callSid });

  await steps.step('a second cdk deploy changes nothing', async () => {
    const again = await cdk.deploy(it);
    assert.deepEqual(again, { ...deployed, unchanged: sides.map((side) => stackName(it.stage, side)).sort() });
  });
  const changedPools = join(folder, 'changed-pools.yaml');
  writeFileSync(changedPools, readFileSync(poolsFile, 'utf8').replace('+919000000013', '+919000000093'));
  await updateDeployment(account, { settings: it, deployed, urls, eventsUrl, changedPools });

  await waitForSchedule(account, resources);
  await destroyStage(account, { settings: it, made: resources, before, table: tableName, urls });

  const prod: Settings = { ...it, stage: 'prod' };
  const beforeProd = await takeInventory(aws);
  await steps.step('cdk deploy --all makes all three stacks of stage prod', () => cdk.deploy(prod));
  await destroyProtected(account, {
    settings: prod,
    made: await madeAsWritten(account, prod.stage),
    before: beforeProd,
  });

  printList(`${python.emulator} was helped:`, helped);
  printList(`not shown, because ${python.emulator} does not do it:`, notShown);
};

const accountIdOf = async (aws: Aws): Promise<string> => {
  const [id] = await aws([
    { service: 'sts', operation: 'get_caller_identity', region: regions.Primary, query: 'Account' },
  ]);
  assert.match(String(id), /^\d{12}$/);
  return String(id);
};

/** An emulator may take a resource it does not know and make nothing of it. */
const madeAsWritten = ({ steps, aws, cdk }: Account, stage: string): Promise<Resource[]> =>
  steps.step(`every resource of stage ${stage} was made as its template says`, async () => {
    const made = await resourcesOf(aws, stage);
    for (const side of sides) {
      const written = Object.entries(cdk.templateOf(stage, side)).map(([id, { Type }]) => `${id} ${Type}`);
      const found = made.filter(({ stack }) => stack === stackName(stage, side));
      assert.deepEqual(found.map(({ logicalId, type }) => `${logicalId} ${type}`).sort(), written.sort());
    }
    const unfinished = made.filter(({ status }) => status !== 'CREATE_COMPLETE');
    assert.deepEqual(unfinished, []);
    assert.deepEqual(unlisted(made), [], 'inventory.ts does not know these types: tell it how to list them');
    assert.deepEqual(missing(made, await takeInventory(aws)), []);
    return made;
  });

const load = async ({ steps, env }: Account, { tableName }: Deployed): Promise<void> => {
  await steps.step('dial-whom apply loads the pools into the deployed table', async () => {
    const first = await apply(tableName, regions.Primary, poolsFile, env);
    assert.equal(first.revision, 1);
    assert.ok(first.written > 0);
  });
  await steps.check('a second dial-whom apply writes nothing', async () => {
    const { revision, written, removed } = await apply(tableName, regions.Primary, poolsFile, env);
    assert.deepEqual({ revision, written, removed }, { revision: 1, written: 0, removed: 0 });
  });
  await steps.check('dial-whom apply with a key of nobody is refused', async () => {
    const stranger = { ...env, AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE' };
    await assert.rejects(apply(tableName, regions.Primary, poolsFile, stranger), /security token|UnrecognizedClient/);
  });
};

const printList = (title: string, lines: readonly string[]): void => print([title, ...lines].join('\n  '));

const printResources = (resources: readonly Resource[], emulator: string): void => {
  print(`${resources.length} resources, all in ${emulator}; moto was not needed:`);
  for (const side of new Set(resources.map(({ stack }) => stack))) {
    const mine = resources.filter(({ stack }) => stack === side);
    print(`  ${side} (${mine[0]?.region}): ${mine.length}`);
    for (const type of [...new Set(mine.map((one) => one.type))].sort()) {
      const ids = mine.filter((one) => one.type === type).map(({ logicalId }) => logicalId);
      print(`    ${ids.length} ${type}: ${ids.sort().join(', ')}`);
    }
  }
};
