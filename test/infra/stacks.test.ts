import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { keyHashes, makeStacks, makeTemplates, resourcesOf, type Templates } from './stacks.ts';

const sides = ['primary', 'fallback', 'events'] as const;

/** The property that would pin a name in the account, per resource type. */
const physicalNames = {
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::Events::Rule': 'Name',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
};

describe('the stacks', () => {
  let templates: Templates;
  beforeAll(() => {
    templates = makeTemplates();
  });

  it('are named after their stage and live in two Regions, the events beside the table', () => {
    const { primary, fallback, events } = makeStacks({ stage: 'prod' });
    expect([primary.stackName, primary.region]).toEqual(['DialWhom-prod-Primary', 'ap-south-1']);
    expect([fallback.stackName, fallback.region]).toEqual(['DialWhom-prod-Fallback', 'ap-southeast-1']);
    expect([events.stackName, events.region]).toEqual(['DialWhom-prod-Events', 'ap-south-1']);
  });

  it('need no account to be synthesised, and take one when it is known', () => {
    expect(makeStacks().primary.account).toMatch(/^\$\{Token/);
    expect(makeStacks({}, '123456789012').fallback.account).toBe('123456789012');
  });

  it('put out exactly the names that the documentation promises', () => {
    const outputsOf = (side: keyof Templates) =>
      Object.keys(templates[side].findOutputs('*'))
        // The names of table and log, and the ARNs of table and topic, for the stack of the events.
        .filter((name) => !name.startsWith('PublishOutput'))
        .sort();
    expect(outputsOf('primary')).toEqual(['DashboardUrl', 'PrimaryUrl', 'TableName']);
    expect(outputsOf('fallback')).toEqual(['DashboardUrl', 'FallbackUrl']);
    expect(outputsOf('events')).toEqual(['EventsUrl']);
  });

  it.each([
    ['primary', 'PrimaryUrl', '/\\{applet\\}\\?key='],
    ['fallback', 'FallbackUrl', '/\\{applet\\}\\?key='],
    ['events', 'EventsUrl', '/agent\\?key='],
  ] as const)('put out their URL, and what is appended to it: %s', (side, name, appended) => {
    templates[side].hasOutput(name, {
      Value: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['ApiCD79AAA0', 'ApiEndpoint'] }, `/${side}`]] },
      Description: Match.stringLikeRegexp(appended),
    });
  });

  it('of the two URLs know nothing of each other and nothing of the events: no import, no export, no shared name', () => {
    const { primary, fallback } = makeStacks();
    expect([...primary.dependencies, ...fallback.dependencies]).toEqual([]);
    for (const [side, others] of [
      ['primary', /DialWhom-dev-(Fallback|Events)/],
      ['fallback', /DialWhom-dev-(Primary|Events)/],
    ] as const) {
      const text = JSON.stringify(templates[side].toJSON());
      expect(text).not.toMatch(/Fn::ImportValue|Fn::GetStackOutput|"Export"|\{\{resolve:|"AWS::SSM::Parameter"/);
      expect(text).not.toMatch(others);
      // Parameters are read by the canary alone, which is told where at run time.
      expect(text.match(/[\w-]*:?ssm:\w*/g)).toEqual(['ssm:GetParameter', 'aws:ssm:ap']);
    }
  });

  it('of the events comes after the primary, whose table, log and topic it knows, and does not hold it to them', () => {
    const { events } = makeStacks();
    // What it refers to is found at synthesis.
    const text = JSON.stringify(Template.fromStack(events).toJSON());
    expect(events.dependencies.map(({ stackName }) => stackName)).toEqual(['DialWhom-dev-Primary']);
    // An import would forbid every change of what it names.
    expect(text).not.toMatch(/Fn::ImportValue|"Export"|ssm:|DialWhom-dev-Fallback/);
    const named = [...text.matchAll(/"OutputName":"(\w+)"/g)].map(([, name]) => name);
    expect([...new Set(named)].sort()).toEqual([
      'PublishOutputFnGetAttStateTable962DE04CArnF0C8F0DD',
      'PublishOutputRefAlarmTopicC216417028A67DB1',
      'PublishOutputRefAnswerLogsF8B9730B762A6D52',
      'PublishOutputRefStateTable962DE04C84B70CD9',
    ]);
  });

  it.each(sides)('pin no physical name, so that a second deployment fits beside the first: %s', (side) => {
    for (const [type, property] of Object.entries(physicalNames)) {
      for (const resource of resourcesOf(templates[side], type)) {
        expect(resource.Properties ?? {}, resource.LogicalId).not.toHaveProperty(property);
      }
    }
  });

  it.each([
    ['dev', 365, 'Delete', {}],
    ['prod', 365, 'Retain', {}],
    ['test', 7, 'Delete', { logDays: 7 }],
  ])('keep every log of %s for %d days, and %s it with the stack', (stage, days, policy, more) => {
    const made = makeTemplates({ stage, ...more });
    for (const side of sides) {
      const logs = resourcesOf(made[side], 'AWS::Logs::LogGroup');
      expect(logs).toHaveLength({ primary: 4, fallback: 3, events: 2 }[side]);
      for (const group of logs) {
        expect(group).toMatchObject({ DeletionPolicy: policy, UpdateReplacePolicy: policy });
        expect(group.Properties.RetentionInDays).toBe(days);
      }
    }
  });

  it('cannot be deleted by accident in prod', () => {
    const protectionOf = (context: Record<string, unknown>) =>
      Object.values(makeStacks(context)).map(({ terminationProtection }) => terminationProtection);
    expect(protectionOf({ stage: 'prod' })).toEqual([true, true, true]);
    expect(protectionOf({})).toEqual([false, false, false]);
  });

  it.each([
    ['primary', ['AnswerFunction5C8C9F6E', 'CanaryProbeFunction4E563096', 'PublisherPublishFunctionA6FFCA23']],
    ['fallback', ['AnswerFunction5C8C9F6E', 'CanaryProbeFunction4E563096']],
    ['events', ['TakeFunction455C7B7A']],
  ] as const)('use no code but their own: no custom resource and no other function: %s', (side, own) => {
    const ids = resourcesOf(templates[side], 'AWS::Lambda::Function').map(({ LogicalId }) => LogicalId);
    expect(ids.sort()).toEqual(own);
    const types = resourcesOf(templates[side]).map(({ Type }) => Type);
    expect(types.filter((type) => /^Custom::|CustomResource/.test(type))).toEqual([]);
  });

  it.each(sides)('warn when no key opens them: %s', (side) => {
    const annotations = Annotations.fromStack(makeStacks({})[side]);
    annotations.hasWarning('*', Match.stringLikeRegexp(`The ${side} will answer 403 to everything until`));
  });

  it('warn for each side that has no key, and say nothing when all have one', () => {
    const warningsOf = (context: Record<string, unknown>) => {
      const stacks = makeStacks(context);
      return sides.map((side) => Annotations.fromStack(stacks[side]).findWarning('*', Match.anyValue()).length);
    };
    expect(warningsOf({ keyHashes: { primary: keyHashes } })).toEqual([0, 1, 1]);
    expect(warningsOf({ keyHashes })).toEqual([0, 0, 0]);
  });
});
