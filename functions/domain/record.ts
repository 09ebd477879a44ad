/** Why a hunt went as it did: kept with it, so that every answer can be explained and decided once more. */
import { leasesAt } from './availability.ts';
import { callerOf } from './call-numbers.ts';
import type { Candidate, Objection, PlanInputs } from './candidates.ts';
import type { Config } from './config.ts';
import { entry } from './entries.ts';
import { isPaused, type Lease, type Live } from './live.ts';
import type { Call } from './request.ts';
import type { Spoke } from './sticky.ts';

/** What the first answer of a visit was decided from, besides the configuration it names. */
export type DecisionRecord = {
  /** The CallSid: all chance there is. */
  readonly seed: string;
  readonly call: Pick<Call, 'caller' | 'called' | 'direction' | 'customField'>;
  /** What was seen of agents, as far as it could decide anything. */
  readonly live: Readonly<Record<string, Live>>;
  readonly spoke?: Spoke | undefined;
  /** In the order of the pool, with what spoke against each. */
  readonly candidates: readonly Candidate[];
  /** How many more there were, by what spoke against them. */
  readonly others: Readonly<Partial<Record<Objection | 'in the plan', number>>>;
};

/** Whose numbers those of the candidates were. */
export const plannedOwners = (record: DecisionRecord | undefined): ReadonlyMap<string, string> => {
  const listed = (record?.candidates ?? []).filter(({ objection }) => objection !== 'in the list already');
  return new Map(listed.map(({ number, agent }) => [number, agent]));
};

/** Enough to explain a pool of people; a thousand would outgrow the hunt's item. */
const mostCandidates = 50;

/** Bounded: fifty candidates, and of agents only what the strategies of their pools look at. */
export const recordOf = (
  call: Call,
  candidates: readonly Candidate[],
  { config, live, spoke, nowMs }: PlanInputs & { readonly spoke?: Spoke | undefined },
): DecisionRecord => {
  const others: Partial<Record<Objection | 'in the plan', number>> = {};
  for (const { objection = 'in the plan' } of candidates.slice(mostCandidates)) {
    others[objection] = (others[objection] ?? 0) + 1;
  }
  const agents = [...new Set(candidates.map(({ agent }) => agent))];
  const pools = [...new Set(candidates.map(({ pool }) => pool))];
  const seen = seenBy(pools, callerOf(call, config), config, nowMs);
  return {
    seed: call.callSid ?? '',
    call: { caller: call.caller, called: call.called, direction: call.direction, customField: call.customField },
    live: Object.fromEntries(agents.flatMap((agent) => seen(agent, live.get(agent)))),
    spoke,
    candidates: candidates.slice(0, mostCandidates),
    others,
  };
};

/** Leaves out what the strategies of these pools do not look at: a thousand agents have to fit into the hunt's item. */
const seenBy = (pools: readonly string[], caller: string | undefined, config: Config, nowMs: number) => {
  const all = pools.flatMap((id) => entry(config.pools, id) ?? []);
  const strategies = new Set(all.map(({ strategy }) => strategy));
  const areCounted = strategies.has('fewest-offers') || all.some(({ sticky }) => sticky !== undefined);
  const areTimed = strategies.has('fewest-offers') || strategies.has('least-recently-offered');
  const inTurn = pools.filter((id) => entry(config.pools, id)?.strategy === 'round-robin');
  return (agent: string, live: Live | undefined): [string, Live][] => {
    if (live === undefined) return [];
    const { lastOfferedMs, misses, lastMiss, paused } = live;
    const leases = leasesAt(live, nowMs);
    const seen = {
      ...(areTimed && lastOfferedMs !== undefined ? { lastOfferedMs } : {}),
      ...(lastMiss === undefined ? {} : { misses, lastMiss }),
      ...(isPaused(live, nowMs) ? { paused } : {}),
      // By other calls, or by the twin of this request. Who else called is no business of this call.
      leases: leases.length === 0 ? none : Object.fromEntries(leases.map((held) => withoutOthers(held, caller))),
      turns: inTurn.length === 0 ? none : pick(inTurn, live.turns),
      offers: areCounted ? live.offers : none,
    };
    return Object.values(seen).every(isEmpty) ? [] : [[agent, seen]];
  };
};

/** Of a thousand agents most have none, and to make a thousand of them anew takes longer than to plan. */
const none = {};

const withoutOthers = ([place, lease]: [string, Lease], caller: string | undefined): [string, Lease] => [
  place,
  lease.caller === caller ? lease : { ...lease, caller: undefined },
];

const pick = (names: readonly string[], turns: Live['turns']): Live['turns'] =>
  Object.fromEntries(Object.entries(turns).filter(([name]) => names.includes(name)));

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;
