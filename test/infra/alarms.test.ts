import { beforeAll, describe, expect, it } from 'vitest';
import { makeTemplates, resourcesOf, type Templates } from './stacks.ts';

const sides = ['primary', 'fallback'] as const;

const api = ['ApiId', 'Stage'];
const lambda = ['FunctionName'];
const queue = ['QueueName'];
const own = ['Stage'];
const atLeast = 'GreaterThanOrEqualToThreshold';
const above = 'GreaterThanThreshold';

/** Namespace, metric, dimensions, statistic, comparator, threshold, minutes, silence: as AWS or our functions publish them. */
const onUrl = [
  ['NearLimit', 'AWS/ApiGateway', 'Latency', api, 'PR(8000:)', above, 0, '1 of 1', 'notBreaching'],
  ['SlowAnswers', 'AWS/ApiGateway', 'Latency', api, 'Maximum', atLeast, 5_000, '2 of 3', 'notBreaching'],
  ['SlowFunction', 'AWS/Lambda', 'Duration', lambda, 'Maximum', atLeast, 5_000, '2 of 3', 'notBreaching'],
  ['ServerErrors', 'AWS/ApiGateway', '5xx', api, 'Sum', atLeast, 1, '2 of 3', 'notBreaching'],
  ['FunctionErrors', 'AWS/Lambda', 'Errors', lambda, 'Sum', atLeast, 1, '2 of 3', 'notBreaching'],
  ['FunctionThrottles', 'AWS/Lambda', 'Throttles', lambda, 'Sum', atLeast, 1, '2 of 3', 'notBreaching'],
  ['InvalidAnswers', 'DialWhom', 'InvalidAnswerBlocked', own, 'Sum', atLeast, 1, '1 of 1', 'notBreaching'],
];

const probes = [
  ['PrimaryProbe', 'DialWhom', 'PrimaryProbeFailed', own, 'Maximum', atLeast, 1, '2 of 3', 'breaching'],
  ['FallbackProbe', 'DialWhom', 'FallbackProbeFailed', own, 'Maximum', atLeast, 1, '2 of 3', 'breaching'],
];

const messages = 'NumberOfMessagesSent';

const expected = {
  primary: [
    ...onUrl,
    ['DegradedAnswers', 'DialWhom', 'Degraded', own, 'Sum', atLeast, 1, '2 of 3', 'notBreaching'],
    ['StaleConfig', 'DialWhom', 'StaleConfig', own, 'Sum', atLeast, 1, '2 of 3', 'notBreaching'],
    ['SnapshotFailures', 'AWS/SQS', messages, queue, 'Sum', atLeast, 1, '1 of 15', 'notBreaching'],
    // Refused with every run, which is five minutes apart.
    ['SnapshotRefused', 'DialWhom', 'SnapshotRefused', own, 'Sum', atLeast, 1, '1 of 6', 'notBreaching'],
    ...probes,
  ],
  fallback: [
    ...onUrl,
    ['SnapshotOld', 'DialWhom', 'SnapshotAgeSeconds', own, 'Maximum', above, 900, '2 of 3', 'breaching'],
    ...probes,
  ],
};

type AlarmProperties = {
  Namespace: string;
  MetricName: string;
  Dimensions: { Name: string; Value: unknown }[];
  Statistic?: string;
  ExtendedStatistic?: string;
  ComparisonOperator: string;
  Threshold: number;
  DatapointsToAlarm: number;
  EvaluationPeriods: number;
  Period: number;
  TreatMissingData: string;
  AlarmDescription: string;
};

describe('the alarms', () => {
  let templates: Templates;
  beforeAll(() => {
    templates = makeTemplates();
  });

  const alarmsOf = (side: keyof Templates) =>
    resourcesOf(templates[side], 'AWS::CloudWatch::Alarm').map(({ LogicalId, Properties }) => ({
      name: LogicalId.replace(/^Alarms|.{8}$/g, ''),
      ...(Properties as AlarmProperties),
    }));

  it.each(sides)('watch metrics that exist, against the time budget: %s', (side) => {
    const found = alarmsOf(side).map((alarm) => [
      alarm.name,
      alarm.Namespace,
      alarm.MetricName,
      alarm.Dimensions.map(({ Name }) => Name),
      alarm.ExtendedStatistic ?? alarm.Statistic,
      alarm.ComparisonOperator,
      alarm.Threshold,
      `${alarm.DatapointsToAlarm} of ${alarm.EvaluationPeriods}`,
      alarm.TreatMissingData,
    ]);
    expect(found).toEqual(expected[side]);
  });

  it.each(sides)('look at the API, the function and the stage of their own stack: %s', (side) => {
    const values = new Set(
      alarmsOf(side).flatMap(({ Dimensions }) => Dimensions.map(({ Value }) => JSON.stringify(Value))),
    );
    expect([...values]).toEqual([
      ...['{"Ref":"ApiCD79AAA0"}', '"$default"', '{"Ref":"AnswerFunction5C8C9F6E"}', '"dev"'],
      ...(side === 'primary' ? ['{"Fn::GetAtt":["PublisherFailures439487BC","QueueName"]}'] : []),
    ]);
  });

  it.each(sides)('count minutes: %s', (side) => {
    for (const { name, Period } of alarmsOf(side)) expect({ name, Period }).toEqual({ name, Period: 60 });
  });

  it.each(sides)('take no calls for good news, and silence of what must speak each minute for bad: %s', (side) => {
    const breaching = alarmsOf(side).filter(({ TreatMissingData }) => TreatMissingData === 'breaching');
    expect(breaching.map(({ name }) => name)).toEqual([
      ...(side === 'fallback' ? ['SnapshotOld'] : []),
      'PrimaryProbe',
      'FallbackProbe',
    ]);
  });

  it.each(sides)(
    'of the probes say where the URLs go, since they are on until somebody has put them there: %s',
    (side) => {
      for (const { name, AlarmDescription } of alarmsOf(side)) {
        if (name.endsWith('Probe')) expect(AlarmDescription).toContain('/dial-whom/dev/canary-urls of this Region');
      }
    },
  );

  it.each(sides)('say what they mean and what to do first: %s', (side) => {
    for (const { AlarmDescription } of alarmsOf(side)) {
      expect(AlarmDescription).toMatch(/^[^.]+(\.\d[^.]*)?\. (Look|Compare) .+\.$/);
      expect(AlarmDescription.length).toBeLessThanOrEqual(1_024);
    }
  });

  it('say that the provider goes on to the fallback, and that nothing comes after the fallback', () => {
    const nearLimit = (side: keyof Templates) =>
      alarmsOf(side).find(({ name }) => name === 'NearLimit')?.AlarmDescription;
    expect(nearLimit('primary')).toMatch(/at 10 s the provider turns to the Fallback URL/);
    expect(nearLimit('fallback')).toMatch(/at 10 s nobody else is asked/);
  });
});
