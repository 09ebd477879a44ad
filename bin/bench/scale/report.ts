/** What came of a simulation: whom it served how fast, which limits it met, what it costs. */
import { type Bill, billOf, type Consumed, sum } from './bill.ts';
import type { Bucket } from './bucket.ts';
import type { Door } from './door.ts';
import type { Account } from './environments.ts';
import type { Routes } from './parameters.ts';
import type { Tally } from './tally.ts';

export type Report = {
  readonly callsPerSecond: number;
  readonly applets: number;
  readonly agents: number;
  /** What a caller's request waits for numbers, from whichever URL. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Shares of callers' requests. */
  readonly degraded: number;
  readonly unavailable: number;
  readonly shed: number;
  readonly byFallback: number;
  readonly byNobody: number;
  readonly nobodyFree: number;
  /** Share of events. */
  readonly eventsLost: number;
  /** At most at once, in the primary's Region. */
  readonly environments: number;
  readonly coldStarts: number;
  readonly unitsPerSecond: Consumed;
  readonly busiest: { readonly key: string; readonly unitsPerSecond: number; readonly limit: number };
  /** Every limit that refused something, most refusals first. */
  readonly bites: readonly { readonly limit: string; readonly refused: number }[];
  readonly usdPerHour: number;
};

export type Ran = {
  readonly callsPerSecond: number;
  readonly applets: number;
  readonly agents: number;
  readonly seconds: number;
  readonly tally: Tally;
  readonly table: { readonly buckets: ReadonlyMap<string, Bucket>; readonly consumed: () => Consumed };
  readonly doors: Readonly<Record<keyof Routes, Door>>;
  readonly accounts: Readonly<Record<'primary' | 'fallback', Account>>;
};

export const reportOf = (ran: Ran): Report => {
  const { callsPerSecond, applets, agents, seconds, tally, table, doors, accounts } = ran;
  const { reads, writes, indexWrites } = table.consumed();
  const bill: Bill = billOf(
    { asked: doors.primary.route.taken, told: doors.events.route.taken + doors.reports.route.taken },
    table.consumed(),
    seconds,
  );
  return {
    callsPerSecond,
    applets,
    agents,
    p50Ms: tally.percentileMs(0.5),
    p99Ms: tally.percentileMs(0.99),
    degraded: tally.of('degraded'),
    unavailable: tally.of('503'),
    shed: tally.of('shed'),
    byFallback: tally.of('fallback'),
    byNobody: tally.of('nobody'),
    nobodyFree: tally.of('nobody free'),
    eventsLost: tally.of('event lost'),
    environments: accounts.primary.peak,
    coldStarts: doors.primary.functions.starts() + doors.events.functions.starts(),
    unitsPerSecond: { reads: reads / seconds, writes: writes / seconds, indexWrites: indexWrites / seconds },
    busiest: busiestOf(table.buckets, seconds),
    bites: bitesOf(ran),
    usdPerHour: (sum(bill) / seconds) * 3600,
  };
};

const busiestOf = (buckets: Ran['table']['buckets'], seconds: number): Report['busiest'] => {
  const partitions = [...buckets].filter(([key]) => key.includes('#') || key === 'CONFIG');
  const [key, bucket] = partitions.reduce<readonly [string, Bucket] | readonly []>(
    (best, one) => (best[1] !== undefined && best[1].taken / best[1].rate >= one[1].taken / one[1].rate ? best : one),
    [],
  );
  return { key: key ?? 'none', unitsPerSecond: (bucket?.taken ?? 0) / seconds, limit: bucket?.rate ?? 0 };
};

const bitesOf = ({ table, doors, accounts }: Ran): Report['bites'] => {
  const refused: Record<string, number> = {
    "the primary's route": doors.primary.route.refused,
    "the events' routes": doors.events.route.refused + doors.reports.route.refused,
    "the fallback's route": doors.fallback.route.refused,
    "the account's gateway": doors.primary.account.refused,
    "the account's gateway, fallback": doors.fallback.account.refused,
    'concurrency of the account': accounts.primary.refused,
    'concurrency of the account, fallback': accounts.fallback.refused,
    'new environments': doors.primary.functions.scaling.refused + doors.events.functions.scaling.refused,
    'new environments, fallback': doors.fallback.functions.scaling.refused,
  };
  for (const [key, bucket] of table.buckets) {
    const limit = kindOf(key);
    refused[limit] = (refused[limit] ?? 0) + bucket.refused;
  }
  return Object.entries(refused)
    .filter(([, count]) => count > 0)
    .sort(([, one], [, other]) => other - one)
    .map(([limit, count]) => ({ limit, refused: count }));
};

const kindOf = (key: string): string => {
  if (key === 'CONFIG') return 'partition CONFIG';
  if (key.startsWith('index ')) return 'partition DAY# of the index';
  if (key.startsWith('AGENT#…')) return 'partition AGENT#, read';
  if (key.startsWith('AGENT#')) return key.endsWith('read') ? 'partition AGENT#, read' : 'partition AGENT#, written';
  return key.startsWith('POOL#') ? 'partition POOL#' : key;
};
