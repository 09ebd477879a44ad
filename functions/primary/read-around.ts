/** All that a decision rests on besides the call's own hunt, read side by side with it. */
import type { World } from '../domain/attempt.ts';
import { type Config, entry } from '../domain/config.ts';
import type { Hunt } from '../domain/hunt.ts';
import type { LiveView } from '../domain/live.ts';
import type {
  CallerStore,
  Clock,
  ConfigReading,
  ConfigSource,
  HuntStore,
  LiveReading,
  LiveStore,
} from '../domain/ports.ts';
import type { Call } from '../domain/request.ts';
import { callerOf } from '../domain/route.ts';
import { agentsPinned, agentsWantedFirst, agentsWatched } from '../domain/watch.ts';

export type Stores = {
  readonly configs: ConfigSource;
  readonly hunts: HuntStore;
  readonly lives: LiveStore;
  readonly callers: CallerStore;
  readonly clock: Clock;
};

/** The same without the moment. */
export type Seen = Omit<World, 'nowMs' | 'lostClaims'>;

export type SeenAround = {
  readonly kind: 'seen';
  readonly seen: Seen;
  readonly agents: readonly string[];
  /** Of what is `degraded` in what was seen. */
  readonly cause?: string | undefined;
};

export type Around = SeenAround | Exclude<ConfigReading, { kind: 'found' }>;

/** As an answer names it. */
export const lackIn = ({ seen: { degraded }, cause }: SeenAround) => ({ degraded, cause });

/** A lack of state is worse than an old configuration, and stands for both. */
export const withoutState = (around: SeenAround, cause: string): SeenAround => ({
  ...around,
  seen: { ...around.seen, degraded: 'state' },
  cause,
});

/**
 * The configuration, and what it says is worth knowing of agents and of this caller. Of agents who cannot be read nothing is
 * known, and the answer says so.
 */
export const readAround = async (
  call: Call,
  appletId: string,
  { configs, lives, callers, clock }: Stores,
  signal: AbortSignal,
): Promise<Around> => {
  const reading = await configs.read(appletId);
  if (reading.kind !== 'found') return reading;
  const { config, identity, staleBecause } = reading;
  const applet = entry(config.applets, appletId);
  if (applet === undefined) return { kind: 'unknown-applet' };
  const nowMs = clock();
  const agents = agentsWatched(call, applet, config, nowMs);
  const wantedFirst = (live: LiveView) => agentsWantedFirst(call, applet, { config, live, nowMs });
  const caller = callerOf(call, config);
  const [view, spoke] = await Promise.all([
    agents.length === 0 ? undefined : lives.read(agents, wantedFirst),
    caller !== undefined && isAnySticky(config) ? callers.spokeWith(caller, signal) : undefined,
  ]);
  const degraded = staleBecause === undefined ? undefined : 'stale-config';
  const seen: Seen = { applet, config, identity, live: new Map(), spoke, degraded };
  return withView({ kind: 'seen', seen, agents, cause: staleBecause }, view);
};

/**
 * With everybody of the pool that the call's hunt was pinned to, who may be none of those its routes lead to now: hours have
 * passed, or somebody edited them.
 */
export const withPinned = async (
  around: SeenAround,
  hunt: Hunt | undefined,
  { lives, clock }: Stores,
): Promise<SeenAround> => {
  const { seen, agents } = around;
  const watched = new Set(agents);
  const missing = (hunt === undefined ? [] : agentsPinned(hunt, seen.config, clock())).filter(
    (one) => !watched.has(one),
  );
  if (missing.length === 0) return around;
  return withView({ ...around, agents: [...agents, ...missing] }, await lives.read(missing));
};

/** With what was read of agents, and without state if that is not all. */
const withView = (around: SeenAround, view: LiveReading | undefined): SeenAround => {
  if (view === undefined) return around;
  if (view.kind === 'unavailable') return withoutState(around, view.cause);
  const live: LiveView = new Map([...around.seen.live, ...view.view]);
  const known = { ...around, seen: { ...around.seen, live } };
  return view.partialBecause === undefined ? known : withoutState(known, view.partialBecause);
};

const isAnySticky = ({ pools }: Config): boolean => Object.values(pools).some(({ sticky }) => sticky !== undefined);
