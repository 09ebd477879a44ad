/**
 * Small changes of a configuration. Pure; what is to be changed and is not there is left out. The order of keys stays, so
 * that the same content written into the file has the same hash.
 */
import { type Agent, type Config, entry } from '../../functions/domain/config.ts';
import type { Member, Override, Pool } from '../../functions/domain/pool.ts';

export type Edit = (config: Config) => Config;

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
  inPool(pool, (one) => ({
    ...one,
    members: one.members.some((member) => member.agent === agent)
      ? one.members.map((member) => (member.agent === agent ? { ...member, tier } : member))
      : [...one.members, { agent, tier, weight: 1 } satisfies Member],
  }));

export const withoutMember = (pool: string, agent: string): Edit =>
  inPool(pool, (one) => ({ ...one, members: one.members.filter((member) => member.agent !== agent) }));

/** Whoever is there already stays as he is. */
export const withAgent =
  (id: string, agent: Agent): Edit =>
  (config) =>
    entry(config.agents, id) === undefined ? { ...config, agents: { ...config.agents, [id]: agent } } : config;
