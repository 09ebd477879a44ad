/** The primary's stores in memory, each part replaceable by one that fails in its own way. */

import type { ToldOfCall } from '../../functions/domain/call-log.ts';
import { phonesOf } from '../../functions/domain/call-phones.ts';
import type { Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import type { CallLog, ConfigReading, ConfigSource, HuntStore } from '../../functions/domain/ports.ts';
import type { EventStores } from '../../functions/events/take-events.ts';
import type { Stores } from '../../functions/primary/stores.ts';
import { aConfig } from './builders.ts';
import { type MemoryHunts, memoryHunts } from './memory-hunts.ts';
import { memoryCallers, memoryLives } from './memory-lives.ts';

export const configsOf = (config: Config, staleBecause?: string): ConfigSource => ({
  read: async (applet): Promise<ConfigReading> =>
    entry(config.applets, applet) === undefined
      ? { kind: 'unknown-applet' }
      : { kind: 'found', config, identity: { revision: 1, hash: 'test' }, staleBecause },
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

export type MemoryCalls = CallLog & { readonly kept: Map<string, ToldOfCall[]> };

/** Knows the hunts of applet `main`. */
export const memoryCalls = (hunts: MemoryHunts): MemoryCalls => {
  const kept = new Map<string, ToldOfCall[]>();
  return {
    kept,
    phones: async (callSid) =>
      phonesOf(
        hunts.visits({ callSid, applet: 'main', leg: '-' }),
        (kept.get(callSid) ?? []).flatMap(({ events }) => events),
      ),
    append: async (callSid, told) => {
      kept.set(callSid, [...(kept.get(callSid) ?? []), told]);
    },
  };
};

/** What the events function needs, on the stores of the primary. */
export const eventStoresOf = (
  config: Config,
  { lives, callers, clock }: Pick<Stores, 'lives' | 'callers' | 'clock'>,
  calls: CallLog,
): EventStores => ({ directory: { config: async () => config }, lives, callers, calls, clock });
