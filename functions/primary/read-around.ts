/** All that a decision rests on besides the call's own hunt, read side by side with it. */
import type { World } from '../domain/attempt.ts';
import { type Config, entry } from '../domain/config.ts';
import type { Hunt } from '../domain/hunt.ts';
import type { LiveView } from '../domain/live.ts';
import type { CallerStore, Clock, ConfigReading, ConfigSource, HuntStore, LiveStore } from '../domain/ports.ts';
import type { Call } from '../domain/request.ts';
import { callerOf } from '../domain/route.ts';
import { agentsPinned, agentsWatched } from '../domain/watch.ts';

export type Stores = {
  readonly configs: ConfigSource;
  readonly hunts: HuntStore;
  readonly lives: LiveStore;
  readonly callers: CallerStore;
  readonly clock: Clock;
};

/** The same without the moment. */
export type Seen = Omit<World, 'nowMs' | 'lostClaims'>;

export type Around =
  | { readonly kind: 'seen'; readonly seen: Seen; readonly agents: readonly string[] }
  | Exclude<ConfigReading, { kind: 'found' }>;

/** The configuration, and what it says is worth knowing of agents and of this caller. A view that cannot be read is empty. */
export const readAround = async (
  call: Call,
  appletId: string,
  { configs, lives, callers, clock }: Stores,
  signal: AbortSignal,
): Promise<Around> => {
  const reading = await configs.read(appletId);
  if (reading.kind !== 'found') return reading;
  const { config, identity } = reading;
  const applet = entry(config.applets, appletId);
  if (applet === undefined) return { kind: 'unknown-applet' };
  const agents = agentsWatched(call, applet, config, clock());
  const caller = callerOf(call, config);
  const [view, spoke] = await Promise.all([
    agents.length === 0 ? undefined : lives.read(agents),
    caller !== undefined && isAnySticky(config) ? callers.spokeWith(caller, signal) : undefined,
  ]);
  const live: LiveView = view?.kind === 'found' ? view.view : new Map();
  return { kind: 'seen', seen: { applet, config, identity, live, spoke }, agents };
};

/**
 * With everybody of the pool that the call's hunt was pinned to, who may be none of those its routes lead to now: hours have
 * passed, or somebody edited them.
 */
export const withPinned = async (
  around: Extract<Around, { kind: 'seen' }>,
  hunt: Hunt | undefined,
  { lives, clock }: Stores,
): Promise<Extract<Around, { kind: 'seen' }>> => {
  const { seen, agents } = around;
  const watched = new Set(agents);
  const missing = (hunt === undefined ? [] : agentsPinned(hunt, seen.config, clock())).filter(
    (one) => !watched.has(one),
  );
  if (missing.length === 0) return around;
  const view = await lives.read(missing);
  const live = new Map([...seen.live, ...(view.kind === 'found' ? view.view : [])]);
  return { ...around, seen: { ...seen, live }, agents: [...agents, ...missing] };
};

const isAnySticky = ({ pools }: Config): boolean => Object.values(pools).some(({ sticky }) => sticky !== undefined);
