/** Whatever can go off can be looked at: the events have a stack of their own, and with it a dashboard of their own. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Body, bodyOf, optionsOf, textsOf } from '../picture/body.ts';
import { watchedBy } from '../support/alarm-metrics.ts';
import { frontDoors, makeTemplates, resourcesOf, type Templates } from './stacks.ts';

const stacks = ['primary', 'fallback', 'events'] as const;

const isAlarm = (type: string): boolean => /^AWS::CloudWatch::(Composite)?Alarm$/.test(type);

describe.each(Object.entries(frontDoors))('the dashboards, %s,', (_door, context) => {
  let templates: Templates;
  let events: Body;
  beforeAll(() => {
    templates = makeTemplates(context);
    events = bodyOf(templates.events);
  });

  const entriesOf = ({ widgets }: Body) => widgets.flatMap(({ properties }) => properties.metrics ?? []);
  /** `namespace name`, of all that a page shows. */
  const shownOn = (body: Body) => new Set(entriesOf(body).map((entry) => textsOf(entry).slice(0, 2).join(' ')));

  it.each(stacks)('show the state of every alarm: %s', (stack) => {
    const alarms = bodyOf(templates[stack]).widgets.flatMap(({ properties }) => properties.alarms ?? []);
    const ids = resourcesOf(templates[stack])
      .filter(({ Type }) => isAlarm(Type))
      .map(({ LogicalId }) => LogicalId);
    expect([...alarms].sort()).toEqual(ids.sort());
  });

  it('show all that an alarm of the events looks at, and what the gateway refuses and how long it takes', () => {
    const watched = resourcesOf(templates.events, 'AWS::CloudWatch::Alarm').flatMap(({ Properties }) =>
      watchedBy(Properties as Parameters<typeof watchedBy>[0]).map(({ metric }) =>
        metric.split(' ').slice(0, 2).join(' '),
      ),
    );
    const shown = shownOn(events);
    expect(watched.filter((metric) => !shown.has(metric))).toEqual([]);
    const refused = 'restrictTo' in context ? '4XXError' : '4xx';
    for (const name of [refused, 'Latency']) expect(shown).toContain(`AWS/ApiGateway ${name}`);
    for (const name of ['EventUsed', 'EventStale', 'EventUnusable', 'LeaseExpired', 'Refused', 'KeyRejected'])
      expect(shown).toContain(`DialWhom ${name}`);
  });

  it('say of what one gateway refuses and what the functions of the Region do whose each is', () => {
    for (const [stack, own] of [
      ['primary', "4xx of the primary's gateway"],
      ['events', "4xx of the events' gateway"],
    ] as const) {
      const refused = bodyOf(templates[stack]).widgets.find(({ properties }) => properties.title === 'Refused');
      expect(refused?.properties.metrics?.map((entry) => optionsOf(entry).label)).toEqual([
        own,
        'refused by primary and events',
        'of which: wrong key',
      ]);
    }
    const alone = bodyOf(templates.fallback).widgets.find(({ properties }) => properties.title === 'Refused');
    expect(alone?.properties.metrics?.map((entry) => optionsOf(entry).label)).toEqual([
      "4xx of the fallback's gateway",
      'refused by the fallback',
      'of which: wrong key',
    ]);
  });

  it('of the events fill all 24 columns, row by row, and are found by an output', () => {
    const taken = events.widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, at) => `${x + (at % width)} ${y + Math.floor(at / width)}`),
    );
    const bottom = Math.max(...events.widgets.map(({ y, height }) => y + height));
    expect([taken.length, new Set(taken).size]).toEqual([24 * bottom, 24 * bottom]);
    const [{ Value }] = Object.values(templates.events.findOutputs('DashboardUrl')) as [{ Value: unknown }];
    expect(JSON.stringify(Value)).toContain('#dashboards/dashboard/');
  });
});
