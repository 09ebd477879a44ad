/** Who may do what, by hand, and what the templates make of it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { isAllowed, type Statement } from '../support/iam.ts';
import { lineOf, policiesOf } from './policies.ts';
import { frontDoors, makeTemplates, resourcesOf, type Templates } from './stacks.ts';

const sides = ['primary', 'fallback', 'events'] as const;

const bucket = 'arn:aws:s3:::dial-whom-dev-<AWS::AccountId>-ap-southeast-1';
/** Anybody may take the bucket's name once it is deleted. */
const ours = 'where aws:ResourceAccount is <AWS::AccountId>';

/** X-Ray's two actions for whoever sends traces know no resource: `*` is all that can be granted. */
const traces = ['xray:PutTelemetryRecords *', 'xray:PutTraceSegments *'];

/** What every function may do, or Lambda in its name: write its own log, send traces, and leave what it gave up. */
const always = (name: string, failures: string) => [
  `logs:CreateLogStream <${name}Logs.Arn>`,
  `logs:PutLogEvents <${name}Logs.Arn>`,
  `sqs:SendMessage <${failures}.Arn>`,
  ...traces,
];

const canary = (region: string) => [
  ...always('CanaryProbe', 'CanaryFailures'),
  `ssm:GetParameter arn:aws:ssm:${region}:<AWS::AccountId>:parameter/dial-whom/dev/canary-urls`,
];

const table: Record<string, readonly string[]> = {
  'primary Answer': [
    ...always('Answer', 'Failures'),
    'dynamodb:GetItem <StateTable.Arn> only AGENT#*',
    'dynamodb:Query <StateTable.Arn> only CALL#* CONFIG HISTORY POOL#*',
    'dynamodb:BatchGetItem <StateTable.Arn> only AGENT#* APPLET#* CALL#* CALLER#*',
    'dynamodb:PutItem <StateTable.Arn> only AGENT#* CALL#*',
    'dynamodb:UpdateItem <StateTable.Arn> only AGENT#* CALL#* CALLER#*',
  ],
  'primary PublisherPublish': [
    ...always('PublisherPublish', 'PublisherFailures'),
    'dynamodb:GetItem <StateTable.Arn> only CONFIG',
    'dynamodb:Query <StateTable.Arn> only CONFIG HISTORY POOL#*',
    'dynamodb:BatchGetItem <StateTable.Arn> only AGENT#* APPLET#*',
    'dynamodb:UpdateItem <StateTable.Arn> only AGENT#* CONFIG and of an item only pk sk stamp published',
    'dynamodb:DescribeStream <StateTable.StreamArn>',
    'dynamodb:GetRecords <StateTable.StreamArn>',
    'dynamodb:GetShardIterator <StateTable.StreamArn>',
    'dynamodb:ListStreams <StateTable.StreamArn>',
    `s3:GetObject ${bucket}/snapshot.json ${ours}`,
    `s3:PutObject ${bucket}/snapshot.json ${ours}`,
    `s3:ListBucket ${bucket} ${ours}`,
  ],
  'primary CanaryProbe': canary('ap-south-1'),
  'fallback Answer': [...always('Answer', 'Failures'), `s3:GetObject ${bucket}/snapshot.json ${ours}`],
  'fallback CanaryProbe': canary('ap-southeast-1'),
  'events Take': [
    ...always('Take', 'Failures'),
    'dynamodb:GetItem <StateTable.Arn> only AGENT#* CONFIG',
    'dynamodb:Query <StateTable.Arn> only CALL#* HISTORY',
    'dynamodb:BatchGetItem <StateTable.Arn> only CALLER#*',
    'dynamodb:PutItem <StateTable.Arn> only AGENT#*',
    'dynamodb:UpdateItem <StateTable.Arn> only CALL#* CALLER#*',
  ],
};

describe.each(Object.entries(frontDoors))('the policies, %s', (name, context) => {
  let templates: Templates;
  let policies: Record<string, Statement[]>;
  beforeAll(() => {
    templates = makeTemplates(context);
    policies = policiesOf(templates);
  });

  it('allow what stands in the table of who may do what, and nothing more', () => {
    const lines = Object.entries(policies).map(([who, statements]) => [who, statements.map(lineOf).sort()] as const);
    if (name === 'HTTP APIs') {
      const text = lines.flatMap(([who, may]) => [`  ${who}`, ...may.map((one) => `    ${one}`)]);
      console.log(['who may do what:', ...text].join('\n'));
    }
    expect(Object.fromEntries(lines)).toEqual(
      Object.fromEntries(Object.entries(table).map(([who, may]) => [who, [...may].sort()])),
    );
  });

  it('name every action and every resource in full, but for traces', () => {
    const wide = Object.values(policies)
      .flat()
      .map(({ action, resource }) => `${action} ${resource}`)
      .filter((one) => one.includes('*'));
    expect([...new Set(wide)].sort()).toEqual(traces);
  });

  it('stand beside no other: nothing is granted by a managed policy, or to anybody but Lambda', () => {
    for (const side of sides) {
      for (const { Properties } of resourcesOf(templates[side], 'AWS::IAM::Role')) {
        expect(Properties).toEqual({ AssumeRolePolicyDocument: expect.anything() });
        expect(Properties.AssumeRolePolicyDocument).toMatchObject({
          Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
        });
      }
      const kinds = new Set(resourcesOf(templates[side]).map(({ Type }) => Type));
      expect([...kinds].filter((kind) => /^AWS::IAM::/.test(kind)).sort()).toEqual([
        'AWS::IAM::Policy',
        'AWS::IAM::Role',
      ]);
    }
  });

  const stateTable = '<StateTable.Arn>';
  const may = (who: string, operation: string, partitions?: readonly string[], resource = stateTable) =>
    isAllowed(policies[who] ?? [], {
      action: `dynamodb:${operation}`,
      resource,
      context: partitions && { 'dynamodb:LeadingKeys': partitions },
    });

  it.each([
    ['primary Answer', 'PutItem', ['POOL#sales']],
    ['primary Answer', 'UpdateItem', ['APPLET#main']],
    ['primary Answer', 'UpdateItem', ['CONFIG']],
    ['primary Answer', 'PutItem', ['HISTORY']],
    ['primary Answer', 'PutItem', ['CALLER#+919900112233']],
    ['primary Answer', 'BatchGetItem', ['AGENT#a1', 'POOL#sales']],
    ['events Take', 'BatchGetItem', ['AGENT#a1', 'CALLER#+919900112233']],
    ['primary Answer', 'DeleteItem', ['CALL#c1']],
    ['primary Answer', 'Scan', undefined],
    ['primary Answer', 'Query', undefined],
    ['events Take', 'Query', ['POOL#sales']],
    ['events Take', 'PutItem', ['CALL#c1']],
    ['events Take', 'UpdateItem', ['AGENT#a1']],
    ['primary PublisherPublish', 'Query', ['CALL#c1']],
    ['primary PublisherPublish', 'PutItem', ['CONFIG']],
    ['fallback Answer', 'GetItem', ['CONFIG']],
    ['primary CanaryProbe', 'GetItem', ['CONFIG']],
  ] as const)('would stop a function that was taken over: %s, %s of %j', (who, operation, partitions) => {
    expect(may(who, operation, partitions)).toBe(false);
  });

  it.each<readonly [string, readonly string[] | undefined, boolean]>([
    ['AGENT#a1', ['pk', 'sk', 'stamp'], true],
    ['CONFIG', ['pk', 'sk', 'stamp'], true],
    ['CONFIG', ['pk', 'sk', 'published'], true],
    ['AGENT#a1', ['pk', 'sk', 'stamp', 'numbers'], false],
    ['CONFIG', ['pk', 'sk', 'revision'], false],
    ['AGENT#a1', undefined, false],
    ['POOL#sales', ['pk', 'sk', 'stamp'], false],
  ])('let the publisher write its marks and nothing else: of %s %j: %s', (partition, attributes, isIt) => {
    const context = {
      'dynamodb:LeadingKeys': [partition],
      ...(attributes && { 'dynamodb:Attributes': attributes }),
    };
    const request = { action: 'dynamodb:UpdateItem', resource: stateTable, context };
    expect(isAllowed(policies['primary PublisherPublish'] ?? [], request)).toBe(isIt);
  });

  it('let nobody list calls by day: the index is for people', () => {
    for (const who of Object.keys(policies)) {
      expect(may(who, 'Query', ['2026-11-26#0'], '<StateTable.Arn>/index/calls')).toBe(false);
    }
  });

  it('of queues, buckets and topics let services in for a named source, and nobody else', () => {
    const documents = sides.flatMap((side) =>
      resourcesOf(templates[side]).filter(({ Type }) => /^AWS::(SQS::Queue|S3::Bucket|SNS::Topic)Policy$/.test(Type)),
    );
    expect(documents).not.toHaveLength(0);
    for (const { LogicalId, Properties } of documents) {
      const { Statement: statements } = Properties.PolicyDocument as { Statement: Record<string, unknown>[] };
      for (const { Effect, Principal, Condition } of statements) {
        if (Effect === 'Deny') continue;
        expect(Principal, LogicalId).toEqual({ Service: expect.stringMatching(/^[a-z0-9.]+\.amazonaws\.com$/) });
        expect(JSON.stringify(Condition), LogicalId).toContain('aws:SourceArn');
      }
    }
  });
});
