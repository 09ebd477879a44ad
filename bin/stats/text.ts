/** Counters side by side, for people. */
import type { MetricName, Metrics } from '../../functions/domain/signals.ts';
import { columns } from '../terminal/columns.ts';
import { utcTime } from '../terminal/times.ts';
import { fromTable } from './table-counters.ts';

export type Stats = {
  readonly table: { readonly name: string; readonly since: string; readonly metrics: Metrics };
  /** Only of the local service: a deployed one tells CloudWatch. */
  readonly service?: { readonly since: string; readonly metrics: Metrics };
};

export const describeStats = ({ table, service }: Stats): string => {
  const names = [...new Set([...fromTable, ...(Object.keys(service?.metrics ?? {}) as MetricName[])])];
  const rows = names.map((name) => [
    name,
    fromTable.includes(name) ? String(table.metrics[name] ?? 0) : '-',
    ...(service === undefined ? [] : [String(Math.round(service.metrics[name] ?? 0))]),
  ]);
  const heads = ['metric', `table, since ${utcTime(table.since)} UTC`];
  if (service !== undefined) heads.push(`service, since ${utcTime(service.since)} UTC`);
  const averages = [
    average('attempts to a conversation', table.metrics.AttemptsToCompleted, table.metrics.OutcomeCompleted),
    average('of conversations at the first attempt', table.metrics.CompletedAtFirst, table.metrics.OutcomeCompleted),
    service === undefined ? '' : average('ms an answer', service.metrics.AnswerMs, answersIn(service.metrics)),
  ];
  return columns(heads, rows) + averages.join('');
};

const answersIn = (metrics: Metrics): number =>
  (['Offered', 'Exhausted', 'Closed', 'Blocked', 'Busy', 'Ended', 'Repeated', 'FallbackServed'] as const).reduce(
    (sum, name) => sum + (metrics[name] ?? 0),
    0,
  );

const average = (what: string, sum = 0, count = 0): string =>
  count === 0 ? '' : `${(sum / count).toFixed(2)} ${what}\n`;
