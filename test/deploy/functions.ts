/** What the deployed functions are, did and may do, as AWS's APIs tell it. */
import assert from 'node:assert/strict';
import { answerOperations } from '../../lib/constructs/state-table.ts';
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
  await steps.check("both functions are declared for this run's Node and run on it", async () => {
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

  await steps.check("the primary's log group has the call, and no phone number", async () => {
    const group = resources.find(
      ({ region, logicalId }) => region === regions.Primary && logicalId.startsWith('AnswerLogs'),
    );
    const [messages] = await aws([
      {
        service: 'logs',
        operation: 'filter_log_events',
        region: regions.Primary,
        args: { logGroupName: group?.physicalId },
        query: 'events[].message',
      },
    ]);
    const lines = messages as string[];
    assert.equal(lines.filter((line) => line.includes(callSid) && line.includes('"decision"')).length, 3);
    assert.deepEqual(
      lines.filter((line) => /90000000\d\d|9900112233|8040001000/.test(line)),
      [],
    );
  });

  await steps.check('the primary may do with the table what it must, and the fallback nothing', async () => {
    const decisions = await aws(
      sides.map((side) => ({
        service: 'iam',
        operation: 'simulate_principal_policy',
        region: regions[side],
        args: {
          PolicySourceArn: `arn:aws:iam::${accountId}:role/${only(resources, side, 'AWS::IAM::Role').physicalId}`,
          ActionNames: [...answerOperations, 'DeleteTable'].map((operation) => `dynamodb:${operation}`),
          ResourceArns: [`arn:aws:dynamodb:${regions.Primary}:${accountId}:table/${tableName}`],
        },
        query: "EvaluationResults[?EvalDecision=='allowed'].EvalActionName",
      })),
    );
    assert.deepEqual(decisions, [answerOperations.map((operation) => `dynamodb:${operation}`), []]);
  });
};
