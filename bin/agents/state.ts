/** How each agent stands now, as a person wants to know it. */
import { availabilityOf, isAutoPaused, leasesAt, type Rules, rulesFor } from '../../functions/domain/availability.ts';
import type { Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import { isPaused, type Live, type LiveView, nothingKnown } from '../../functions/domain/live.ts';

export type AgentState = {
  readonly agent: string;
  readonly name: string;
  /** `paused` by hand, `auto-paused` for calls missed in a row, `cooling` after one; the phase of a lease; `free`. */
  readonly state: 'free' | 'cooling' | 'auto-paused' | 'paused' | 'ringing' | 'talking' | 'wrap-up';
  /** As far as it is known. */
  readonly until?: string;
  /** Calls at once. */
  readonly capacity: number;
  readonly leases: readonly { readonly callSid: string; readonly number: string; readonly until: string }[];
  readonly paused?: { readonly by: string; readonly since: string; readonly until?: string; readonly reason?: string };
  readonly misses: number;
  readonly lastMiss?: { readonly outcome: string; readonly at: string };
  readonly lastOffered?: string;
  readonly lastAnswered?: string;
  /** Numbers that look out of use, with the evidence: nothing is ever dropped without a person. */
  readonly proposals: readonly {
    readonly number: string;
    readonly failed: number;
    readonly since: string;
    readonly last: string;
  }[];
};

/** So often in a row a number fails before its removal is proposed. */
const proposedAfter = 5;

export const agentStates = (config: Config, view: LiveView, nowMs: number): AgentState[] =>
  Object.entries(config.agents).map(([agent, { name }]) => stateOf(agent, name, config, view.get(agent), nowMs));

const stateOf = (agent: string, name: string, config: Config, live: Live = nothingKnown, nowMs: number): AgentState => {
  const { misses = 0, lastMiss, lastOfferedMs, lastAnsweredMs, failing = {} } = live;
  const leases = leasesAt(live, nowMs).map(([, lease]) => lease);
  const rules = rulesFor(agent, config);
  const { state, untilMs } = wordFor(live, rules, nowMs);
  const numbers = entry(config.agents, agent)?.numbers ?? [];
  const failed = Object.entries(failing).filter(
    ([number, { count }]) => count >= proposedAfter && numbers.includes(number),
  );
  const pause = isPaused(live, nowMs) ? live.paused : undefined;
  return {
    agent,
    name,
    state,
    ...(untilMs === undefined ? {} : { until: iso(untilMs) }),
    capacity: rules.capacity,
    leases: leases.map(({ callSid, number, untilMs }) => ({ callSid, number, until: iso(untilMs) })),
    ...(pause === undefined
      ? {}
      : {
          paused: {
            by: pause.by,
            since: iso(pause.atMs),
            ...(pause.untilMs === undefined ? {} : { until: iso(pause.untilMs) }),
            ...(pause.reason === undefined ? {} : { reason: pause.reason }),
          },
        }),
    misses,
    ...(lastMiss === undefined ? {} : { lastMiss: { outcome: lastMiss.outcome, at: iso(lastMiss.atMs) } }),
    ...(lastOfferedMs === undefined ? {} : { lastOffered: iso(lastOfferedMs) }),
    ...(lastAnsweredMs === undefined ? {} : { lastAnswered: iso(lastAnsweredMs) }),
    proposals: failed.map(([number, { count, sinceMs, lastMs }]) => ({
      number,
      failed: count,
      since: iso(sinceMs),
      last: iso(lastMs),
    })),
  };
};

type Word = Pick<AgentState, 'state'> & { readonly untilMs?: number | undefined };

/** What he does, and until when as far as that is known; of several calls the one he is busiest with. */
const wordFor = (live: Live, rules: Rules, nowMs: number): Word => {
  if (isPaused(live, nowMs)) return { state: 'paused', untilMs: live.paused?.untilMs };
  const held = leasesAt(live, nowMs).map(([, { phase = 'ringing', untilMs }]) => ({ state: phase, untilMs }));
  const busiest = (['talking', 'ringing', 'wrap-up'] as const).flatMap((phase) =>
    held.filter(({ state }) => state === phase),
  );
  if (busiest[0] !== undefined) return busiest[0];
  const { lastMiss } = live;
  if (lastMiss === undefined) return { state: 'free' };
  if (isAutoPaused(live, rules, nowMs)) return { state: 'auto-paused', untilMs: lastMiss.atMs + rules.pauseMs };
  // Asked for by no call: no lease has an empty CallSid.
  return availabilityOf(live, { callSid: '' }, rules, nowMs) === 'cooling'
    ? { state: 'cooling', untilMs: lastMiss.atMs + rules.coolDownMs[lastMiss.outcome] }
    : { state: 'free' };
};

/** A time that somebody typed into the table by hand may be none. */
const iso = (ms: number): string => new Date(Math.max(-maxTimeMs, Math.min(maxTimeMs, ms))).toISOString();

const maxTimeMs = 8.64e15;
