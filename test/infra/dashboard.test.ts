import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { budget } from '../../functions/domain/budget.ts';
import { units } from '../../functions/domain/signals.ts';
import { type Body, bodyOf, bodyTextOf, type Entry, optionsOf, textsOf, type Widget } from '../picture/body.ts';
import { drawDashboard, pictureFile } from '../picture/dashboard-picture.ts';
import { firstScreenUnits } from '../picture/page.ts';
import { columnsOf } from '../picture/panels.ts';
import { makeTemplates, resourcesOf, type Templates } from './stacks.ts';

const sides = ['primary', 'fallback'] as const;
type Side = (typeof sides)[number];

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html, read in November 2026. */
const quotas = { widgets: 500, metricsOfWidget: 500, metricsOfDashboard: 2_500, alarmsOfWidget: 100 };
/** A whole template may have 1 MB. */
const bodyBytes = 100_000;

describe('the dashboards', () => {
  let templates: Templates;
  let bodies: Record<Side, Body>;
  let picture: string;
  beforeAll(() => {
    templates = makeTemplates();
    bodies = { primary: bodyOf(templates.primary), fallback: bodyOf(templates.fallback) };
    picture = drawDashboard();
  });

  const titlesOf = (side: Side) => bodies[side].widgets.map(({ properties }) => properties.title);
  const called = (side: Side, title: string): Widget => {
    const widget = bodies[side].widgets.find(({ properties }) => properties.title.startsWith(title));
    if (widget === undefined) throw new Error(`no widget ${title}`);
    return widget;
  };
  const metricsOf = ({ properties }: Widget): readonly Entry[] => properties.metrics ?? [];
  const names = (widget: Widget) => metricsOf(widget).map((entry) => textsOf(entry)[1]);

  it('show what callers get before which layer is to blame', () => {
    expect(titlesOf('primary')).toEqual([
      'Are callers being connected? The last 5 minutes',
      'How well? The last hour',
      'Alarms, those that are on first',
      'What callers were answered',
      'How long the provider waited',
      'Which layer waits: 99 of 100 are faster',
      'Waiting for the table, by stage: half are faster',
      'Waiting for the table, by stage: 99 of 100 are faster',
      'Attempts',
      'What became of rings',
      'Agents',
      'DynamoDB, slowest',
      'DynamoDB, throttled or failed',
      'Answered without all that is known',
      'Function',
      'Refused',
      'Events of the provider',
      'Answers by pool',
      'Calls without numbers, and why',
      "Age of the fallback's snapshot",
      'Snapshots',
      'Probes that failed',
    ]);
  });

  it('begin in both Regions with the same screen, so that either is enough', () => {
    expect(titlesOf('fallback').slice(0, 5)).toEqual(titlesOf('primary').slice(0, 5));
    expect(titlesOf('fallback').filter((title) => /DynamoDB|table|Agents/.test(title))).toEqual([]);
  });

  it.each(sides)('show on the first screen of a laptop who is connected, what is wrong and how fast: %s', (side) => {
    const first = bodies[side].widgets.filter(({ y, height }) => y + height <= firstScreenUnits);
    expect(first.map(({ properties }) => properties.title)).toEqual(titlesOf(side).slice(0, 5));
  });

  it.each(sides)('fill all 24 columns, row by row, and nothing lies on anything else: %s', (side) => {
    const taken = new Set<string>();
    for (const { x, y, width, height } of bodies[side].widgets) {
      for (let column = x; column < x + width; column += 1) {
        for (let row = y; row < y + height; row += 1) {
          expect(taken.has(`${column} ${row}`)).toBe(false);
          taken.add(`${column} ${row}`);
        }
      }
    }
    const height = Math.max(...bodies[side].widgets.map((widget) => widget.y + widget.height));
    expect(taken.size).toBe(24 * height);
  });

  it.each(sides)('show the state of every alarm, those that are on first: %s', (side) => {
    const { properties } = called(side, 'Alarms');
    expect(properties.alarms).toHaveLength(
      resourcesOf(templates[side]).filter(({ Type }) => /^AWS::CloudWatch::(Composite)?Alarm$/.test(Type)).length,
    );
    expect(properties).toMatchObject({ sortBy: 'stateUpdatedTimestamp' });
  });

  it('ask the logs what no metric has: pools', () => {
    expect(columnsOf(called('primary', 'Answers by pool').properties.query ?? '')).toEqual([
      'pool',
      'kind',
      'answers',
      'p50',
      'p99',
      'attempts',
    ]);
  });

  it('leave out nothing that is counted', () => {
    const shown = new Set(bodies.primary.widgets.flatMap(names));
    expect(Object.keys(units).filter((name) => !shown.has(name))).toEqual([]);
  });

  it.each(sides)('draw the limits of every layer into the latencies: %s', (side) => {
    const marked = ['How long the provider waited', 'Which layer waits'].map((title) => called(side, title));
    for (const { properties } of marked) {
      expect(properties.annotations?.horizontal.map(({ value }) => value)).toEqual([
        budget.handlerMs,
        5_000,
        budget.gatewayMs,
        budget.providerMs,
      ]);
      expect(properties.annotations?.horizontal.map(({ label }) => label.split(':')[0])).toEqual([
        '2.5 s',
        '5 s',
        '8 s',
        '10 s',
      ]);
    }
    expect(called(side, 'Age of').properties.annotations?.horizontal.map(({ value }) => value)).toEqual([900]);
  });

  it.each(sides)('take each count from the Region in which it is made: %s', (side) => {
    const own = { primary: 'ap-south-1', fallback: 'ap-southeast-1' };
    const regionOf = (widget: Widget, name: string) => {
      const entry = metricsOf(widget).find((entry) => textsOf(entry)[1] === name) ?? [];
      return optionsOf(entry).region ?? widget.properties.region;
    };
    const answers = called(side, 'What callers were answered');
    expect(regionOf(answers, 'Offered')).toBe(own.primary);
    expect(regionOf(answers, 'FallbackServed')).toBe(own.fallback);
    expect(regionOf(called(side, 'Age of'), 'SnapshotAgeSeconds')).toBe(own.fallback);
    expect(regionOf(called(side, 'How well'), 'FallbackServed')).toBe(own.fallback);
  });

  it.each(sides)('know of their own Region also what never reached a handler: %s', (side) => {
    const failed = metricsOf(called(side, 'What callers were answered')).slice(-2);
    expect(failed.map((entry) => [textsOf(entry)[1], optionsOf(entry).label])).toEqual([
      [side === 'primary' ? '5xx' : 'Unavailable', 'primary failed'],
      [side === 'primary' ? 'Unavailable' : '5xx', 'fallback failed'],
    ]);
  });

  it('work out the share of the fallback from every answer there is', () => {
    const share = metricsOf(called('primary', 'How well')).map((entry) => optionsOf(entry).expression);
    expect(share[0]).toBe(
      '100 * FILL(fallbackServed, 0) / SUM([FILL(offered, 0), FILL(repeated, 0), FILL(ended, 0), FILL(exhausted, 0), ' +
        'FILL(busy, 0), FILL(closed, 0), FILL(blocked, 0), FILL(fallbackServed, 0)])',
    );
  });

  it.each(sides)('have every metric that an expression names in the same widget, once: %s', (side) => {
    for (const widget of bodies[side].widgets) {
      const ids = metricsOf(widget).flatMap((entry) => optionsOf(entry).id ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      for (const entry of metricsOf(widget)) {
        const used = optionsOf(entry).expression?.match(/\b[a-z]\w*\b/g) ?? [];
        expect(used.filter((name) => !ids.includes(name))).toEqual([]);
      }
    }
  });

  it.each(sides)('stay far within what CloudWatch allows: %s', (side) => {
    const { widgets } = bodies[side];
    const metrics = widgets.map((widget) => metricsOf(widget).length);
    expect(widgets.length).toBeLessThan(quotas.widgets / 10);
    expect(Math.max(...metrics)).toBeLessThan(quotas.metricsOfWidget / 10);
    expect(metrics.reduce((one, other) => one + other)).toBeLessThan(quotas.metricsOfDashboard / 10);
    expect(called(side, 'Alarms').properties.alarms?.length).toBeLessThanOrEqual(quotas.alarmsOfWidget);
    expect(Buffer.byteLength(bodyTextOf(templates[side]))).toBeLessThan(bodyBytes);
  });

  it('look as the picture in docs/ shows: after a change, npm run docs:dashboard draws it anew', () => {
    expect(picture === readFileSync(pictureFile, 'utf8')).toBe(true);
  });
});
