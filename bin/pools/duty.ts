/** Who is on duty in a pool now, and which pools are left without anybody. Pure. */
import type { Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import { isPaused, type LiveView, nothingKnown } from '../../functions/domain/live.ts';
import { offDutyIn, rosterOf } from '../../functions/domain/roster.ts';

/** The configuration with its overrides, and what is known of its agents: whoever is not in the view is not paused. */
export type Seen = { readonly config: Config; readonly view: LiveView };

/** Each once, in the order of the list; pauses are not asked. */
export const onDutyIn = (id: string, config: Config, nowMs: number): string[] => {
  const pool = entry(config.pools, id);
  if (pool === undefined) return [];
  const offDuty = offDutyIn(pool, config, nowMs);
  const places = rosterOf(pool, config, nowMs).filter((place) => offDuty(place) === undefined);
  return [...new Set(places.map(({ agent }) => agent))];
};

export const isResting = (agent: string, view: LiveView, nowMs: number): boolean =>
  isPaused(view.get(agent) ?? nothingKnown, nowMs);

/** Whose pauses have to be known for `leftEmpty`: whoever was on duty where a change of the configuration takes somebody off. */
export const agentsOfThinnedPools = (before: Config, after: Config, nowMs: number): string[] =>
  Object.keys(after.pools).flatMap((pool) => {
    const had = onDutyIn(pool, before, nowMs);
    const has = new Set(onDutyIn(pool, after, nowMs));
    return had.every((agent) => has.has(agent)) ? [] : had;
  });

/** In a line each, pools in which somebody was rung before, and nobody is after. */
export const leftEmpty = (before: Seen, after: Seen, nowMs: number): string[] => {
  const hasAny = (pool: string, { config, view }: Seen) =>
    onDutyIn(pool, config, nowMs).some((agent) => !isResting(agent, view, nowMs));
  return Object.keys(after.config.pools)
    .filter((pool) => hasAny(pool, before) && !hasAny(pool, after))
    .map((pool) => `nobody of pool ${pool} is left who is on duty: its callers go to its overflow, or get nobody`);
};
