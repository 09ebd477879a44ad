import { beforeAll, describe, expect, it } from 'vitest';
import { alarmCases, jointCases, type Stack } from './alarm-cases.ts';
import {
  accountId,
  configFrom,
  keyHashes,
  makeTemplates,
  onlyResource,
  resourcesOf,
  type Templates,
} from './stacks.ts';

const sides = ['primary', 'fallback'] as const;
const topic = { Ref: 'AlarmTopicC2164170' };

type Told = { AlarmDescription: string; AlarmActions: unknown[]; OKActions: unknown[] };

describe('the alarms', () => {
  let templates: Templates;
  beforeAll(() => {
    templates = makeTemplates({ keyHashes, alarmEmail: 'telephony@example.com' });
  });

  const toldBy = (stack: Stack) =>
    resourcesOf(templates[stack])
      .filter(({ Type }) => /^AWS::CloudWatch::(Composite)?Alarm$/.test(Type))
      .map(({ LogicalId, Properties }) => ({ name: LogicalId.replace(/^Alarms|.{8}$/g, ''), ...(Properties as Told) }));

  it.each(sides)('are told to one topic of their Region, when they go on and when they go off: %s', (side) => {
    templates[side].resourceCountIs('AWS::SNS::Topic', 1);
    for (const { name, AlarmActions, OKActions } of toldBy(side)) {
      expect({ name, AlarmActions, OKActions }).toEqual({ name, AlarmActions: [topic], OKActions: [topic] });
    }
  });

  it("of the events are told to the topic of the primary's stack, which is in the same Region", () => {
    templates.events.resourceCountIs('AWS::SNS::Topic', 0);
    expect(toldBy('events').length).toBeGreaterThan(0);
    for (const { AlarmActions, OKActions } of toldBy('events')) {
      expect(JSON.stringify(AlarmActions)).toMatch(/DialWhom-dev-Primary.*PublishOutputRefAlarmTopic/);
      expect(OKActions).toEqual(AlarmActions);
    }
  });

  it.each(sides)('reach it over TLS only, from CloudWatch and this account only: %s', (side) => {
    const { Topics, PolicyDocument } = onlyResource(templates[side], 'AWS::SNS::TopicPolicy').Properties;
    expect(Topics).toEqual([topic]);
    const region = { primary: 'ap-south-1', fallback: 'ap-southeast-1' }[side];
    const alarms = { 'Fn::Join': ['', [`arn:aws:cloudwatch:${region}:`, accountId, ':alarm:*']] };
    // SNS's default policy, which would let CloudWatch in, is gone with the first one of its own.
    expect(
      (PolicyDocument as { Statement: object[] }).Statement.map(({ Sid: _, ...rest }: { Sid?: string }) => rest),
    ).toEqual([
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: topic,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: topic,
        Condition: { StringEquals: { 'aws:SourceAccount': accountId }, ArnLike: { 'aws:SourceArn': alarms } },
      },
    ]);
  });

  it.each(sides)('hang on no key of KMS: %s', (side) => {
    expect(onlyResource(templates[side], 'AWS::SNS::Topic').Properties).toBeUndefined();
  });

  it.each(sides)('are mailed to the one address that is given: %s', (side) => {
    expect(onlyResource(templates[side], 'AWS::SNS::Subscription').Properties).toEqual({
      Protocol: 'email',
      Endpoint: 'telephony@example.com',
      TopicArn: topic,
    });
  });

  it('are mailed to nobody unless an address is given', () => {
    const { primary, fallback } = makeTemplates();
    for (const template of [primary, fallback]) template.resourceCountIs('AWS::SNS::Subscription', 0);
  });

  it.each(['primary', 'fallback', 'events'] as const)(
    'say how grave, what it means, what to do, and where to read on: %s',
    (stack) => {
      for (const { name, AlarmDescription } of toldBy(stack)) {
        const { severity } = { ...alarmCases, ...jointCases }[name] ?? {};
        const word = typeof severity === 'string' ? severity : severity?.[stack];
        // Two sentences, whose full stops are those before a capital letter.
        const sentences = /^(PAGE|WARN): [A-Z8].+?[^ ]\. (Look|Compare) .+\. docs\/runbook\.md#([a-z]+)$/.exec(
          AlarmDescription,
        );
        expect([sentences?.[1], sentences?.[3]], AlarmDescription).toEqual([word?.toUpperCase(), name.toLowerCase()]);
        expect(AlarmDescription.match(/[A-Za-z)\d]\. [A-Z]/g), AlarmDescription).toHaveLength(1);
        expect(AlarmDescription.length).toBeLessThanOrEqual(1_024);
      }
    },
  );

  it('say that the provider goes on to the fallback, and that nothing comes after the fallback', () => {
    const nearLimit = (stack: Stack) => toldBy(stack).find(({ name }) => name === 'NearLimit')?.AlarmDescription;
    expect(nearLimit('primary')).toMatch(/at 10 s the provider turns to the Fallback URL/);
    expect(nearLimit('fallback')).toMatch(/at 10 s nobody else is asked/);
  });

  it.each(sides)(
    'of the probes say where the URLs go, since they are on until somebody has put them there: %s',
    (side) => {
      const probes = toldBy(side).filter(({ name }) => name.endsWith('Probe'));
      expect(probes).toHaveLength(2);
      for (const { AlarmDescription } of probes) {
        expect(AlarmDescription).toContain('/dial-whom/dev/canary-urls of this Region');
      }
    },
  );
});

describe('the address for alarms', () => {
  it.each(['telephony@example.com', "o'neil+night@mail.example.co.in"])('can be %s', (alarmEmail) => {
    expect(configFrom({ alarmEmail }).alarmEmail).toBe(alarmEmail);
  });

  it.each(['', 'ops', 'ops@example', 'a@example.com,b@example.com', 'Ops <ops@example.com>', ' ops@example.com', 7])(
    'cannot be %j',
    (alarmEmail) => {
      expect(() => configFrom({ alarmEmail })).toThrow(/CDK context alarmEmail is .*Use one e-mail address, such as/);
    },
  );
});
