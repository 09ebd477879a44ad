/**
 * Small changes of a configuration. Pure; what is to be changed and is not there is left out. The order of keys stays, so
 * that the same content written into the file has the same hash.
 */
import type { Agent, Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import type { Member, Override, Pool } from '../../functions/domain/pool.ts';

export type Edit = (config: Config) => Config;

/** Somebody's place in a pool: what is not given stays as it is, or is 1. */
type Given = { readonly tier?: number; readonly weight?: number };

/** What many rows of a file add to agents and pools, so that each is copied once and not for each row. */
export type Additions = {
  /** By id: who he is, should he not be there, and the numbers he gets. */
  readonly agents: ReadonlyMap<string, { readonly who: Agent; readonly numbers: readonly string[] }>;
  /** By pool, then by agent. */
  readonly members: ReadonlyMap<string, ReadonlyMap<string, Given>>;
};

export const withAdditions =
  ({ agents, members }: Additions): Edit =>
  (config) => ({
    ...config,
    agents: { ...config.agents, ...Object.fromEntries([...agents].map(([id, one]) => [id, added(id, one, config)])) },
    pools: Object.fromEntries(
      Object.entries(config.pools).map(([id, pool]) => [id, withMembers(pool, members.get(id) ?? new Map())]),
    ),
  });

const added = (id: string, { who, numbers }: { who: Agent; numbers: readonly string[] }, config: Config): Agent => {
  const known = entry(config.agents, id);
  if (known === undefined) return who;
  return { ...known, numbers: [...known.numbers, ...numbers.filter((number) => !known.numbers.includes(number))] };
};

/** New ones at the end, in their order. */
const withMembers = (pool: Pool, places: ReadonlyMap<string, Given>): Pool => {
  const listed = new Set(pool.members.map(({ agent }) => agent));
  return {
    ...pool,
    members: [
      ...pool.members.map((member) =>
        member.agent === undefined ? member : { ...member, ...places.get(member.agent) },
      ),
      ...[...places]
        .filter(([agent]) => !listed.has(agent))
        .map(([agent, place]): Member => ({ agent, tier: 1, weight: 1, ...place })),
    ],
  };
};

const inPool =
  (name: string, change: (pool: Pool) => Pool): Edit =>
  (config) => {
    const pool = entry(config.pools, name);
    return pool === undefined ? config : { ...config, pools: { ...config.pools, [name]: change(pool) } };
  };

/** One an agent and pool: what was said before no longer counts. */
export const withOverride = (pool: string, override: Override): Edit =>
  inPool(pool, (one) => ({
    ...one,
    overrides: [...one.overrides.filter(({ agent }) => agent !== override.agent), override],
  }));

export const withoutOverride = (pool: string, agent: string): Edit =>
  inPool(pool, (one) => ({ ...one, overrides: one.overrides.filter((override) => override.agent !== agent) }));

/** At the end of the list; whoever is a member already keeps his place and gets this tier. */
export const withMember = (pool: string, agent: string, tier: number): Edit =>
  withAdditions({ agents: new Map(), members: new Map([[pool, new Map([[agent, { tier }]])]]) });

export const withoutMember = (pool: string, agent: string): Edit =>
  inPool(pool, (one) => ({ ...one, members: one.members.filter((member) => member.agent !== agent) }));

/** Whoever is there already stays as he is, and gets these numbers. */
export const withAgent = (id: string, who: Agent, numbers: readonly string[] = []): Edit =>
  withAdditions({ agents: new Map([[id, { who, numbers }]]), members: new Map() });
