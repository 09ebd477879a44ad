/**
 * What cdk-nag does not look at, or not in every kind of resource: of anything that is added later as well. Tables, payload
 * format and access logs are in the tests of table and APIs.
 */
import { describe, expect, it } from 'vitest';
import { refusesPlainHttp } from './policies.ts';
import { frontDoors, makeTemplates, resourcesOf } from './stacks.ts';

const sides = ['primary', 'fallback', 'events'] as const;

/** Of a resource type, where its policy names what it is for. */
const guarded = {
  'AWS::S3::Bucket': ['AWS::S3::BucketPolicy', 'Bucket'],
  'AWS::SQS::Queue': ['AWS::SQS::QueuePolicy', 'Queues'],
  'AWS::SNS::Topic': ['AWS::SNS::TopicPolicy', 'Topics'],
} as const;

/** Names that are no identity in the account, and the bucket's, by which both Regions find it. */
const names = [
  'AWS::ApiGateway::RestApi Name',
  'AWS::ApiGateway::Stage StageName',
  'AWS::ApiGatewayV2::Api Name',
  'AWS::ApiGatewayV2::Stage StageName',
  // Made by CDK of the stack's name and its place in it.
  'AWS::CloudWatch::CompositeAlarm AlarmName',
  // Whom an alarm watches.
  'AWS::CloudWatch::Alarm MetricName',
  // Inside their role.
  'AWS::IAM::Policy PolicyName',
  // As API Gateway calls it after its API, whose id is in it.
  'AWS::Logs::LogGroup LogGroupName',
  // What the console lists; there may be two.
  'AWS::Logs::QueryDefinition Name',
  'AWS::S3::Bucket BucketName',
];

describe.each(Object.entries(frontDoors))('beyond cdk-nag, %s', (_name, context) => {
  const templates = makeTemplates(context);
  const all = sides.flatMap((side) => resourcesOf(templates[side]).map((resource) => ({ side, ...resource })));
  const ofType = (...types: readonly string[]) => all.filter(({ Type }) => types.includes(Type));

  it.each(Object.entries(guarded))('every %s refuses what does not come over TLS', (type, [policy, property]) => {
    for (const { side, LogicalId } of ofType(type)) {
      const [own, ...others] = ofType(policy).filter(
        (one) => one.side === side && JSON.stringify(one.Properties[property]).includes(`"${LogicalId}"`),
      );
      expect(others, LogicalId).toEqual([]);
      expect(refusesPlainHttp(own?.Properties.PolicyDocument), LogicalId).toBe(true);
    }
  });

  it('every table can be restored to any second and cannot be deleted', () => {
    const tables = ofType('AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table');
    expect(tables.map(({ Type }) => Type)).toEqual(['AWS::DynamoDB::GlobalTable']);
    for (const replica of tables.flatMap(({ Properties }) => Properties.Replicas as object[])) {
      expect(replica).toMatchObject({
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
    }
  });

  it('no resource has a name of its own but the bucket, which two Regions have to find', () => {
    const named = all.flatMap(({ Type, Properties = {} }) =>
      Object.entries(Properties)
        // What it is called itself, and not whom it belongs to.
        .filter(([key, value]) => /^(?:[A-Z][A-Za-z]*)?Name$/.test(key) && !refersToAnother(value))
        .map(([key]) => `${Type} ${key}`),
    );
    expect(named.filter((name) => !names.includes(name))).toEqual([]);
    for (const { LogGroupName } of ofType('AWS::Logs::LogGroup').map(({ Properties }) => Properties)) {
      if (LogGroupName !== undefined)
        expect(JSON.stringify(LogGroupName)).toMatch(/"API-Gateway-Execution-Logs_",\{"Ref"/);
    }
    const buckets = ofType('AWS::S3::Bucket').filter(({ Properties }) => 'BucketName' in Properties);
    expect(buckets.map(({ LogicalId }) => LogicalId.slice(0, -8))).toEqual(['SnapshotBucket']);
  });

  it('every log has a retention that is written out', () => {
    for (const { LogicalId, Properties } of ofType('AWS::Logs::LogGroup')) {
      expect(Properties.RetentionInDays, LogicalId).toBeTypeOf('number');
    }
  });

  it('every function writes to such a log, and not to one that Lambda would make for ever', () => {
    for (const { LogicalId, Properties } of ofType('AWS::Lambda::Function')) {
      expect(Properties.LoggingConfig, LogicalId).toMatchObject({ LogGroup: { Ref: expect.any(String) } });
    }
  });

  it('no function can be called by its own URL, past the API', () => {
    expect(ofType('AWS::Lambda::Url')).toEqual([]);
  });
});

const refersToAnother = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && ('Ref' in value || 'Fn::GetAtt' in value);
