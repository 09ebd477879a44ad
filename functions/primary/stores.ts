import type { CallerStore, Clock, ConfigSource, HuntStore, LiveStore } from '../domain/ports.ts';

/** What an answer reads and writes, and the time it is. */
export type Stores = {
  readonly configs: ConfigSource;
  readonly hunts: HuntStore;
  readonly lives: LiveStore;
  readonly callers: CallerStore;
  readonly clock: Clock;
};
