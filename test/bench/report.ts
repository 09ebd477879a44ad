/** The figures as tables for a terminal. */
import type { Judged } from './bounds.ts';
import { names, peers } from './contestants.ts';
import { kinds } from './conversation.ts';
import type { Figures } from './figures.ts';
import { distances } from './tables.ts';
import type { Timing } from './timing.ts';
import { bareOf } from './warm.ts';

type Row = readonly string[];

export const report = (figures: Figures, judged: readonly Judged[]): string => {
  const { machine, distanceMs, bytes, floorBytes, roundTrips, coldStart, warm, callers, growth } = figures;
  const parts = [
    `${machine.cores} cores, Node ${machine.node}, load ${machine.loadAverage.toFixed(1)} before. Times are ms, median / p99. near: DynamoDB answers at once; far: ${distanceMs} ms away.`,
    table(
      'Bundles',
      ['', 'KB'],
      [...names.map((name) => [name, kilobytes(bytes[name])]), ['of the fallback, its floor', kilobytes(floorBytes)]],
    ),
    ...distances.map((distance) =>
      table(
        `Cold start, ${distance}`,
        ['', 'init', 'first answer'],
        names.map((name) => [name, timed(coldStart[distance].init[name]), timed(coldStart[distance].answer[name])]),
      ),
    ),
    ...distances.map((distance) => {
      const at = warm[distance];
      return table(
        `Warm, ${distance}`,
        ['', 'round trips', 'ours', 'theirs', 'ours / theirs'],
        [
          ...kinds.map((kind) => compared(kind, roundTrips[kind], at[kind], at[bareOf(roundTrips[kind])])),
          ...peers.map((peer) => compared(`first attempt, open, and ${peer}`, 2, at['first attempt, open'], at[peer])),
          compared('fallback, and hello', 0, at.fallback, at.hello),
        ],
      );
    }),
    table(
      'Local service',
      ['callers at once', 'answers a second', 'answer', 'degraded', 'not 200'],
      callers.map(({ callers: count, perSecond, answer, shareDegraded, shareFailed }) => [
        String(count),
        perSecond.toFixed(0),
        timed(answer),
        percent(shareDegraded),
        percent(shareFailed),
      ]),
    ),
    table(
      'Growth, far',
      ['', 'first attempt, held'],
      [
        ...growth.agents.map(({ agents, answer }) => [`${agents} agents in the pool`, timed(answer)]),
        ...growth.pools.map(({ pools, answer }) => [`${pools} pools in the table`, timed(answer)]),
      ],
    ),
    table(
      'Bounds',
      ['', 'is', 'at most', ''],
      judged.map(({ what, is, atMost, holds }) => [what, is.toFixed(2), atMost.toFixed(2), holds ? 'holds' : 'BROKEN']),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
};

const compared = (what: string, trips: number, one: Timing, other: Timing): Row => [
  what,
  String(trips),
  timed(one),
  timed(other),
  (one.medianMs / other.medianMs).toFixed(2),
];

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const kilobytes = (bytes: number): string => (bytes / 1_000).toFixed(1);

const timed = ({ medianMs, p99Ms }: Timing): string => `${medianMs.toFixed(1)} / ${p99Ms.toFixed(1)}`;

const table = (title: string, head: Row, rows: readonly Row[]): string => {
  const all = [[title, ...head.slice(1)], ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: Row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return all.map(line).join('\n');
};
