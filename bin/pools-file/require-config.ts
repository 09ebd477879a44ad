import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Config } from '../../functions/domain/config.ts';
import { setting } from '../setting.ts';
import { UsageError } from '../usage-error.ts';
import { describeProblem, type Loaded, loadConfig } from './load.ts';

/** `POOLS_FILE`, or `pools.yaml`. */
export const defaultPoolsFile = (): string => setting('POOLS_FILE') ?? 'pools.yaml';

/** The configuration, or an error with all that is wrong in the file, a line each. */
export const requireConfig = (file: string): Config => configOf(loadConfig(file));

/** The same in a thread of its own, for whoever has something else to do meanwhile. */
export const requireConfigAside = async (file: string): Promise<Config> => {
  const thread = new Worker(new URL('./load-thread.ts', import.meta.url), { workerData: file });
  const [loaded] = await once(thread, 'message');
  return configOf(loaded);
};

const configOf = (loaded: Loaded): Config => {
  if (loaded.kind === 'config') return loaded.config;
  throw new UsageError(loaded.problems.map(describeProblem).join('\n'));
};
