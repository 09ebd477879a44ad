/** Which agents must be looked at before a call can be decided. */
import { availabilityOf, rulesFor } from './availability.ts';
import { callerOf, reportedNumber } from './call-numbers.ts';
import { candidatesOf, type PlanInputs, poolsFrom } from './candidates.ts';
import { type Applet, agentOf, type Config } from './config.ts';
import type { Hunt } from './hunt.ts';
import type { Call } from './request.ts';
import { rosterOf } from './roster.ts';
import { routeFor, routesBut } from './route.ts';

/** Everybody in the pools this call may be in. */
export const agentsWatched = (call: Call, applet: Applet, config: Config, nowMs: number): string[] => {
  const reached = poolsOpenTo(call, applet, config, nowMs).flatMap((pool) => poolsFrom(pool, config));
  return agentsIn(reached, config, nowMs);
};

/**
 * Known before its hunt is read, so that both can be read side by side: a later request has lost its digits, and any
 * department is possible then.
 */
const poolsOpenTo = (call: Call, applet: Applet, config: Config, nowMs: number): string[] =>
  call.digits === undefined
    ? routesBut('digits', call, applet, config, nowMs)
    : [routeFor(call, applet, config, nowMs) ?? ''];

/** So many in the order of a pool, and so many of those who were free: more than any answer names. */
const wantedOfPool = 50;

/**
 * Of them those whom a decision looks at first, going by what was known a moment ago: the first in the order of each pool,
 * the first who were free, and whoever is reported. Whoever was offered since then has only moved back. Everybody, where
 * few were free: any of the others may be by now, and be the only one.
 */
export const agentsWantedFirst = (call: Call, applet: Applet, inputs: PlanInputs): string[] => {
  const { config, live, nowMs } = inputs;
  const asking = { callSid: call.callSid ?? '', caller: callerOf(call, config) };
  const isFree = (agent: string) => availabilityOf(live.get(agent), asking, rulesFor(agent, config), nowMs) === 'free';
  const wanted = poolsOpenTo(call, applet, config, nowMs).flatMap((pool) => {
    const candidates = candidatesOf(pool, call, inputs).filter(({ objection }) => objection === undefined);
    const [best] = candidates;
    const agents = [...new Set(candidates.map(({ agent }) => agent))];
    const equals = candidates.filter((one) => one.pool === best?.pool && one.tier === best.tier);
    const free = [...new Set(equals.map(({ agent }) => agent))].filter(isFree).slice(0, wantedOfPool);
    return free.length < wantedOfPool ? agents : [...agents.slice(0, wantedOfPool), ...free];
  });
  const reported = agentOf(reportedNumber(call, config), config);
  return [...new Set([...wanted, ...(reported === undefined ? [] : [reported])])];
};

/** Everybody in the pool a hunt was pinned to; of a pool that is gone, whoever has a number of its plan. */
export const agentsPinned = ({ pool, plan }: Hunt, config: Config, nowMs: number): string[] => {
  const reached = poolsFrom(pool, config);
  if (reached.length === 0) return [...new Set(plan.flatMap((number) => agentOf(number, config) ?? []))];
  return agentsIn(reached, config, nowMs);
};

const agentsIn = (pools: ReturnType<typeof poolsFrom>, config: Config, nowMs: number): string[] => [
  ...new Set(pools.flatMap(({ pool }) => rosterOf(pool, config, nowMs).map(({ agent }) => agent))),
];
