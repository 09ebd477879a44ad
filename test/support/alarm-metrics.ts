/** CloudWatch's way from samples to the datapoints that an alarm looks at: statistics, and our two expressions. */
import type { Datapoints } from './alarm-states.ts';

type Dimensions = readonly { Name: string; Value: unknown }[];

type MetricQuery = {
  Id: string;
  Expression?: string;
  MetricStat?: {
    Metric: { Namespace: string; MetricName: string; Dimensions?: Dimensions };
    Period: number;
    Stat: string;
  };
};

/** As in the template. */
export type AlarmMetrics = {
  Namespace?: string;
  MetricName?: string;
  Dimensions?: Dimensions;
  Statistic?: string;
  ExtendedStatistic?: string;
  Period?: number;
  Metrics?: MetricQuery[];
};

/** One minute: what was told of each metric, by its id in an expression, else by its name. */
export type Samples = Readonly<Record<string, readonly number[]>>;

export type Watched = { id: string; metric: string; dimensions: Dimensions; statistic: string; periodSeconds: number };

/** What an alarm reads, each metric as `namespace name dimensions`, these in alphabetical order. */
export const watchedBy = (alarm: AlarmMetrics): Watched[] =>
  alarm.Metrics === undefined
    ? [
        watched(alarm.MetricName ?? '', alarm.Namespace, alarm.MetricName, alarm.Dimensions, {
          statistic: alarm.ExtendedStatistic ?? alarm.Statistic,
          seconds: alarm.Period,
        }),
      ]
    : alarm.Metrics.flatMap(({ Id, MetricStat }) =>
        MetricStat
          ? watched(Id, MetricStat.Metric.Namespace, MetricStat.Metric.MetricName, MetricStat.Metric.Dimensions, {
              statistic: MetricStat.Stat,
              seconds: MetricStat.Period,
            })
          : [],
      );

const watched = (
  id: string,
  namespace = '',
  name = '',
  dimensions: Dimensions = [],
  { statistic = '', seconds = 0 }: { statistic: string | undefined; seconds: number | undefined },
): Watched => ({
  id,
  metric: [
    namespace,
    name,
    dimensions
      .map(({ Name }) => Name)
      .sort()
      .join(','),
  ]
    .join(' ')
    .trim(),
  dimensions,
  statistic,
  periodSeconds: seconds,
});

export const expressionOf = ({ Metrics }: AlarmMetrics): string | undefined =>
  Metrics?.find(({ Expression }) => Expression !== undefined)?.Expression;

/** Nothing was told, so there is no datapoint: not even of a sum. */
export const statisticOf = (statistic: string, samples: readonly number[] = []): number | undefined => {
  if (samples.length === 0) return undefined;
  const sorted = samples.toSorted((one, other) => one - other);
  if (statistic === 'Sum') return samples.reduce((sum, value) => sum + value, 0);
  if (statistic === 'Maximum') return sorted.at(-1);
  const [, rank] = /^p(\d+)$/.exec(statistic) ?? [];
  if (rank !== undefined) return sorted[Math.ceil((samples.length * Number(rank)) / 100) - 1];
  const [, above] = /^PR\((\d+):\)$/.exec(statistic) ?? [];
  // In percent, without the bound itself.
  if (above !== undefined) return (100 * samples.filter((value) => value > Number(above)).length) / samples.length;
  throw new Error(`no alarm of ours asks for ${statistic}`);
};

/** What an account gets at first in most Regions. */
export const quota = 1_000;

const expressions: Readonly<Record<string, (metrics: Record<string, Datapoints>) => Datapoints>> = {
  // A metric of which nothing was ever told is taken to stay empty, and a sum to be of what there is.
  'SUM(FILL(METRICS(), 0))': (metrics) => {
    const filled = Object.values(metrics)
      .filter((series) => series.some((value) => value !== undefined))
      .map((series) => series.map((value) => value ?? 0));
    const [first = []] = Object.values(metrics);
    return first.map((_, minute) =>
      filled.length === 0 ? undefined : filled.reduce((sum, series) => sum + (series[minute] ?? 0), 0),
    );
  },
  '100 * claimed / SERVICE_QUOTA(running)': ({ claimed = [], running = [] }) =>
    claimed.map((value, minute) =>
      value === undefined || running[minute] === undefined ? undefined : (100 * value) / quota,
    ),
};

/** What the alarm compares with its threshold, minute by minute. */
export const datapointsOf = (alarm: AlarmMetrics, minutes: readonly Samples[]): Datapoints => {
  const series = Object.fromEntries(
    watchedBy(alarm).map(({ id, statistic }) => [id, minutes.map((samples) => statisticOf(statistic, samples[id]))]),
  );
  const expression = expressionOf(alarm);
  if (expression === undefined) return Object.values(series)[0] ?? [];
  const calculate = expressions[expression];
  if (!calculate) throw new Error(`no alarm of ours calculates ${expression}`);
  return calculate(series);
};
