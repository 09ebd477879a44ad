/** What `bench scale` takes for granted of a deployed stage. */
import { expect, it } from 'vitest';
import { deployed, routes } from '../../bin/bench/scale/parameters.ts';
import { units } from '../../functions/domain/signals.ts';
import { throttles } from '../../lib/constructs/call-api.ts';
import { emittedByUs } from './emitted.ts';
import { makeTemplates } from './stacks.ts';

it('the limits of our routes are those that are deployed', () => {
  const { checks: _, ...ofRequests } = throttles;
  expect(routes).toEqual(ofRequests);
});

it('so many alarms, dashboards and metrics are paid, and so much memory', () => {
  const templates = Object.values(makeTemplates());
  const all = (type: string) => templates.flatMap((template) => Object.values(template.findResources(type)));
  const memoryOf = (what: RegExp) =>
    all('AWS::Lambda::Function').find(({ Properties }) => what.test(Properties.Description))?.Properties.MemorySize;
  // Of a metric-math alarm each metric it reads.
  const watched = all('AWS::CloudWatch::Alarm').map(
    ({ Properties: { Metrics } }) =>
      (Metrics as { MetricStat?: object }[] | undefined)?.filter((one) => one.MetricStat).length ?? 1,
  );
  // The canaries', each in its Region, and of the snapshot that it was published and how old it is.
  const quiet = [
    ...(emittedByUs.canary ?? []),
    ...(emittedByUs.canary ?? []),
    'SnapshotPublished',
    'SnapshotAgeSeconds',
  ];
  expect({
    alarmMetrics: watched.reduce((sum, one) => sum + one, 0),
    compositeAlarms: all('AWS::CloudWatch::CompositeAlarm').length,
    dashboards: all('AWS::CloudWatch::Dashboard').length,
    metrics: Object.keys(units).length,
    metricsWithoutCalls: quiet.length,
    primaryMb: memoryOf(/Decides from the table/),
    eventsMb: memoryOf(/what the provider tells/),
  }).toEqual(deployed);
});
