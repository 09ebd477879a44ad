/** Where the table names a caller: his calls by the index of the days they are kept, whom he spoke with, and whom his calls hold. */
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { callerKey } from '../../functions/adapters/caller-store.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Item } from '../../functions/adapters/item.ts';
import { callsIndex } from '../../functions/domain/calls-index.ts';
import type { Config, DialPlan } from '../../functions/domain/config.ts';
import type { LiveView } from '../../functions/domain/live.ts';
import { toE164 } from '../../functions/domain/phone.ts';
import { readCalls } from '../calls/listing.ts';

export type Traces = {
  /** CallSids of calls that are over. */
  readonly calls: readonly string[];
  /** Of calls that may go on: without what is known of them they would begin anew. */
  readonly underWay: readonly string[];
  /** Whom he spoke with last is known. */
  readonly isSticky: boolean;
  /** Agents whose items have his number, of a call that holds or held them. */
  readonly agents: readonly string[];
  /** Where the configuration names him, which is the file's business. */
  readonly config: readonly string[];
};

/** A call that did not tell its end and began so recently may go on. */
const longestCallMs = 3600_000;

/** `caller` in E.164. Reads all of the index, a few hundred bytes a call. */
export const tracesOf = async (
  table: Table,
  caller: string,
  { config, view }: { readonly config: Config; readonly view: LiveView },
  nowMs: number,
): Promise<Traces> => {
  const { dialPlan } = config.settings;
  const all = await readCalls(table, 0, nowMs);
  const his = [...all].filter(([, items]) => items.some((item) => isOf(item, caller, dialPlan)));
  const { open = [], over = [] } = Object.groupBy(his, ([, items]) => (mayGoOn(items, nowMs) ? 'open' : 'over'));
  const { Item: sticky } = await table.client.send(new GetCommand({ TableName: table.name, Key: callerKey(caller) }));
  const held = [...view].filter(([, { leases }]) => Object.values(leases).some((lease) => lease.caller === caller));
  return {
    calls: over.map(([callSid]) => callSid),
    underWay: open.map(([callSid]) => callSid),
    isSticky: sticky !== undefined,
    agents: held.map(([agent]) => agent),
    config: placesIn(config, caller),
  };
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
