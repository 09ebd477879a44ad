/** What `cdk destroy` leaves behind, by name: what is meant to stay and nothing else. */
import assert from 'node:assert/strict';
import type { Account } from './account.ts';
import { type Resource, regions, type Settings, sides, stackName } from './cdk.ts';
import type { Urls } from './dial-whom.ts';
import { namesOf, takeInventory } from './inventory.ts';
import { lastLines } from './process.ts';
import { answerOfSales, askFallback, removeSnapshot } from './snapshot.ts';
import { print } from './steps.ts';
import { itemsOf } from './table.ts';

const keptAlways = (stage: string) => [
  `${stackName(stage, 'Fallback')} SnapshotAccessLogsD517362B`,
  `${stackName(stage, 'Primary')} StateTable962DE04C`,
];

const logGroups = {
  Primary: ['AnswerLogsF8B9730B', 'ApiAccessLogs50B185DB', 'CanaryProbeLogs911575DF', 'PublisherPublishLogs26525DC7'],
  Fallback: ['AnswerLogsF8B9730B', 'ApiAccessLogs50B185DB', 'CanaryProbeLogs911575DF'],
  Events: ['TakeLogs69D92E50', 'ApiAccessLogs50B185DB'],
} as const;

const keptInProduction = (stage: string) =>
  sides.flatMap((side) => logGroups[side].map((id) => `${stackName(stage, side)} ${id}`));

type Stage = {
  readonly settings: Settings;
  readonly made: readonly Resource[];
  /** The account before the stage was deployed. */
  readonly before: ReadonlySet<string>;
};

const destroyAndCompare = async ({ aws, cdk }: Account, stage: Stage, kept: readonly string[]): Promise<void> => {
  const { code, out, err } = await cdk.destroy(stage.settings);
  assert.equal(code, 0, lastLines(`${out}\n${err}`, 20));
  const left = namesOf(await takeInventory(aws), stage.before, stage.made);
  for (const name of left) print(`  stayed: ${name}`);
  assert.deepEqual(left, [...kept].sort());
};

export const destroyStage = async (
  account: Account,
  stage: Stage & { readonly table: string; readonly urls: Urls },
): Promise<void> => {
  const { steps, aws, cdk } = account;
  const { settings, made, urls } = stage;
  const items = await itemsOf(aws, stage.table);

  await steps.step(
    'without primary and events, which are destroyed, the fallback answers from the snapshot',
    async () => {
      const { code, out, err } = await cdk.destroy(settings, ['Primary', 'Events']);
      assert.equal(code, 0, lastLines(`${out}\n${err}`, 20));
      const answer = await askFallback(urls);
      assert.deepEqual([answer.status, answer.source, answer.text], [200, 'snapshot', answerOfSales]);
    },
  );

  await steps.check(
    'cdk destroy leaves the table with all its items and the log of who read the snapshot, and nothing else',
    async () => {
      await removeSnapshot(aws, made);
      await destroyAndCompare(account, stage, keptAlways(settings.stage));
      assert.ok(items.length > 0);
      assert.deepEqual(await itemsOf(aws, stage.table), items);
    },
  );
};

export const destroyProtected = async (account: Account, stage: Stage): Promise<void> => {
  const { steps, aws, cdk } = account;
  const { stage: name } = stage.settings;
  await steps.check('cdk destroy of stage prod is refused, and everything is still there', async () => {
    const inventory = await takeInventory(aws);
    const { code, out, err } = await cdk.destroy(stage.settings);
    assert.notEqual(code, 0);
    assert.match(`${out}\n${err}`, /TerminationProtection is enabled/);
    assert.deepEqual(await takeInventory(aws), inventory);
  });
  await steps.check('unprotected, stage prod leaves the table and all log groups, and nothing else', async () => {
    await aws(
      sides.map((side) => ({
        service: 'cloudformation',
        operation: 'update_termination_protection',
        region: regions[side],
        args: { StackName: stackName(name, side), EnableTerminationProtection: false },
      })),
    );
    await destroyAndCompare(account, stage, [...keptAlways(name), ...keptInProduction(name)]);
  });
};
