/** Everybody a pool may ring, and who of them is on duty: an override counts more than a rotation, a rotation more than hours. */
import type { Config } from './config.ts';
import { entry } from './entries.ts';
import { isOpenBy } from './opening.ts';
import type { Override, Pool } from './pool.ts';
import { whoseTurn } from './rotation.ts';

/** Somebody in a pool; of a rotation that is all its people, of whom one at most is on duty. */
export type RosterEntry = {
  readonly agent: string;
  readonly tier: number;
  readonly weight: number;
  readonly rotation?: string | undefined;
};

/** Why somebody is not on duty in a pool, and what says so: the name of hours or of a rotation. */
export type OffDuty =
  | { readonly objection: 'sent home'; readonly untilMs: number }
  | { readonly objection: 'pool closed' | 'off duty' | 'not his turn'; readonly by: string };

/** Members in the order of the list, the people of a rotation in its place; then those whom an override brings in. */
export const rosterOf = (pool: Pool, config: Config, nowMs: number): RosterEntry[] => {
  const roster = pool.members.flatMap(({ agent, rotation, tier, weight }): RosterEntry[] =>
    rotation === undefined
      ? [{ agent, tier, weight }]
      : (entry(config.rotations, rotation)?.agents ?? []).map((one) => ({ agent: one, tier, weight, rotation })),
  );
  const lastTier = Math.max(0, ...pool.members.map(({ tier }) => tier));
  for (const { agent, duty, untilMs } of pool.overrides) {
    const isBroughtIn = duty === 'in' && untilMs > nowMs && !roster.some((one) => one.agent === agent);
    if (isBroughtIn) roster.push({ agent, tier: lastTier + 1, weight: 1 });
  }
  return roster;
};

/** Everybody these pools may ever ring: their members, the people of their rotations, and whoever is brought in. */
export const agentsOf = (pools: readonly Pool[], rotations: Config['rotations']): ReadonlySet<string> =>
  new Set(
    pools.flatMap(({ members, overrides }) => [
      ...members.flatMap(({ agent, rotation }) =>
        rotation === undefined ? [agent] : (entry(rotations, rotation)?.agents ?? []),
      ),
      ...overrides.filter(({ duty }) => duty === 'in').map(({ agent }) => agent),
    ]),
  );

/**
 * What keeps somebody off duty in this pool now. An override in outweighs a closed pool too: somebody said so, until a
 * time. With his place in a rotation his own hours are not asked.
 */
export const offDutyIn = (pool: Pool, config: Config, nowMs: number): ((one: RosterEntry) => OffDuty | undefined) => {
  // Hours and rotations are looked at once, not for each of a thousand people.
  const isOpen = once((hours: string | undefined) => isOpenBy(hours, config, nowMs));
  const turnOf = once((rotation: string) => {
    const known = entry(config.rotations, rotation);
    return known === undefined ? undefined : whoseTurn(known, config.hours, nowMs);
  });
  return ({ agent, rotation }) => {
    const override = overrideOf(agent, pool, nowMs);
    if (override?.duty === 'in') return undefined;
    if (override?.duty === 'out') return { objection: 'sent home', untilMs: override.untilMs };
    if (!isOpen(pool.hours)) return { objection: 'pool closed', by: pool.hours ?? '' };
    if (rotation !== undefined) {
      return turnOf(rotation) === agent ? undefined : { objection: 'not his turn', by: rotation };
    }
    const hours = entry(config.agents, agent)?.hours;
    return isOpen(hours) ? undefined : { objection: 'off duty', by: hours ?? '' };
  };
};

const once = <Key, Value>(compute: (key: Key) => Value): ((key: Key) => Value) => {
  const known = new Map<Key, Value>();
  return (key) => {
    if (!known.has(key)) known.set(key, compute(key));
    return known.get(key) as Value;
  };
};

/** The one that holds now; without one, hours and rotations decide. */
export const overrideOf = (agent: string, { overrides }: Pool, nowMs: number): Override | undefined =>
  overrides.find((override) => override.agent === agent && override.untilMs > nowMs);
