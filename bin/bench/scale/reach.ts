/** How many calls a second each limit takes, were it the only one: its figure divided by what a call needs of it. */
import { dayShards } from '../../../functions/adapters/call-item.ts';
import { asked, consumedByCall, runMs, sum, told } from './bill.ts';
import { call, type Limits, type Routes, units } from './parameters.ts';
import type { Desk, Units } from './shapes.ts';

export type Reach = {
  readonly limit: string;
  readonly figure: number;
  /** Of one call. */
  readonly needs: number;
  readonly callsPerSecond: number;
};

export const reachOf = ({ agents }: Desk, limits: Limits, routes: Routes): Reach[] => {
  const { reads, writes, indexWrites } = consumedByCall(agents);
  const requests = sum(asked);
  const events = sum(told);
  const agentEvents = events - told['event: passthru'];
  const seconds = (requests * runMs.primary + events * runMs.events) / 1000;
  // Each attempt holds somebody, and what is told of his phone changes him.
  const agentWrites = (Object.entries({ 'a call comes in': call.attempts, ...told }) as [keyof typeof units, number][])
    .map(([kind, count]) => count * ((units[kind] as Units).writes.AGENT ?? 0))
    .reduce((all, one) => all + one, 0);
  const rows: readonly (readonly [string, number, number])[] = [
    ["the events' route", routes.events.rate, agentEvents],
    ["the primary's route", routes.primary.rate, requests],
    ["the reports' route", routes.reports.rate, told['event: passthru']],
    ['one agent, written', limits.partitionWrites, agentWrites],
    ['writes of a new table', limits.newTableWrites, writes],
    ['reads of a new table', limits.newTableReads, reads],
    ['index of a new table', limits.newTableWrites, indexWrites],
    ['reads of a table', limits.tableUnits, reads],
    ['writes of a table', limits.tableUnits, writes],
    ['a day of the index', dayShards * limits.partitionWrites, indexWrites],
    ["the account's gateway", limits.gatewayRate, requests + events],
    ['one pool, read', limits.partitionReads, requests * units['a call comes in'].readsAnAgent],
    ['index of a table', limits.tableUnits, indexWrites],
    ['concurrency of the account', limits.concurrency, seconds],
  ];
  return rows
    .map(([limit, figure, needs]) => ({ limit, figure, needs, callsPerSecond: Math.floor(figure / needs) }))
    .sort((one, other) => one.callsPerSecond - other.callsPerSecond);
};
