/** What a dashboard is made of. A page has 24 columns; a unit of height is about 50 pixels. */
import type { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  AlarmStatusWidgetSortBy,
  GraphWidget,
  type GraphWidgetProps,
  type IAlarm,
  type IMetric,
  LogQueryWidget,
  MathExpression,
  type Metric,
  SingleValueWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { budget } from '../../../functions/domain/budget.ts';
import type { MetricName } from '../../../functions/domain/signals.ts';
import { snapshotTimes } from '../../../functions/domain/snapshot.ts';
import type { Answers, MetricOf } from './metrics.ts';
import type { Query } from './queries.ts';

type Lines = NonNullable<GraphWidgetProps['leftAnnotations']>;

/** One colour per thing that becomes of a caller, the same in every widget. */
export const colours = {
  primary: '#2ca02c',
  fallback: '#ff7f0e',
  failed: '#d62728',
  lost: '#8c0d0d',
  neutral: '#1f77b4',
} as const;

/** Greys, for answers without numbers: expected, but nobody was rung. */
export const greys = ['#4d4d4d', '#7f7f7f', '#a6a6a6', '#c7c7c7'] as const;

const line = (value: number, says: string, color: string) => ({
  value,
  color,
  label: `${value / 1_000} s: ${says}`,
});

/** Where each layer gives up, so that a curve shows whose limit it runs into. */
export const limits: Lines = [
  line(budget.handlerMs, 'the handler answers 503', '#8f8a00'),
  line(budget.slowMs, 'alarm', '#ff7f0e'),
  line(budget.gatewayMs, 'the gateway gives up', '#d62728'),
  line(budget.providerMs, 'the provider asks the fallback', '#8c0d0d'),
];

export const oldSnapshot: Lines = [
  { value: snapshotTimes.oldSeconds, color: '#d62728', label: `${snapshotTimes.oldSeconds / 60} min: alarm` },
];

export type GraphOptions = { readonly width?: number; readonly lines?: Lines; readonly isStacked?: boolean };

/** Minute by minute; a third of a row if not told otherwise. */
export const graph = (
  title: string,
  unit: string,
  left: IMetric[],
  { width = 8, lines = [], isStacked = false }: GraphOptions = {},
): GraphWidget =>
  new GraphWidget({
    title,
    width,
    height: 6,
    left,
    stacked: isStacked,
    leftAnnotations: lines,
    leftYAxis: { min: 0, label: unit, showUnits: false },
  });

/** Figures that are seen from across the room, with what they were before below each. */
export const figures = (title: string, width: number, metrics: IMetric[], sparkline = false): SingleValueWidget =>
  new SingleValueWidget({ title, width, height: 3, metrics, sparkline });

/** Across the page: which of these are on, and since when. */
export const alarmStates = (alarms: readonly IAlarm[]): AlarmStatusWidget =>
  new AlarmStatusWidget({
    title: 'Alarms, those that are on first',
    width: 24,
    height: 3,
    alarms: [...alarms],
    sortBy: AlarmStatusWidgetSortBy.STATE_UPDATED_TIMESTAMP,
  });

/** The answer of a saved query. */
export const table = (query: Query, width: number, logGroup: LogGroup): LogQueryWidget =>
  new LogQueryWidget({
    title: query.title,
    width,
    height: 6,
    logGroupNames: [logGroup.logGroupName],
    queryString: query.text.toString(),
  });

const statistics = (metric: MetricOf, names: readonly string[]): Metric[] =>
  names.map((statistic) => metric(statistic, statistic === 'Maximum' ? 'slowest' : statistic));

/** Half, nine of ten, nearly all, all. */
export const spread = (metric: MetricOf): Metric[] => statistics(metric, ['p50', 'p90', 'p99', 'Maximum']);

/** Counts a minute, by what they are called on a graph. */
export const counts = (answers: Answers, labels: Partial<Record<MetricName, string>>) =>
  Object.entries(labels).map(([name, label]) => answers(name as MetricName)('Sum', label));

/** Counts of a period by the names they have in an expression: there each begins with a small letter. */
export const sums = (answers: Answers, names: readonly MetricName[]): Record<string, Metric> =>
  Object.fromEntries(names.map((name) => [name.charAt(0).toLowerCase() + name.slice(1), answers(name)('Sum')]));

/** A figure made of others, by the names they have in the expression. */
export const math = (
  label: string,
  expression: string,
  metrics: Record<string, Metric>,
  period: Duration,
  color?: string,
): MathExpression => {
  const usingMetrics = Object.fromEntries(Object.entries(metrics).map(([name, one]) => [name, one.with({ period })]));
  return new MathExpression({ label, expression, usingMetrics, period, ...(color && { color }) });
};

/** What was counted in a period. Where nothing was counted there is no data at all, and that is 0. */
export const total = (
  label: string,
  metrics: Record<string, Metric>,
  period: Duration,
  color?: string,
): MathExpression => math(label, sumOf(Object.keys(metrics)), metrics, period, color);

export const sumOf = (names: readonly string[]): string =>
  `SUM([${names.map((name) => `FILL(${name}, 0)`).join(', ')}])`;
