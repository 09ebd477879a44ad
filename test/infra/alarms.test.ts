import { beforeAll, describe, expect, it } from 'vitest';
import { type AlarmMetrics, datapointsOf, expressionOf, type Samples, watchedBy } from '../support/alarm-metrics.ts';
import { type Condition, jointStatesOf, type State, statesOf } from '../support/alarm-states.ts';
import { type AlarmCase, alarmCases, everyAlarm, jointCases, type Stack } from './alarm-cases.ts';
import { emittedByAws, emittedByUs, functionNames, withQuota } from './emitted.ts';
import { makeTemplates, resourceNamed, resourcesOf, type Templates } from './stacks.ts';

type GetAtt = { 'Fn::GetAtt': [string, string] };

type AlarmProperties = AlarmMetrics & Condition & { AlarmDescription: string };

const stacks = ['primary', 'fallback', 'events'] as const;

/** Functions in a template, by the folder that they are made of. */
const folders: Readonly<Record<string, (stack: Stack) => string>> = {
  AnswerFunction: (stack) => stack,
  CanaryProbeFunction: () => 'canary',
  PublisherPublishFunction: () => 'publisher',
  TakeFunction: () => 'events',
};

/** CloudWatch looks at more minutes than it says: what holds must hold however many. */
const furtherMinutes = [0, 2, 5];

const repeat = (minute: Samples, times: number): Samples[] => Array<Samples>(times).fill(minute);

describe('the alarms', () => {
  let templates: Templates;
  beforeAll(() => {
    templates = makeTemplates();
  });

  const functionsIn = (stack: Stack): string[] =>
    resourcesOf(templates[stack], 'AWS::Lambda::Function').map(
      ({ LogicalId }) => folders[LogicalId.slice(0, -8)]?.(stack) ?? LogicalId,
    );

  /** Metrics of ours are told apart by their stage alone, so that those of a Region are one. */
  const functionsBeside = (stack: Stack): string[] =>
    stack === 'fallback' ? functionsIn('fallback') : [...functionsIn('primary'), ...functionsIn('events')];

  const alarmsOf = (stack: Stack) =>
    resourcesOf(templates[stack], 'AWS::CloudWatch::Alarm').map(({ LogicalId, Properties }) => ({
      name: LogicalId.replace(/^Alarms|.{8}$/g, ''),
      ...(Properties as AlarmProperties),
    }));

  const alarmOf = (stack: Stack, name: string) => {
    const found = alarmsOf(stack).find((alarm) => alarm.name === name);
    if (!found) throw new Error(`there is no ${name} in the stack of the ${stack}`);
    return found;
  };

  /** By the ids that the alarm has for its metrics. */
  const samplesOf = (alarm: AlarmProperties, minute: AlarmCase['off']): Samples =>
    Array.isArray(minute) ? { [watchedBy(alarm)[0]?.id ?? '']: minute as number[] } : (minute as Samples);

  /** As pessimistic as AWS's reference is about DynamoDB's own metrics: what is missing is ignored, whatever we say. */
  const play = (alarm: AlarmProperties, minutes: readonly Samples[], more: number): State[] => {
    const isDynamo = watchedBy(alarm).every(({ metric }) => metric.startsWith('AWS/DynamoDB'));
    const condition = isDynamo ? { ...alarm, TreatMissingData: 'ignore' } : alarm;
    return statesOf(condition, datapointsOf(alarm, minutes), more);
  };

  it.each(stacks)('are these and no others: %s', (stack) => {
    const expected = everyAlarm.filter((one) => one.stack === stack).map(({ name }) => name);
    expect(
      alarmsOf(stack)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(expected.sort());
  });

  it.each(stacks)('are joined as listed and in no other way: %s', (stack) => {
    const expected = Object.values(jointCases).filter((one) => one.stacks.includes(stack));
    templates[stack].resourceCountIs('AWS::CloudWatch::CompositeAlarm', expected.length);
  });

  it('have the latency near the 10-second limit first', () => {
    for (const stack of ['primary', 'fallback'] as const) expect(alarmsOf(stack)[0]?.name).toBe('NearLimit');
  });

  it.each(everyAlarm)('watch what the list says: $stack $name', ({ stack, name, of }) => {
    const alarm = alarmOf(stack, name);
    const watched = watchedBy(alarm);
    const sign = { GreaterThanThreshold: '>', GreaterThanOrEqualToThreshold: '>=' }[alarm.ComparisonOperator];
    expect({
      metrics: watched.map(({ metric }) => metric),
      expression: expressionOf(alarm),
      statistics: [...new Set(watched.map(({ statistic }) => statistic))],
      periods: [...new Set(watched.map(({ periodSeconds }) => periodSeconds))],
      condition: `${sign} ${alarm.Threshold}`,
      minutes: [alarm.DatapointsToAlarm, alarm.EvaluationPeriods],
      silence: alarm.TreatMissingData,
    }).toEqual({
      metrics: of.metrics,
      expression: of.expression,
      statistics: [of.statistic],
      periods: [60],
      condition: of.condition,
      minutes: of.minutes,
      silence: of.silence,
    });
  });

  it.each(everyAlarm)('watch what is emitted there: $stack $name', ({ stack, name }) => {
    const emitted = [...emittedByAws, ...functionsBeside(stack).flatMap((one) => emittedByUs[one] ?? [])];
    const alarm = alarmOf(stack, name);
    for (const { metric } of watchedBy(alarm)) expect(emitted).toContain(metric);
    // Of ten metrics at most.
    expect(watchedBy(alarm).length).toBeLessThanOrEqual(10);
    if (expressionOf(alarm)?.includes('SERVICE_QUOTA')) expect(watchedBy(alarm).at(-1)?.metric).toBe(withQuota);
  });

  it('know which functions there are', () => {
    expect([...new Set(stacks.flatMap(functionsIn))].sort()).toEqual([...functionNames].sort());
    for (const name of functionNames) expect(emittedByUs[name]?.length, name).toBeGreaterThan(0);
  });

  it.each(stacks)('look at the API, the function, the table and the stage of their own stack: %s', (stack) => {
    const values = alarmsOf(stack).flatMap((alarm) =>
      watchedBy(alarm).flatMap(({ dimensions }) => dimensions.map(({ Value }) => JSON.stringify(Value))),
    );
    const handler = stack === 'events' ? 'TakeFunction455C7B7A' : 'AnswerFunction5C8C9F6E';
    const ofTable = ['GetItem', 'Query', 'BatchGetItem', 'PutItem', 'UpdateItem', 'calls'].map((one) => `"${one}"`);
    expect([...new Set(values)].sort()).toEqual(
      [
        ...['{"Ref":"ApiCD79AAA0"}', '"$default"', `{"Ref":"${handler}"}`, '"dev"'],
        ...(stack === 'primary' ? ['{"Fn::GetAtt":["PublisherFailures439487BC","QueueName"]}'] : []),
        ...(stack === 'primary' ? ['{"Ref":"StateTable962DE04C"}', ...ofTable] : []),
      ].sort(),
    );
  });

  it.each(everyAlarm)('stay quiet in a night without calls, unless silence is the trouble: $stack $name', (one) => {
    const alarm = alarmOf(one.stack, one.name);
    for (const more of furtherMinutes) {
      const states = new Set(play(alarm, repeat({}, 600), more));
      if (one.of.silence === 'breaching') expect(states).toEqual(new Set(['ALARM']));
      else expect(states).not.toContain('ALARM');
    }
  });

  it.each(everyAlarm)('stay quiet a hair below their threshold, and in too few bad minutes: $stack $name', (one) => {
    const alarm = alarmOf(one.stack, one.name);
    const [off, fine] = [samplesOf(alarm, one.of.off), samplesOf(alarm, one.of.fine)];
    const [bad, of] = one.of.minutes;
    for (const more of furtherMinutes) {
      const calm = repeat(fine, of + more);
      const minutes = [...calm, ...calm, ...repeat(off, bad - 1), ...calm];
      // Before the first data there was silence.
      expect(play(alarm, minutes, more).slice(of + more)).not.toContain('ALARM');
    }
  });

  /** Minutes of trouble until it is on, and without trouble until it is off again. */
  const experience = (stack: Stack, name: string, of: AlarmCase, more: number) => {
    const alarm = alarmOf(stack, name);
    const [off, fine] = [samplesOf(alarm, of.off), samplesOf(alarm, of.fine)];
    // Where silence is healthy it must be enough to recover.
    const healthy = of.silence === 'breaching' ? fine : {};
    const trouble = 20;
    const states = play(alarm, [...repeat(fine, 20), ...repeat(off, trouble), ...repeat(healthy, 40)], more);
    const isAt = (state: State, from: number) => states.indexOf(state, from) + 1 - from;
    return { fired: isAt('ALARM', 20), recovered: isAt('OK', 20 + trouble), last: states.at(-1) };
  };

  it.each(everyAlarm)('go off and recover: $stack $name', ({ stack, name, of }) => {
    for (const more of furtherMinutes) {
      const { fired, recovered, last } = experience(stack, name, of, more);
      expect(fired).toBe(of.minutes[0]);
      expect(recovered).toBeGreaterThan(0);
      expect(recovered).toBeLessThanOrEqual(of.minutes[1] + more + 1);
      expect(last).toBe('OK');
    }
  });

  /** A composite alarm's rule, with alarms by their names. */
  const ruleOf = (stack: Stack, name: string): string => {
    const { Properties } = resourceNamed(templates[stack], 'AWS::CloudWatch::CompositeAlarm', `Alarms${name}`);
    // CDK names it, because it once had to have a name; what differs between two deployments is in it.
    expect(Properties.AlarmName).toContain(`DialWhomdev${stack === 'primary' ? 'Primary' : 'Fallback'}Alarms`);
    const { 'Fn::Join': joined } = Properties.AlarmRule as { 'Fn::Join': [string, (string | GetAtt)[]] };
    return joined[1]
      .map((part) => (typeof part === 'string' ? part : part['Fn::GetAtt'][0].replace(/^Alarms(\w+)\w{8}$/, '$1')))
      .join('');
  };

  const everyJoint = Object.entries(jointCases).flatMap(([name, of]) =>
    of.stacks.map((stack) => ({ stack, name, of })),
  );

  it.each(everyJoint)('go off together, by alarms of the same stack, and recover: $stack $name', (one) => {
    const rule = ruleOf(one.stack, one.name);
    expect(rule).toBe(`(${one.of.allOf.map((part) => `ALARM("${part}")`).join(' AND ')})`);
    const statesBy = (minutesOf: (part: string) => number[][]) =>
      jointStatesOf(
        rule,
        Object.fromEntries(
          one.of.allOf.map((part) => {
            const alarm = alarmOf(one.stack, part);
            const minutes = minutesOf(part).map((samples) => samplesOf(alarm, samples));
            return [part, play(alarm, minutes, 2).slice(10)];
          }),
        ),
      );
    const story = [...Array(20).fill([0]), ...Array(5).fill([1]), ...Array(10).fill([0])] as number[][];
    const states = statesBy(() => story);
    expect([states.indexOf('ALARM'), states.lastIndexOf('ALARM'), states.at(-1)]).toEqual([11, 15, 'OK']);
    // One URL that fails is not the end.
    expect(statesBy((part) => (part === one.of.allOf[0] ? story : Array(35).fill([0])))).not.toContain('ALARM');
    // A canary that does not run sees no call answered either.
    expect(statesBy(() => Array(35).fill([])).at(-1)).toBe('ALARM');
  });

  it('print themselves', () => {
    const severityIn = ({ severity }: AlarmCase, stack: Stack) =>
      typeof severity === 'string' ? severity : severity[stack];
    const rows = everyAlarm.map(({ stack, name, of }) => {
      const { fired, recovered } = experience(stack, name, of, 2);
      const [namespace, metric, dimensions = 'none'] = (of.metrics[0] ?? '').split(' ');
      const others = of.metrics.length > 1 ? ` and ${of.metrics.length - 1} more` : '';
      return [
        ...[name, stack, severityIn(of, stack), `${namespace} ${metric}${others}`, dimensions, of.statistic],
        ...[of.condition, `${of.minutes[0]} of ${of.minutes[1]}`, of.silence],
        `after ${fired} min, ${recovered} min`,
      ];
    });
    const joint = everyJoint.map(({ stack, name, of }) => {
      const parts = of.allOf.join(' and ');
      return [name, stack, of.severity, parts, '', '', 'both on', '', '', 'with the later, with the earlier'];
    });
    const head = ['alarm', 'stack', 'severity', 'metric', 'dimensions', 'statistic', 'threshold', 'minutes', 'no data'];
    const table = [[...head, 'fired, recovered'], ...joint, ...rows];
    expect(rows).toHaveLength(Object.values(alarmCases).flatMap((one) => one.stacks).length);
    const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length))) ?? [];
    const lines = table.map((row) => row.map((cell, column) => (cell ?? '').padEnd(widths[column] ?? 0)).join('  '));
    console.log(lines.map((line) => line.trimEnd()).join('\n'));
  });
});
