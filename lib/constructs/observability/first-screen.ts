/**
 * What a laptop shows without scrolling, 12 units: are callers being connected, what is wrong, since when, how fast.
 * It is the same on every dashboard, so that either is enough when the other Region is away.
 */
import { Duration } from 'aws-cdk-lib';
import type { IAlarm, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { MetricName } from '../../../functions/domain/signals.ts';
import type { Answers, MetricOf, UrlMetrics } from './metrics.ts';
import { alarmStates, colours, figures, graph, greys, limits, math, spread, sumOf, sums, total } from './widgets.ts';

/** What a URL failed to answer. */
export type Failed = { readonly primary: MetricOf; readonly fallback: MetricOf };

export type FirstScreen = {
  readonly primary: Answers;
  readonly fallback: Answers;
  readonly failed: Failed;
  readonly api: UrlMetrics['api'];
  readonly alarms: readonly IAlarm[];
};

/** Nobody is rung, and that is what the pools say. */
const nobody = {
  Exhausted: 'everybody has rung',
  Busy: 'everybody is on calls',
  Closed: 'closed',
  Blocked: 'blocked',
} as const;

const soon = Duration.minutes(5);
/** A quiet centre has few conversations: a rate of five minutes would jump between 0 and 100. */
const calmly = Duration.hours(1);

const connected = ({ primary, fallback, failed }: FirstScreen) =>
  figures(
    'Are callers being connected? The last 5 minutes',
    15,
    [
      total('numbers, by the primary', sums(primary, ['Offered']), soon, colours.primary),
      total('numbers, by the fallback', sums(fallback, ['FallbackServed']), soon, colours.fallback),
      total('nobody to dial', sums(primary, Object.keys(nobody) as MetricName[]), soon, greys[1]),
      total('primary failed', { primaryFailed: failed.primary('Sum') }, soon, colours.failed),
      total('fallback failed: lost', { fallbackFailed: failed.fallback('Sum') }, soon, colours.lost),
    ],
    true,
  );

const howWell = ({ primary, fallback }: FirstScreen) => {
  const ofPrimary = sums(primary, ['Offered', 'Repeated', 'Ended', ...(Object.keys(nobody) as MetricName[])]);
  const ofFallback = sums(fallback, ['FallbackServed']);
  const answered = sumOf(Object.keys({ ...ofPrimary, ...ofFallback }));
  return figures('How well? The last hour', 9, [
    math(
      'by the fallback, %',
      `100 * FILL(fallbackServed, 0) / ${answered}`,
      { ...ofPrimary, ...ofFallback },
      calmly,
      colours.fallback,
    ),
    math(
      'talk at first attempt, %',
      '100 * completedAtFirst',
      { completedAtFirst: primary('CompletedAtFirst')('Average') },
      calmly,
      colours.primary,
    ),
    math(
      'attempts a call',
      'offered / huntStarted',
      sums(primary, ['Offered', 'HuntStarted']),
      calmly,
      colours.neutral,
    ),
  ]);
};

export const firstScreen = (seen: FirstScreen): IWidget[][] => {
  const { primary, fallback, failed, api, alarms } = seen;
  return [
    [connected(seen), howWell(seen)],
    [alarmStates(alarms)],
    [
      graph(
        'What callers were answered',
        'a minute',
        [
          primary('Offered')('Sum', 'numbers, by the primary').with({ color: colours.primary }),
          fallback('FallbackServed')('Sum', 'numbers, by the fallback').with({ color: colours.fallback }),
          ...Object.entries(nobody).map(([name, label], index) =>
            primary(name as MetricName)('Sum', label).with({ color: greys[index] }),
          ),
          failed.primary('Sum', 'primary failed').with({ color: colours.failed }),
          failed.fallback('Sum', 'fallback failed').with({ color: colours.lost }),
        ],
        { width: 12, isStacked: true },
      ),
      graph('How long the provider waited', 'ms', spread(api.latency), { width: 12, lines: limits }),
    ],
  ];
};
