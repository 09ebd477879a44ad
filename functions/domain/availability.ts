/** May somebody be rung now? Derived from what is known of him and the time: nothing has to be reset for him to be free. */
import type { Agent, Config, Settings } from './config.ts';
import { entry } from './entries.ts';
import { isHisOld, isPaused, type Lease, type Live, type Missed } from './live.ts';

/** What a lease and a miss mean, from the settings and the agent. */
export type Rules = {
  /** How long people talk at most. It bounds how long a lost event keeps an agent from other callers. */
  readonly maxTalkMs: number;
  /** What people need between two calls. */
  readonly wrapUpMs: number;
  /** How long somebody stands behind the others after he missed a call. */
  readonly coolDownMs: Readonly<Record<Missed, number>>;
  /** So many calls missed in a row pause him, for so long; then he gets one call on trial. */
  readonly pauseAfter: number;
  readonly pauseMs: number;
  /** Calls at once. */
  readonly capacity: number;
};

/** Exotel ends calls after 75 minutes at the latest, and after 15 unless told otherwise; few last an hour. */
const defaults = {
  maxTalkMinutes: 60,
  wrapUpSeconds: 10,
  // Rejected or engaged, away from the phone, out of reach.
  coolDownSeconds: { busy: 60, 'no-answer': 30, failed: 300 },
  pauseAfter: 3,
  pauseMinutes: 10,
} as const;

/** Of the settings, with defaults for what they leave open; an agent who is not known has a capacity of 1. */
export const rulesFor = (agent: string, { settings, agents }: Pick<Config, 'settings' | 'agents'>): Rules =>
  rulesOf(settings, entry(agents, agent));

const rulesOf = ({ leases, misses }: Settings, agent: Agent | undefined): Rules => {
  const coolDownMs = (missed: Missed) => (misses?.coolDownSeconds?.[missed] ?? defaults.coolDownSeconds[missed]) * 1000;
  return {
    maxTalkMs: (leases?.maxTalkMinutes ?? defaults.maxTalkMinutes) * 60_000,
    wrapUpMs: (leases?.wrapUpSeconds ?? defaults.wrapUpSeconds) * 1000,
    coolDownMs: { busy: coolDownMs('busy'), 'no-answer': coolDownMs('no-answer'), failed: coolDownMs('failed') },
    pauseAfter: misses?.pauseAfter ?? defaults.pauseAfter,
    pauseMs: (misses?.pauseMinutes ?? defaults.pauseMinutes) * 60_000,
    capacity: agent?.capacity ?? 1,
  };
};

/**
 * `held` by as many other calls as he may have · `paused` by hand · `auto-paused`: paused because he missed too many calls in
 * a row · `cooling` after a call he missed: behind the others · `free`.
 */
export type Availability = 'free' | 'cooling' | 'auto-paused' | 'held' | 'paused';

/** Who asks: a call never stands in its own way, nor in that of the same caller's next one. */
export type Asking = { readonly callSid: string; readonly caller?: string | undefined };

/** The first that holds: paused, held, auto-paused, cooling. */
export const availabilityOf = (live: Live | undefined, asking: Asking, rules: Rules, nowMs: number): Availability => {
  if (live === undefined) return 'free';
  if (isPaused(live, nowMs)) return 'paused';
  if (placeFor(live, asking, rules.capacity, nowMs) === undefined) return 'held';
  if (isAutoPaused(live, rules, nowMs)) return 'auto-paused';
  return isCooling(live, asking, rules, nowMs) ? 'cooling' : 'free';
};

/** Once the pause is over he is rung again, and paused again should he miss that call too. */
export const isAutoPaused = ({ misses = 0, lastMiss }: Live, { pauseAfter, pauseMs }: Rules, nowMs: number): boolean =>
  misses >= pauseAfter && lastMiss !== undefined && nowMs < lastMiss.atMs + pauseMs;

/** His second number is rung in its turn when his first one was not answered. */
const isCooling = ({ lastMiss }: Live, { callSid }: Asking, { coolDownMs }: Rules, nowMs: number): boolean =>
  lastMiss !== undefined && lastMiss.callSid !== callSid && nowMs < lastMiss.atMs + coolDownMs[lastMiss.outcome];

/** Those that are not over: while a phone rings, while people talk, and for the time they need after that. */
export const leasesAt = ({ leases }: Live, nowMs: number): [place: string, lease: Lease][] =>
  Object.entries(leases).filter(([, { untilMs }]) => untilMs > nowMs);

/** Where a call can hold him: where it or an old call of its caller does already, else at a free place if he has one. */
export const placeFor = (
  live: Live,
  { callSid, caller }: Asking,
  capacity: number,
  nowMs: number,
): string | undefined => {
  const current = leasesAt(live, nowMs);
  const own =
    current.find(([, lease]) => lease.callSid === callSid) ?? current.find(([, lease]) => isHisOld(lease, caller));
  return own === undefined ? freePlace(live, capacity, nowMs) : own[0];
};

/** `undefined` when he has as many calls as he may have, also when his capacity was lowered while he has more. */
export const freePlace = (live: Live, capacity: number, nowMs: number): string | undefined => {
  const current = leasesAt(live, nowMs);
  if (current.length >= capacity) return undefined;
  return placesOf(capacity).find((place) => !current.some(([taken]) => taken === place));
};

/** `0` first: the names of as many leases as somebody may have. */
export const placesOf = (capacity: number): string[] => Array.from({ length: capacity }, (_, place) => String(place));
