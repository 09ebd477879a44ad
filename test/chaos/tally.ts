/** What came of the calls of one cell, or of several, and how it is printed. */
import type { Held } from './desk.ts';
import { type AgainKind, againKinds, judge } from './judge.ts';

export type Tally = {
  readonly calls: number;
  readonly owed: number;
  readonly listed: number;
  readonly requests: number;
  /** Requests to DynamoDB and S3 that met the fault. */
  readonly met: number;
  /** Requests that the fallback answered. */
  readonly fallbacks: number;
  readonly slowestMs: { readonly primary: number; readonly fallback: number };
  readonly again: Readonly<Record<AgainKind, number>>;
  readonly breaches: readonly string[];
};

export const nothingTallied: Tally = {
  calls: 0,
  owed: 0,
  listed: 0,
  requests: 0,
  met: 0,
  fallbacks: 0,
  slowestMs: { primary: 0, fallback: 0 },
  again: { known: 0, opening: 0, untold: 0, stateless: 0 },
  breaches: [],
};

export const tallyOf = (held: Held): Tally => {
  const { isOwed, isListed, again, breaches } = judge(held);
  const slowest = (url: 'primary' | 'fallback') =>
    Math.max(0, ...held.exchanges.filter((one) => one.url === url).map(({ ms }) => ms));
  return {
    calls: 1,
    owed: isOwed ? 1 : 0,
    listed: isOwed && isListed ? 1 : 0,
    requests: held.exchanges.filter(({ url, status }) => url === 'fallback' || status === 200).length,
    met: held.met,
    fallbacks: held.exchanges.filter(({ url }) => url === 'fallback').length,
    slowestMs: { primary: slowest('primary'), fallback: slowest('fallback') },
    again,
    breaches,
  };
};

export const together = (one: Tally, other: Tally): Tally => ({
  calls: one.calls + other.calls,
  owed: one.owed + other.owed,
  listed: one.listed + other.listed,
  requests: one.requests + other.requests,
  met: one.met + other.met,
  fallbacks: one.fallbacks + other.fallbacks,
  slowestMs: {
    primary: Math.max(one.slowestMs.primary, other.slowestMs.primary),
    fallback: Math.max(one.slowestMs.fallback, other.slowestMs.fallback),
  },
  again: Object.fromEntries(againKinds.map((kind) => [kind, one.again[kind] + other.again[kind]])) as Tally['again'],
  breaches: [...one.breaches, ...other.breaches],
});

const head = [
  'calls',
  'with a list',
  'may fail',
  'faults met',
  'by fallback',
  'slowest primary',
  'slowest fallback',
  'breaches',
  ...againKinds.map((kind) => `again: ${kind}`),
];

/** `may fail`: 3/n bounds the rate of what never happened in n calls, 95 times of 100. */
const columnsOf = (tally: Tally): string[] => [
  String(tally.calls),
  percent(tally.listed / tally.owed),
  `< ${percent(3 / tally.owed)}`,
  String(tally.met),
  percent(tally.fallbacks / tally.requests),
  `${Math.round(tally.slowestMs.primary)} ms`,
  `${Math.round(tally.slowestMs.fallback)} ms`,
  String(tally.breaches.length),
  ...againKinds.map((kind) => String(tally.again[kind])),
];

const percent = (share: number): string => `${Math.min(100, share * 100).toFixed(share >= 1 ? 0 : 2)} %`;

export const tableOf = (rows: ReadonlyMap<string, Tally>): string => {
  const sum = [...rows.values()].reduce(together, nothingTallied);
  const lines = [['', ...head], ...[...rows, ['all', sum] as const].map(([name, one]) => [name, ...columnsOf(one)])];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line
        .map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
};
