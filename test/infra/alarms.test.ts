import { beforeAll, describe, expect, it } from 'vitest';
import { makeTemplates, resourcesOf, type Templates } from './stacks.ts';

const sides = ['primary', 'fallback'] as const;

const api = ['ApiId', 'Stage'];
const lambda = ['FunctionName'];
const own = ['Stage'];

/** Namespace, metric, dimensions, statistic, comparator, threshold, minutes: as AWS (or our handlers) publish them. */
const expected = [
  ['NearLimit', 'AWS/ApiGateway', 'Latency', api, 'PR(8000:)', 'GreaterThanThreshold', 0, '1 of 1'],
  ['SlowAnswers', 'AWS/ApiGateway', 'Latency', api, 'Maximum', 'GreaterThanOrEqualToThreshold', 5_000, '2 of 3'],
  ['SlowFunction', 'AWS/Lambda', 'Duration', lambda, 'Maximum', 'GreaterThanOrEqualToThreshold', 5_000, '2 of 3'],
  ['ServerErrors', 'AWS/ApiGateway', '5xx', api, 'Sum', 'GreaterThanOrEqualToThreshold', 1, '2 of 3'],
  ['FunctionErrors', 'AWS/Lambda', 'Errors', lambda, 'Sum', 'GreaterThanOrEqualToThreshold', 1, '2 of 3'],
  ['FunctionThrottles', 'AWS/Lambda', 'Throttles', lambda, 'Sum', 'GreaterThanOrEqualToThreshold', 1, '2 of 3'],
  ['InvalidAnswers', 'DialWhom', 'InvalidAnswerBlocked', own, 'Sum', 'GreaterThanOrEqualToThreshold', 1, '1 of 1'],
];

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
    ]);
    expect(found).toEqual(expected);
  });

  it.each(sides)('look at the API, the function and the stage of their own stack: %s', (side) => {
    const values = new Set(
      alarmsOf(side).flatMap(({ Dimensions }) => Dimensions.map(({ Value }) => JSON.stringify(Value))),
    );
    expect([...values]).toEqual(['{"Ref":"ApiCD79AAA0"}', '"$default"', '{"Ref":"AnswerFunction5C8C9F6E"}', '"dev"']);
  });

  it.each(sides)('count minutes, and take no calls for good news: %s', (side) => {
    for (const { name, Period, TreatMissingData } of alarmsOf(side)) {
      expect({ name, Period, TreatMissingData }).toEqual({ name, Period: 60, TreatMissingData: 'notBreaching' });
    }
  });

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
