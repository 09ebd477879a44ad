/** Names the user gave that lead nowhere are answered with those there are. */
import type { Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import type { Pool } from '../../functions/domain/pool.ts';
import { someOf } from '../terminal/some-of.ts';
import { UsageError } from '../usage-error.ts';

export const requirePool = (name: string, { pools }: Config, table: string): Pool =>
  entry(pools, name) ?? refuse(`there is no pool ${name} in ${table}`, Object.keys(pools));

export const requireAgent = (name: string, { agents }: Config, table: string): void => {
  if (entry(agents, name) === undefined) refuse(`there is no agent ${name} in ${table}`, Object.keys(agents));
};

const refuse = (what: string, names: readonly string[]): never => {
  throw new UsageError(`${what}: ${someOf(names)}`);
};
