import type { Config } from '../../functions/domain/config.ts';
import { UsageError } from '../usage-error.ts';
import { describeProblem, loadConfig } from './load.ts';

/** `POOLS_FILE`, or `pools.yaml`. */
export const defaultPoolsFile = (): string => process.env.POOLS_FILE ?? 'pools.yaml';

/** The configuration, or an error with all that is wrong in the file, a line each. */
export const requireConfig = (file: string): Config => {
  const loaded = loadConfig(file);
  if (loaded.kind === 'config') return loaded.config;
  throw new UsageError(loaded.problems.map(describeProblem).join('\n'));
};
