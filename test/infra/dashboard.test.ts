import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { budget } from '../../functions/domain/budget.ts';
import { makeTemplates, onlyResource, resourcesOf, type Templates } from './stacks.ts';

type Widget = {
  type: string;
  properties: {
    title: string;
    region: string;
    alarms?: string[];
    metrics?: (string | { stat: string; region?: string })[][];
    annotations?: { horizontal: { value: number }[] };
  };
};

/** The dashboard's JSON, with references written as their logical ids. */
const widgetsOf = (template: Template): Widget[] => {
  const body = onlyResource(template, 'AWS::CloudWatch::Dashboard').Properties.DashboardBody as {
    'Fn::Join': [string, (string | Record<string, unknown>)[]];
  };
  const text = body['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : Object.values(part).flat()[0]));
  return (JSON.parse(text.join('')) as { widgets: Widget[] }).widgets;
};

describe('the dashboards', () => {
  let templates: Templates;
  beforeAll(() => {
    templates = makeTemplates();
  });

  it('show what callers got before which layer is to blame', () => {
    expect(widgetsOf(templates.primary).map(({ properties }) => properties.title)).toEqual([
      'Alarms',
      'Answers',
      'Errors',
      'Latency seen by the provider',
      'of which behind the gateway',
      'Function duration',
      'Function',
      "Age of the fallback's snapshot",
      "Probes from this Region, and the fallback's snapshot",
      'DynamoDB latency, slowest',
      'DynamoDB throttles',
    ]);
  });

  it('show no DynamoDB for the fallback, which has none', () => {
    expect(widgetsOf(templates.fallback)).toHaveLength(9);
  });

  it.each(['primary', 'fallback'] as const)('show the state of every alarm: %s', (side) => {
    const [first] = widgetsOf(templates[side]);
    expect(first?.properties.alarms).toHaveLength(
      resourcesOf(templates[side]).filter(({ Type }) => /^AWS::CloudWatch::(Composite)?Alarm$/.test(Type)).length,
    );
  });

  it('draw the limits of every layer into the latencies', () => {
    const limits = [budget.handlerMs, 5_000, budget.gatewayMs, budget.providerMs];
    const marked = widgetsOf(templates.primary).filter(({ properties }) => properties.annotations);
    expect(
      marked.map(({ properties }) => [properties.title, properties.annotations?.horizontal.map(({ value }) => value)]),
    ).toEqual([
      ['Latency seen by the provider', limits],
      ['of which behind the gateway', limits],
      ['Function duration', limits],
      // And that of its alarm into this one.
      ["Age of the fallback's snapshot", [900]],
    ]);
  });

  it.each(['primary', 'fallback'] as const)('show how old the snapshot is where it is read: %s', (side) => {
    const [age] =
      widgetsOf(templates[side]).find(({ properties }) => /^Age/.test(properties.title))?.properties.metrics ?? [];
    expect(age?.slice(0, 4)).toEqual(['DialWhom', 'SnapshotAgeSeconds', 'Stage', 'dev']);
    expect(age?.at(-1)).toMatchObject({ stat: 'Maximum', region: 'ap-southeast-1' });
  });

  it('show on which rung of the degradation ladder answers stand', () => {
    const answers = widgetsOf(templates.primary)[1]?.properties.metrics ?? [];
    for (const name of ['Degraded', 'StaleConfig']) {
      expect(answers.find((metric) => metric.includes(name))?.at(-1)).toMatchObject({ stat: 'Sum' });
    }
  });

  it("show the fallback's answers on the primary's dashboard, from the fallback's Region", () => {
    const answers = widgetsOf(templates.primary)[1]?.properties.metrics?.find((metric) =>
      metric.includes('FallbackServed'),
    );
    expect(answers?.at(-1)).toMatchObject({ stat: 'Sum', region: 'ap-southeast-1' });
  });
});
