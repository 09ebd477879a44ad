/** Numbers that pools reach and the policy lets through. */
import { poolsFrom } from './candidates.ts';
import type { Config } from './config.ts';
import { entry } from './entries.ts';
import { isDialable } from './phone.ts';
import type { Pool } from './pool.ts';
import { overrideOf, rosterOf } from './roster.ts';

/**
 * What a plan pinned for this pool may still offer: numbers of people whom it reaches and nobody has sent home. Of a pool
 * that is gone, or was renamed, those of any pool.
 */
export const numbersStillOffered = (pool: string, config: Config, nowMs: number): ReadonlySet<string> => {
  const reached = poolsFrom(pool, config).map((one) => one.pool);
  const pools = reached.length > 0 ? reached : Object.values(config.pools);
  return dialableNumbersOf(pools, config, nowMs, (one, agent) => overrideOf(agent, one, nowMs)?.duty !== 'out');
};

/** All numbers that a pool reaches, whatever the hour and whoever calls. */
export const numbersReachable = (pool: string, config: Config, nowMs: number): ReadonlySet<string> =>
  dialableNumbersOf(
    poolsFrom(pool, config).map((one) => one.pool),
    config,
    nowMs,
  );

/** All numbers of these pools that may be dialled, each once, whatever the hour and whoever calls; `isWanted` leaves out people. */
export const dialableNumbersOf = (
  pools: readonly Pool[],
  config: Config,
  nowMs: number,
  isWanted: (pool: Pool, agent: string) => boolean = () => true,
): ReadonlySet<string> => {
  const agents = pools.flatMap((pool) =>
    rosterOf(pool, config, nowMs)
      .map(({ agent }) => agent)
      .filter((agent) => isWanted(pool, agent)),
  );
  const numbers = agents.flatMap((agent) => entry(config.agents, agent)?.numbers ?? []);
  return new Set(numbers.filter((number) => isDialable(number, config.settings)));
};

/** All that may be dialled, whoever is on duty now. Not of those whom an override brings in. */
export const regularNumbersOf = (pools: readonly Pool[], config: Config, nowMs: number): ReadonlySet<string> =>
  dialableNumbersOf(
    pools.map((pool) => ({ ...pool, overrides: [] })),
    config,
    nowMs,
  );
