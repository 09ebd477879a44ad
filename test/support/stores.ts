/** The primary's stores in memory, each part replaceable by one that fails in its own way. */
import type { Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/config.ts';
import type { ConfigReading, ConfigSource, HuntStore } from '../../functions/domain/ports.ts';
import type { Stores } from '../../functions/primary/answer-call.ts';
import { aConfig } from './builders.ts';
import { memoryHunts } from './memory-hunts.ts';
import { memoryCallers, memoryLives } from './memory-lives.ts';

export const configsOf = (config: Config): ConfigSource => ({
  read: async (applet): Promise<ConfigReading> =>
    entry(config.applets, applet) === undefined
      ? { kind: 'unknown-applet' }
      : { kind: 'found', config, identity: { revision: 1, hash: 'test' } },
});

export const someStores = (parts: Partial<Stores> = {}): Stores => ({
  configs: configsOf(aConfig()),
  hunts: memoryHunts(),
  lives: memoryLives(),
  callers: memoryCallers(),
  clock: () => Date.parse('2026-11-21T06:00:00Z'),
  ...parts,
});

/** A table that does not answer reads. */
export const deafHunts: HuntStore = {
  latest: async () => ({ kind: 'unavailable', cause: 'TimeoutError: too slow' }),
  commit: async () => ({ kind: 'unknown', cause: 'TimeoutError: too slow' }),
};
