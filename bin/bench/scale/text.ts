import { columns } from '../../terminal/columns.ts';
import { type Bill, sum } from './bill.ts';
import type { Reach } from './reach.ts';
import type { Report } from './report.ts';

const header = [
  'calls/s',
  'agents',
  'p50 ms',
  'p99 ms',
  'degraded',
  '503',
  'shed',
  'fallback',
  'nobody',
  'events lost',
  'at once',
  'USD/h',
  'busiest partition',
  'bites',
];

export const describe = (desk: string, reports: readonly Report[]): string =>
  `${desk}\n${columns(header, reports.map(row), Number.POSITIVE_INFINITY)}`;

const row = (report: Report): string[] => {
  const { busiest, bites } = report;
  return [
    count(report.callsPerSecond),
    count(report.agents),
    count(report.p50Ms),
    count(report.p99Ms),
    share(report.degraded),
    share(report.unavailable),
    share(report.shed),
    share(report.byFallback),
    share(report.byNobody),
    share(report.eventsLost),
    count(report.environments),
    report.usdPerHour.toFixed(2),
    `${busiest.key}: ${count(busiest.unitsPerSecond)} of ${count(busiest.limit)}`,
    bites
      .slice(0, 3)
      .map(({ limit }) => limit)
      .join(', ') || '-',
  ];
};

export const count = (value: number): string => Math.round(value).toLocaleString('en');

/** Nothing is nothing, and a little is not. */
const share = (value: number): string => (value === 0 ? '0' : `${(100 * value).toFixed(value < 0.001 ? 2 : 1)} %`);

export const describeReach = (desk: string, rows: readonly Reach[]): string => {
  const cells = rows.map(({ limit, figure, needs, callsPerSecond }) => [
    limit,
    count(figure),
    needs.toFixed(2),
    count(callsPerSecond),
  ]);
  return `${desk}\n${columns(['limit', 'a second', 'a call needs', 'calls/s'], cells)}`;
};

export const describeBill = (title: string, bill: Bill): string => {
  const rows = Object.entries({ ...bill, 'in all': sum(bill) }).map(([what, usd]) => [what, usd.toFixed(2)]);
  return columns([title, 'USD'], rows);
};
