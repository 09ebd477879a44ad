/** The way of the configuration from the table to the fallback. */
import assert from 'node:assert/strict';
import { snapshotKey } from '../../functions/domain/snapshot.ts';
import type { Account } from './account.ts';
import type { Aws } from './aws.ts';
import { functionNamed, named, type Resource, regions } from './cdk.ts';
import type { Urls } from './dial-whom.ts';
import { eventually, invokeFunction } from './run-function.ts';

/** What the fallback answers for applet main of `pools.yaml`. */
export const answerOfSales = '+919000000011,+919000000012,+919000000013';

export const bucketNameOf = (resources: readonly Resource[]): string =>
  named(resources, 'Fallback', 'AWS::S3::Bucket', 'SnapshotBucket').physicalId;

/** Who talks to AWS without its SDK, and by which variable he is told where. */
const told = [
  ['Fallback', 'Answer', 'SNAPSHOT_ENDPOINT'],
  ['Primary', 'PublisherPublish', 'SNAPSHOT_ENDPOINT'],
  ['Primary', 'CanaryProbe', 'AWS_ENDPOINT_URL_SSM'],
  ['Fallback', 'CanaryProbe', 'AWS_ENDPOINT_URL_SSM'],
] as const;

/** Another bucket than the deployed one has no snapshot. */
export const pointAtEmulator = async (
  { aws, env }: Account,
  resources: readonly Resource[],
  bucket = bucketNameOf(resources),
): Promise<void> => {
  const endpoint = `${env.AWS_ENDPOINT_URL}`;
  const values = { SNAPSHOT_ENDPOINT: `${endpoint}/${bucket}`, AWS_ENDPOINT_URL_SSM: endpoint };
  const at = (operation: string, [side, name]: (typeof told)[number], more: object = {}) => ({
    service: 'lambda',
    operation,
    region: regions[side],
    args: { FunctionName: functionNamed(resources, side, name), ...more },
    query: 'Environment.Variables',
  });
  const found = (await aws(told.map((one) => at('get_function_configuration', one)))) as Record<string, string>[];
  await aws(
    told.map((one, index) => {
      const Variables = { ...found[index], [one[2]]: values[one[2]] };
      return at('update_function_configuration', one, { Environment: { Variables } });
    }),
  );
};

const objectsIn = async (aws: Aws, resources: readonly Resource[]): Promise<string[]> => {
  const args = { Bucket: bucketNameOf(resources) };
  const query = 'Contents[].[Key, ETag]';
  const [found] = await aws([{ service: 's3', operation: 'list_objects_v2', region: regions.Fallback, args, query }]);
  return ((found ?? []) as string[][]).map((object) => object.join(' '));
};

export const publishSnapshot = async ({ steps, aws }: Account, resources: readonly Resource[]): Promise<void> => {
  const invoke = () =>
    invokeFunction(aws, resources, 'Primary', 'PublisherPublish', { 'detail-type': 'Scheduled Event' });

  await steps.step("what was applied comes through the table's stream into the fallback's bucket", () =>
    eventually(async () => (await objectsIn(aws, resources)).some((object) => object.startsWith(`${snapshotKey} `))),
  );
  await steps.check('what the schedule sends has it published anew, in place of the one object', async () => {
    const before = await objectsIn(aws, resources);
    await invoke();
    const after = await objectsIn(aws, resources);
    assert.deepEqual([before.length, after.length], [1, 1]);
    assert.notDeepEqual(after, before);
  });
  await steps.check('nothing was given up on the way', async () => {
    const args = {
      QueueUrl: named(resources, 'Primary', 'AWS::SQS::Queue', 'PublisherFailures').physicalId,
      AttributeNames: ['ApproximateNumberOfMessages'],
    };
    const [waiting] = await aws([
      { service: 'sqs', operation: 'get_queue_attributes', region: regions.Primary, args, query: 'Attributes.*' },
    ]);
    assert.deepEqual(waiting, ['0']);
  });
};

export const askFallback = async ({ fallback, key }: Urls) => {
  const response = await fetch(`${fallback}/main?key=${key}&CallSid=from-the-snapshot`);
  const [source, revision] = ['source', 'revision'].map((name) => response.headers.get(`x-dial-whom-${name}`));
  return { status: response.status, source, revision, text: await response.text() };
};

export const askFromSnapshot = async ({ steps }: Account, urls: Urls): Promise<void> => {
  await steps.step('the fallback answers from the snapshot, by the revision that was applied', async () => {
    // What was there before the first one was published reads it behind an answer.
    await eventually(async () => (await askFallback(urls)).source === 'snapshot');
    assert.deepEqual(await askFallback(urls), {
      status: 200,
      source: 'snapshot',
      revision: '1',
      text: answerOfSales,
    });
  });
};

export const removeSnapshot = async (aws: Aws, resources: readonly Resource[]): Promise<void> => {
  const args = { Bucket: bucketNameOf(resources), Key: snapshotKey };
  await aws([{ service: 's3', operation: 'delete_object', region: regions.Fallback, args }]);
};
