/** What the deployed functions are, did and may do, as AWS's APIs tell it. */
import assert from 'node:assert/strict';
import { callsIndex } from '../../functions/domain/calls-index.ts';
import { answerOperations, eventOperations } from '../../lib/constructs/state-table.ts';
import type { Account } from './account.ts';
import { only, type Resource, regions, sides } from './cdk.ts';

export const inspectFunctions = async (
  { steps, aws }: Account,
  resources: readonly Resource[],
  {
    accountId,
    tableName,
    callSid,
  }: {
    readonly accountId: string;
    readonly tableName: string;
    /** Of a call with three attempts. */
    readonly callSid: string;
  },
): Promise<void> => {
  await steps.check("all functions are declared for this run's Node and run on it", async () => {
    const runtimes = await aws(
      sides.map((side) => ({
        service: 'lambda',
        operation: 'get_function_configuration',
        region: regions[side],
        args: { FunctionName: only(resources, side, 'AWS::Lambda::Function').physicalId },
        query: 'Runtime',
      })),
    );
    // The emulator starts the `node` of its PATH, which begins with this process's own.
    assert.deepEqual(
      runtimes,
      sides.map(() => `nodejs${process.versions.node.split('.')[0]}.x`),
    );
  });

  await steps.check('the log groups have the call and the events, and no phone number', async () => {
    const groups = ['Primary AnswerLogsF8B9730B', 'Events TakeLogs69D92E50'].map((name) =>
      resources.find(({ stack, logicalId }) => `${stack} ${logicalId}`.endsWith(name)),
    );
    const messages = await aws(
      groups.map((group) => ({
        service: 'logs',
        operation: 'filter_log_events',
        region: regions.Primary,
        args: { logGroupName: group?.physicalId },
        query: 'events[].message',
      })),
    );
    const [answered = [], told = []] = messages as string[][];
    assert.equal(answered.filter((line) => line.includes(callSid) && line.includes('"decision"')).length, 3);
    assert.equal(told.filter((line) => line.includes('"effect":"changed"')).length, 4);
    assert.deepEqual(
      [...answered, ...told].filter((line) => /90000000\d\d|9900112233|8040001000/.test(line)),
      [],
    );
  });

  const named = (operations: readonly string[]) => operations.map((operation) => `dynamodb:${operation}`);
  const arn = `arn:aws:dynamodb:${regions.Primary}:${accountId}:table/${tableName}`;
  const allowedOn = (resource: string) =>
    aws(
      sides.map((side) => ({
        service: 'iam',
        operation: 'simulate_principal_policy',
        region: regions[side],
        args: {
          PolicySourceArn: `arn:aws:iam::${accountId}:role/${only(resources, side, 'AWS::IAM::Role').physicalId}`,
          ActionNames: named([...answerOperations, 'DeleteTable']),
          ResourceArns: [resource],
        },
        query: "EvaluationResults[?EvalDecision=='allowed'].EvalActionName",
      })),
    );

  await steps.check('primary and events may do with the table what they must, and the fallback nothing', async () => {
    assert.deepEqual(await allowedOn(arn), [named(answerOperations), [], named(eventOperations)]);
  });

  await steps.check('no function may do anything with the index, which is for people', async () => {
    assert.deepEqual(await allowedOn(`${arn}/index/${callsIndex.name}`), [[], [], []]);
  });
};
