/** Of whom must be known how he stands now, before a call can be decided? */
import { poolsFrom } from './candidates.ts';
import { type Applet, agentOf, type Config } from './config.ts';
import type { Hunt } from './hunt.ts';
import type { Call } from './request.ts';
import { rosterOf } from './roster.ts';
import { routeFor, routesBut } from './route.ts';

/**
 * Everybody in the pools this call may be in. Known before its hunt is read, so that both can be read side by side: a
 * later request has lost its digits, and any department is possible then.
 */
export const agentsWatched = (call: Call, applet: Applet, config: Config, nowMs: number): string[] => {
  const routed = routeFor(call, applet, config, nowMs);
  const pools = call.digits === undefined ? routesBut('digits', call, applet, config, nowMs) : [routed ?? ''];
  const reached = pools.flatMap((pool) => poolsFrom(pool, config));
  return [...new Set(reached.flatMap(({ pool }) => rosterOf(pool, config, nowMs).map(({ agent }) => agent)))];
};

/** Everybody in the pool a hunt was pinned to; of a pool that is gone, whoever has a number of its plan. */
export const agentsPinned = ({ pool, plan }: Hunt, config: Config, nowMs: number): string[] => {
  const reached = poolsFrom(pool, config);
  if (reached.length === 0) return [...new Set(plan.flatMap((number) => agentOf(number, config) ?? []))];
  return [...new Set(reached.flatMap((one) => rosterOf(one.pool, config, nowMs).map(({ agent }) => agent)))];
};
