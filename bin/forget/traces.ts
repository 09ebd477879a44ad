/** Where the table names a caller: his calls by the index of the days they are kept, whom he spoke with, and whom his calls hold. */
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { callerKey } from '../../functions/adapters/caller-store.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Item } from '../../functions/adapters/item.ts';
import { callsIndex } from '../../functions/domain/calls-index.ts';
import type { Config, DialPlan } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import type { Live } from '../../functions/domain/live.ts';
import { toE164 } from '../../functions/domain/phone.ts';
import type { Spoke } from '../../functions/domain/sticky.ts';
import { requireLives } from '../agents/lives.ts';
import { readCalls } from '../calls/listing.ts';
import { readRemembered } from '../explain/call.ts';
import type { Seen } from '../pools/duty.ts';

export type Traces = {
  /** CallSids of calls that are over. */
  readonly calls: readonly string[];
  /** Of calls that may go on: without what is known of them they would begin anew. */
  readonly underWay: readonly string[];
  /** Whom he spoke with last is known. */
  readonly isSticky: boolean;
  /** Whose items have his number, of a call that holds or held them; of those who are no agents any more, whom his calls name. */
  readonly agents: readonly string[];
  /** Where the configuration names him, which is the file's business. */
  readonly config: readonly string[];
};

/** A call that did not tell its end and began so recently may go on. */
const longestCallMs = 3600_000;

/** `caller` in E.164. Reads all of the index, a few hundred bytes a call, and his calls. */
export const tracesOf = async (
  table: Table,
  caller: string,
  { config, view }: Seen,
  nowMs: number,
): Promise<Traces> => {
  const { dialPlan } = config.settings;
  const all = await readCalls(table, 0, nowMs);
  const his = [...all].filter(([, items]) => items.some((item) => isOf(item, caller, dialPlan)));
  const { open = [], over = [] } = Object.groupBy(his, ([, items]) => (mayGoOn(items, nowMs) ? 'open' : 'over'));
  const { Item: sticky } = await table.client.send(new GetCommand({ TableName: table.name, Key: callerKey(caller) }));
  const named = [
    ...agentsIn(sticky),
    ...(await agentsOf(
      table,
      his.map(([callSid]) => callSid),
    )),
  ];
  const left = await requireLives(
    table,
    [...new Set(named)].filter((agent) => entry(config.agents, agent) === undefined),
  );
  const held = [...view, ...left].filter(([, live]) => isHeldBy(caller, live));
  return {
    calls: over.map(([callSid]) => callSid),
    underWay: open.map(([callSid]) => callSid),
    isSticky: sticky !== undefined,
    agents: held.map(([agent]) => agent),
    config: placesIn(config, caller),
  };
};

const isHeldBy = (caller: string, { leases }: Live): boolean =>
  Object.values(leases).some((lease) => lease.caller === caller);

/** With whom he spoke last, and before that. */
const agentsIn = ({ agent, before }: Partial<Spoke> = {}): string[] => [agent ?? [], before?.agent ?? []].flat();

/** Whom calls name: what is known of somebody outlives his leaving the pools file. */
const agentsOf = async (table: Table, calls: readonly string[]): Promise<string[]> => {
  const agents: string[] = [];
  for (const callSid of calls) {
    const { hunts, events } = await readRemembered(table, callSid);
    for (const { agent } of [...hunts.flatMap(({ hunt }) => hunt.record?.candidates ?? []), ...events]) {
      if (agent !== undefined) agents.push(agent);
    }
  }
  return agents;
};

/** Requests leave him as they sent him, events in E.164. */
const isOf = (item: Item, caller: string, dialPlan: DialPlan): boolean =>
  item.caller !== undefined && toE164(String(item.caller), dialPlan) === caller;

const mayGoOn = (items: readonly Item[], nowMs: number): boolean =>
  !items.some(({ end, told }) => end !== undefined || told !== undefined) &&
  items.some((item) => Number(item[callsIndex.sortKey]) > nowMs - longestCallMs);

const placesIn = ({ settings, agents, applets }: Config, caller: string): string[] => [
  ...(settings.blockedCallers.includes(caller) ? ['blockedCallers'] : []),
  ...Object.entries(agents)
    .filter(([, { numbers }]) => numbers.includes(caller))
    .map(([agent]) => `agent ${agent}`),
  ...Object.entries(applets)
    .filter(([, { routes }]) => routes.some(({ when }) => when.caller?.includes(caller)))
    .map(([applet]) => `a route of applet ${applet}`),
];
