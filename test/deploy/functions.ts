/** What the deployed functions are, did and may do, as AWS's APIs tell it. */
import assert from 'node:assert/strict';
import { callsIndex } from '../../functions/domain/calls-index.ts';
import { snapshotKey } from '../../functions/domain/snapshot.ts';
import {
  type Access,
  answerAccess,
  answerOperations,
  eventAccess,
  publisherAccess,
} from '../../lib/constructs/state-table.ts';
import type { Account } from './account.ts';
import { urlsParameter } from './canaries.ts';
import { functionNamed, functions, named, type Resource, regions } from './cdk.ts';
import { bucketNameOf } from './snapshot.ts';

export const inspectFunctions = async (
  { steps, aws }: Account,
  resources: readonly Resource[],
  {
    stage,
    accountId,
    tableName,
    callSid,
  }: {
    readonly stage: string;
    readonly accountId: string;
    readonly tableName: string;
    /** Of a call with three attempts. */
    readonly callSid: string;
  },
): Promise<void> => {
  await steps.check("all functions are declared for this run's Node and run on it", async () => {
    const runtimes = await aws(
      functions.map(([side, name]) => ({
        service: 'lambda',
        operation: 'get_function_configuration',
        region: regions[side],
        args: { FunctionName: functionNamed(resources, side, name) },
        query: 'Runtime',
      })),
    );
    // The emulator starts the `node` of its PATH, which begins with this process's own.
    assert.deepEqual(
      runtimes,
      functions.map(() => `nodejs${process.versions.node.split('.')[0]}.x`),
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

  /** Of each function in turn; `partition` is what a request to the table names. */
  const allowed = async (
    actions: readonly string[],
    resource: string,
    partition?: string,
  ): Promise<Record<string, unknown>> => {
    const answers = await aws(
      functions.map(([side, name]) => ({
        service: 'iam',
        operation: 'simulate_principal_policy',
        region: regions[side],
        args: {
          PolicySourceArn: `arn:aws:iam::${accountId}:role/${named(resources, side, 'AWS::IAM::Role', `${name}Role`).physicalId}`,
          ActionNames: actions,
          ResourceArns: [resource],
          ...(partition === undefined ? {} : { ContextEntries: [leadingKey(partition)] }),
        },
        query: "EvaluationResults[?EvalDecision=='allowed'].EvalActionName",
      })),
    );
    const all = functions.map(([side, name], index) => [`${side} ${name}`, answers[index]] as const);
    return Object.fromEntries(all.filter(([, actionsAllowed]) => (actionsAllowed as string[]).length > 0));
  };
  const inTable = (operations: readonly string[]) => operations.map((operation) => `dynamodb:${operation}`);
  const tableArn = `arn:aws:dynamodb:${regions.Primary}:${accountId}:table/${tableName}`;

  await steps.check(
    'every function may do with each partition what it must, and fallback and canaries nothing',
    async () => {
      const actions = inTable([...answerOperations, 'DeleteItem', 'Scan', 'DeleteTable']);
      for (const partition of partitions) {
        const expected = Object.entries(accesses).map(
          ([name, access]) =>
            [name, inTable(answerOperations.filter((one) => reaches(access[one], partition)))] as const,
        );
        assert.deepEqual(
          await allowed(actions, tableArn, partition),
          Object.fromEntries(expected.filter(([, operations]) => operations.length > 0)),
          partition,
        );
      }
      assert.deepEqual(await allowed(actions, tableArn), {}, 'of a request that names no partition');
    },
  );

  await steps.check('no function may do anything with the index, which is for people', async () => {
    assert.deepEqual(await allowed(inTable(answerOperations), `${tableArn}/index/${callsIndex.name}`), {});
  });

  const bucketArn = `arn:aws:s3:::${bucketNameOf(resources)}`;

  await steps.check(
    'the publisher may read and write the snapshot, the fallback may read it, nobody more',
    async () => {
      const actions = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'];
      assert.deepEqual(await allowed(actions, `${bucketArn}/${snapshotKey}`), {
        'Primary PublisherPublish': ['s3:GetObject', 's3:PutObject'],
        'Fallback Answer': ['s3:GetObject'],
      });
      assert.deepEqual(await allowed(actions, `${bucketArn}/another`), {});
    },
  );

  await steps.check('each canary may read where the URLs are in its own Region, and nobody else', async () => {
    for (const side of ['Primary', 'Fallback'] as const) {
      const parameter = `arn:aws:ssm:${regions[side]}:${accountId}:parameter${urlsParameter(stage)}`;
      assert.deepEqual(await allowed(['ssm:GetParameter', 'ssm:PutParameter'], parameter), {
        [`${side} CanaryProbe`]: ['ssm:GetParameter'],
      });
    }
  });
};

/** In the order in which the functions are listed. */
const accesses: Readonly<Record<string, Access>> = {
  'Primary Answer': answerAccess,
  'Primary PublisherPublish': publisherAccess,
  'Events Take': eventAccess,
};

const partitions = ['CONFIG', 'HISTORY', 'APPLET#main', 'POOL#sales', 'AGENT#asha', 'CALL#c1', 'CALLER#c1'];

const reaches = (patterns: readonly string[] = [], partition: string): boolean =>
  patterns.some((one) => (one.endsWith('*') ? partition.startsWith(one.slice(0, -1)) : partition === one));

const leadingKey = (partition: string) => ({
  ContextKeyName: 'dynamodb:LeadingKeys',
  ContextKeyType: 'stringList',
  ContextKeyValues: [partition],
});
