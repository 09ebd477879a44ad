/** Who is on duty in a pool at one moment, and who of them gets which share of the calls. */
import { entry } from '../../functions/domain/entries.ts';
import type { Week } from './week.ts';

export type OnDuty = { readonly agent: string; readonly tier: number };

/** Tier by tier, in the order of the list. */
export const onDutyAt = (pool: string, moment: number, week: Week): OnDuty[] =>
  placesAt(pool, moment, week).map(({ agent, tier }) => ({ agent, tier }));

const placesAt = (pool: string, moment: number, week: Week) => {
  const places = week.presences(pool).filter(({ at }) => at[moment] === 1);
  const seen = new Set<string>();
  return places
    .map(({ place }) => place)
    .toSorted((one, other) => one.tier - other.tier)
    .filter(({ agent }) => !seen.has(agent) && seen.add(agent));
};

/**
 * The share of calls for which each is the first to ring, were nobody busy, paused or held: equal among the first tier on
 * duty; all of them the first of the list for `linear`; by weight for `weighted`.
 */
export const sharesAt = (pool: string, moment: number, week: Week): Readonly<Record<string, number>> => {
  const places = placesAt(pool, moment, week);
  const first = places.filter(({ tier }) => tier === places[0]?.tier);
  const strategy = entry(week.config.pools, pool)?.strategy;
  const weights = first.map(({ weight }, index) => {
    if (strategy === 'linear') return index === 0 ? 1 : 0;
    return strategy === 'weighted' ? weight : 1;
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Object.fromEntries(
    places.map(({ agent }, index) => [
      agent,
      total === 0 ? 0 : Math.round(((weights[index] ?? 0) / total) * 1000) / 1000,
    ]),
  );
};

/** Now, or the first moment at which either week has somebody on duty there. */
export const firstOnDuty = (pool: string, before: Week, after: Week): number | undefined => {
  const all = [...before.presences(pool), ...after.presences(pool)];
  const moment = before.moments.findIndex((_, index) => all.some(({ at }) => at[index] === 1));
  return moment === -1 ? undefined : moment;
};
