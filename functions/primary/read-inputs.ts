/** All that a decision rests on besides the call's own hunt, read side by side with it. */
import type { DecisionInputs } from '../domain/attempt.ts';
import { callerOf } from '../domain/call-numbers.ts';
import { entry } from '../domain/entries.ts';
import type { Hunt } from '../domain/hunt.ts';
import type { LiveView } from '../domain/live.ts';
import type { ConfigReading, LiveReading } from '../domain/ports.ts';
import type { Call } from '../domain/request.ts';
import { isAnySticky } from '../domain/sticky.ts';
import { agentsPinned, agentsWantedFirst, agentsWatched } from '../domain/watch.ts';
import type { Stores } from './stores.ts';

/** All of it but what changes while somebody is claimed. */
export type StoredInputs = Omit<DecisionInputs, 'nowMs' | 'lostClaims'>;

export type FoundInputs = {
  readonly kind: 'found';
  readonly stored: StoredInputs;
  /** Everybody whose live view was asked for. */
  readonly agents: readonly string[];
  /** Why what was stored is `degraded`. */
  readonly cause?: string | undefined;
};

export type InputsReading = FoundInputs | Exclude<ConfigReading, { kind: 'found' }>;

/** As an answer names it. */
export const lackIn = ({ stored: { degraded }, cause }: FoundInputs) => ({ degraded, cause });

/** A lack of state is worse than an old configuration, and stands for both. */
export const withoutState = (inputs: FoundInputs, cause: string): FoundInputs => ({
  ...inputs,
  stored: { ...inputs.stored, degraded: 'state' },
  cause,
});

/**
 * The configuration, and what it says is worth knowing of agents and of this caller. Of agents who cannot be read nothing is
 * known, and the answer says so.
 */
export const readInputs = async (
  call: Call,
  appletId: string,
  { configs, lives, callers, clock }: Stores,
  signal: AbortSignal,
): Promise<InputsReading> => {
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
  const stored: StoredInputs = { applet, config, identity, live: new Map(), spoke, degraded };
  return withView({ kind: 'found', stored, agents, cause: staleBecause }, view);
};

/**
 * With everybody of the pool that the call's hunt was pinned to, who may be none of those its routes lead to now: hours have
 * passed, or somebody edited them.
 */
export const withPinned = async (
  inputs: FoundInputs,
  hunt: Hunt | undefined,
  { lives, clock }: Stores,
): Promise<FoundInputs> => {
  const { stored, agents } = inputs;
  const watched = new Set(agents);
  const missing = (hunt === undefined ? [] : agentsPinned(hunt, stored.config, clock())).filter(
    (one) => !watched.has(one),
  );
  if (missing.length === 0) return inputs;
  return withView({ ...inputs, agents: [...agents, ...missing] }, await lives.read(missing));
};

/** With what was read of agents, and without state if that is not all. */
const withView = (inputs: FoundInputs, view: LiveReading | undefined): FoundInputs => {
  if (view === undefined) return inputs;
  if (view.kind === 'unavailable') return withoutState(inputs, view.cause);
  const live: LiveView = new Map([...inputs.stored.live, ...view.view]);
  const known = { ...inputs, stored: { ...inputs.stored, live } };
  return view.partialBecause === undefined ? known : withoutState(known, view.partialBecause);
};
