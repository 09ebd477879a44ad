import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { doorOf } from './doors.ts';
import { frontDoors, keyHashes, makeStacks, makeTemplates, resourcesOf, type Templates } from './stacks.ts';

const sides = ['primary', 'fallback', 'events'] as const;

describe.each(Object.entries(frontDoors))('the stacks, %s,', (_name, context) => {
  let templates: Templates;
  beforeAll(() => {
    templates = makeTemplates(context);
  });

  it('are named after their stage and live in two Regions, the events beside the table', () => {
    const { primary, fallback, events } = makeStacks({ ...context, stage: 'prod' });
    expect([primary.stackName, primary.region]).toEqual(['DialWhom-prod-Primary', 'ap-south-1']);
    expect([fallback.stackName, fallback.region]).toEqual(['DialWhom-prod-Fallback', 'ap-southeast-1']);
    expect([events.stackName, events.region]).toEqual(['DialWhom-prod-Events', 'ap-south-1']);
  });

  it('need no account to be synthesised, and take one when it is known', () => {
    expect(makeStacks(context).primary.account).toMatch(/^\$\{Token/);
    expect(makeStacks(context, '123456789012').fallback.account).toBe('123456789012');
  });

  it('put out exactly the names that the documentation promises', () => {
    const outputsOf = (side: keyof Templates) =>
      Object.keys(templates[side].findOutputs('*'))
        // The names of table and log, and the ARNs of table and topic, for the stack of the events.
        .filter((name) => !name.startsWith('PublishOutput'))
        .sort();
    expect(outputsOf('primary')).toEqual(['DashboardUrl', 'PrimaryUrl', 'TableName']);
    expect(outputsOf('fallback')).toEqual(['DashboardUrl', 'FallbackUrl']);
    expect(outputsOf('events')).toEqual(['DashboardUrl', 'EventsUrl']);
  });

  it.each([
    ['primary', 'PrimaryUrl', '/\\{applet\\}\\?key='],
    ['fallback', 'FallbackUrl', '/\\{applet\\}\\?key='],
    ['events', 'EventsUrl', '/agent\\?key='],
  ] as const)('put out their URL, and what is appended to it: %s', (side, name, appended) => {
    templates[side].hasOutput(name, { Description: Match.stringLikeRegexp(appended) });
    const [{ Value }] = Object.values(templates[side].findOutputs(name)) as [{ Value: unknown }];
    const parts = JSON.stringify(Value);
    expect(parts).toContain(`"${doorOf(templates[side]).id}"`);
    expect(parts).toMatch(new RegExp(`"/${side}"\\]\\]\\}$`));
  });

  it('of the two URLs know nothing of each other and nothing of the events: no import, no export, no shared name', () => {
    const { primary, fallback } = makeStacks(context);
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
    const { events } = makeStacks(context);
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

  it.each([
    ['dev', 365, 'Delete', {}],
    ['prod', 365, 'Retain', {}],
    ['test', 7, 'Delete', { logDays: 7 }],
  ])('keep every log of %s for %d days, and %s it with the stack', (stage, days, policy, more) => {
    const made = makeTemplates({ ...context, stage, ...more });
    for (const side of sides) {
      const logs = resourcesOf(made[side], 'AWS::Logs::LogGroup');
      // A REST API has one more, of its errors.
      const own = { primary: 4, fallback: 3, events: 2 }[side];
      expect(logs).toHaveLength('restrictTo' in context ? own + 1 : own);
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
