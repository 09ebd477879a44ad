import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { historyKey } from '../../functions/adapters/config-history.ts';
import { keys } from '../../functions/adapters/config-keys.ts';
import type { Key } from '../../functions/adapters/item.ts';
import { liveKey } from '../../functions/adapters/live-item.ts';
import { passes } from './event-filter.ts';
import { accountId, makeTemplates, onlyResource, resourceNamed, resourcesOf, type Templates } from './stacks.ts';

type Mapping = { FilterCriteria: { Filters: { Pattern: string }[] } };

const queueArn = { 'Fn::GetAtt': ['PublisherFailures439487BC', 'Arn'] };
const publisher = 'PublisherPublishFunctionA6FFCA23';

/** One key of every kind of config item there is. */
const configKeys: [string, Key][] = Object.entries(keys).map(([kind, key]) => [
  kind,
  typeof key === 'function' ? key('main', 'asha') : key,
]);

/** What calls, events and applies write besides. */
const otherKeys: Key[] = [
  liveKey('asha'),
  historyKey(12, 0),
  { pk: 'AGENT#asha', sk: 'LOG#2026-11-25T10:00:00.000Z' },
  { pk: 'POOL#sales', sk: 'TURN' },
  { pk: 'CALLER#+919900112233', sk: 'STICKY' },
  { pk: 'CALL#a1', sk: 'HUNT#main#-#000001' },
  { pk: 'CALL#a1', sk: 'EVENTS' },
  // Call ids come from outside.
  { pk: 'CALL#CONFIG', sk: 'META' },
];

const isPrivate = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};

const bucketIn = (template: Template) => resourceNamed(template, 'AWS::S3::Bucket', 'SnapshotBucket');

/** As the stream tells of an item that was removed: without its new image. */
const recordOf = ({ pk, sk }: Key) => ({
  eventName: 'REMOVE',
  eventSource: 'aws:dynamodb',
  dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } }, OldImage: {}, StreamViewType: 'NEW_AND_OLD_IMAGES' },
});

describe('the snapshot', () => {
  let templates: Templates;
  beforeAll(() => {
    templates = makeTemplates();
  });

  const mapping = () => onlyResource(templates.primary, 'AWS::Lambda::EventSourceMapping').Properties;
  const filters = () => (mapping() as Mapping).FilterCriteria.Filters;

  it("lies in the fallback's Region, private, encrypted and in one version, and goes with its stack", () => {
    expect(bucketIn(templates.fallback)).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
    expect(bucketIn(templates.fallback).Properties).toEqual({
      BucketName: { 'Fn::Join': ['', ['dial-whom-dev-', accountId, '-ap-southeast-1']] },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      LoggingConfiguration: { DestinationBucketName: { Ref: 'SnapshotAccessLogsD517362B' } },
      PublicAccessBlockConfiguration: isPrivate,
    });
    templates.primary.resourceCountIs('AWS::S3::Bucket', 0);
    templates.events.resourceCountIs('AWS::S3::Bucket', 0);
  });

  it('has a log of who reads it, kept for a year, which stays when the stack is deleted', () => {
    const logs = resourceNamed(templates.fallback, 'AWS::S3::Bucket', 'SnapshotAccessLogs');
    expect(logs).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(logs.Properties).toMatchObject({
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 365, Status: 'Enabled' }] },
      PublicAccessBlockConfiguration: isPrivate,
    });
  });

  it('has one place for publisher and fallback, in any stage and Region, with the account known or not', () => {
    const context = { stage: 'prod', fallbackRegion: 'eu-west-1' };
    const { primary, fallback } = makeTemplates(context, '123456789012');
    const endpoints = [
      resourceNamed(primary, 'AWS::Lambda::Function', 'PublisherPublishFunction'),
      resourceNamed(fallback, 'AWS::Lambda::Function', 'AnswerFunction'),
    ].map(
      ({ Properties }) =>
        (Properties as { Environment: { Variables: Record<string, unknown> } }).Environment.Variables.SNAPSHOT_ENDPOINT,
    );
    const name = 'dial-whom-prod-123456789012-eu-west-1';
    const url = { 'Fn::Join': ['', [`https://${name}.s3.eu-west-1.`, { Ref: 'AWS::URLSuffix' }]] };
    expect(endpoints).toEqual([url, url]);
    expect(bucketIn(fallback).Properties.BucketName).toBe(name);
  });

  it('has a name that S3 takes, with the longest stage', () => {
    const { fallback } = makeTemplates({ stage: 'a'.repeat(16), fallbackRegion: 'ap-southeast-1' }, '1'.repeat(12));
    expect(bucketIn(fallback).Properties.BucketName).toMatch(/^[a-z0-9-]{3,63}$/);
  });

  it('follows the table: at once, with a bounded number of tries, and what is given up is kept', () => {
    expect(mapping()).toEqual({
      FunctionName: { Ref: publisher },
      EventSourceArn: { 'Fn::GetAtt': ['StateTable962DE04C', 'StreamArn'] },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 1_000,
      MaximumBatchingWindowInSeconds: 1,
      MaximumRetryAttempts: 5,
      MaximumRecordAgeInSeconds: 3_600,
      DestinationConfig: { OnFailure: { Destination: queueArn } },
      FilterCriteria: expect.anything(),
    });
  });

  it.each(configKeys)('follows every kind of config item: %s', (_kind, key) => {
    expect(passes(filters(), recordOf(key))).toBe(true);
  });

  it.each(otherKeys)('follows nothing else: $pk/$sk', (key) => {
    expect(passes(filters(), recordOf(key))).toBe(false);
  });

  it('is filtered by no more patterns than a mapping may have', () => {
    expect(filters().length).toBeLessThanOrEqual(5);
  });

  it('is published every five minutes even so, and a run that comes too late is given up', () => {
    expect(resourceNamed(templates.primary, 'AWS::Events::Rule', 'PublisherSchedule').Properties).toMatchObject({
      ScheduleExpression: 'rate(5 minutes)',
      State: 'ENABLED',
      Targets: [
        {
          Arn: { 'Fn::GetAtt': [publisher, 'Arn'] },
          RetryPolicy: { MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 2 },
          DeadLetterConfig: { Arn: queueArn },
        },
      ],
    });
    expect(
      resourceNamed(templates.primary, 'AWS::Lambda::EventInvokeConfig', 'PublisherPublishFunctionEventInvokeConfig')
        .Properties,
    ).toEqual({
      FunctionName: { Ref: publisher },
      Qualifier: '$LATEST',
      MaximumEventAgeInSeconds: 300,
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: queueArn } },
    });
  });

  it('leaves what was given up in an encrypted queue, for as long as SQS keeps anything', () => {
    const { Properties } = resourceNamed(templates.primary, 'AWS::SQS::Queue', 'PublisherFailures');
    expect(Properties).toEqual({ MessageRetentionPeriod: 14 * 24 * 3_600, SqsManagedSseEnabled: true });
  });
});

describe('the canary', () => {
  const probe = 'CanaryProbeFunction4E563096';
  const probeFailures = { 'Fn::GetAtt': ['CanaryFailures78C5B336', 'Arn'] };

  it.each(['primary', 'fallback'] as const)('asks each minute, and never once more: %s', (side) => {
    const template = makeTemplates()[side];
    expect(resourceNamed(template, 'AWS::Events::Rule', 'CanarySchedule').Properties).toMatchObject({
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      Targets: [
        {
          Arn: { 'Fn::GetAtt': [probe, 'Arn'] },
          RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 },
          DeadLetterConfig: { Arn: probeFailures },
        },
      ],
    });
    const configs = resourcesOf(template, 'AWS::Lambda::EventInvokeConfig').map(({ Properties }) => Properties);
    expect(configs.filter(({ FunctionName }) => JSON.stringify(FunctionName).includes(probe))).toEqual([
      {
        FunctionName: { Ref: probe },
        Qualifier: '$LATEST',
        MaximumEventAgeInSeconds: 60,
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: probeFailures } },
      },
    ]);
  });

  it('has a parameter of its own in each stage, and no stack makes it', () => {
    const { primary, fallback } = makeTemplates({ stage: 'prod' });
    for (const template of [primary, fallback]) {
      template.resourceCountIs('AWS::SSM::Parameter', 0);
      expect(resourceNamed(template, 'AWS::Lambda::Function', 'CanaryProbeFunction').Properties).toMatchObject({
        Environment: { Variables: { URLS_PARAMETER: '/dial-whom/prod/canary-urls' } },
      });
    }
  });
});
