/**
 * Who gets how many calls? A day at a small desk where one agent is away from his phone and nobody knows: every decision
 * is taken by the functions that answer calls. The setting is that of a published comparison of strategies: five agents,
 * a call each 90 s on average, 180 s of talk, 20 s until a phone that nobody answers is given up.
 */
import { rulesFor } from '../../functions/domain/availability.ts';
import { afterClaim } from '../../functions/domain/claim.ts';
import type { Config } from '../../functions/domain/config.ts';
import { decide } from '../../functions/domain/cursor.ts';
import { afterEvent } from '../../functions/domain/lease.ts';
import { type Live, nothingKnown } from '../../functions/domain/live.ts';
import type { Strategy } from '../../functions/domain/pool.ts';
import { readCall } from '../../functions/domain/request.ts';
import { randomFrom } from './random.ts';

const agents = ['asha', 'bharat', 'chitra', 'deepak', 'esha'] as const;
export type AgentName = (typeof agents)[number];
/** In the middle of the list, so that he has a neighbour on either side. */
export const absent: AgentName = 'chitra';
export const present = agents.filter((agent) => agent !== absent);

const betweenCallsMs = 90_000;
const talkMs = 180_000;
const pickUpMs = 5_000;
const ringMs = 20_000;

/** What other systems call least recent: who has not *answered* for longest. Here only to compare with. */
export const compared = 'least-recently-answered' as const;

export type Fairness = {
  readonly strategy: Strategy | typeof compared;
  readonly calls: number;
  /** Share of the calls at which the absent agent's phone rings first. */
  readonly absentFirst: number;
  /** Phones rung a call. */
  readonly rings: number;
  /** Share of the calls for which everybody was on the phone. */
  readonly nobodyFree: number;
  /** Share of the answered calls of each agent who is there. */
  readonly shares: Readonly<Record<string, number>>;
  /** The largest of these shares in terms of an equal one. */
  readonly most: number;
};

export const measureFairness = (strategy: Fairness['strategy'], calls: number, seed: string): Fairness => {
  const random = randomFrom(seed);
  const exponential = (meanMs: number) => -Math.log(random()) * meanMs;
  const desk = strategy === compared ? deskByLastAnswer() : deskOf(strategy);
  const answered = new Map<AgentName, number>();
  let [nowMs, absentFirst, rings, nobodyFree] = [Date.parse('2026-11-25T09:00:00+05:30'), 0, 0, 0];
  for (let call = 0; call < calls; call += 1) {
    nowMs += exponential(betweenCallsMs);
    let atMs = nowMs;
    const rung: AgentName[] = [];
    for (let next = desk.first(call, atMs); next !== undefined; next = desk.next(call, next, atMs)) {
      rung.push(next);
      if (next !== absent) {
        desk.answer(call, next, atMs + pickUpMs + exponential(talkMs));
        answered.set(next, (answered.get(next) ?? 0) + 1);
        break;
      }
      atMs += ringMs;
    }
    rings += rung.length;
    if (rung[0] === absent) absentFirst += 1;
    if (rung.length === 0) nobodyFree += 1;
  }
  const total = [...answered.values()].reduce((sum, count) => sum + count, 0);
  const shares = Object.fromEntries(present.map((agent) => [agent, (answered.get(agent) ?? 0) / total]));
  return {
    strategy,
    calls,
    absentFirst: absentFirst / calls,
    rings: rings / calls,
    nobodyFree: nobodyFree / calls,
    shares,
    most: Math.max(...Object.values(shares)) * present.length,
  };
};

/** Whoever picks the next phone to ring. */
type Desk = {
  readonly first: (call: number, atMs: number) => AgentName | undefined;
  readonly next: (call: number, silent: AgentName, atMs: number) => AgentName | undefined;
  readonly answer: (call: number, agent: AgentName, untilMs: number) => void;
};

const numberOf = (agent: AgentName): string => `+91900000001${agents.indexOf(agent)}`;
const agentOf = (number: string | undefined) => agents.find((agent) => numberOf(agent) === number);

const configWith = (strategy: Strategy): Config => ({
  settings: {
    country: 'IN',
    timeZone: 'Asia/Kolkata',
    dialPlan: { callingCode: '91', trunkPrefix: '0', internationalPrefix: '00', nationalLengths: [10] },
    numberPolicy: { countries: ['IN'], types: ['mobile'], allowedPrefixes: ['+91'], deniedPrefixes: [] },
    exophones: [],
    lastResort: [],
    blockedCallers: [],
    // The strategies by themselves: nobody is paused or put back for what he missed.
    misses: { coolDownSeconds: { busy: 0, 'no-answer': 0, failed: 0 }, pauseAfter: Number.POSITIVE_INFINITY },
  },
  hours: {},
  rotations: {},
  agents: Object.fromEntries(agents.map((agent) => [agent, { name: agent, numbers: [numberOf(agent)] }])),
  pools: {
    desk: {
      strategy,
      maxAttempts: 10,
      answer: 'list',
      leases: 'on',
      members: agents.map((agent) => ({ agent, tier: 1, weight: 1 })),
      overflow: [],
      overrides: [],
    },
  },
  applets: { main: { fetch: 'each', routes: [{ when: {}, pool: 'desk' }] } },
});

/** Ours. An agent on the phone is held by his call, as events of the provider tell it. */
const deskOf = (strategy: Strategy): Desk => {
  const config = configWith(strategy);
  const applet = config.applets.main ?? { fetch: 'each', routes: [] };
  const live = new Map<string, Live>();
  type Hunt = Parameters<typeof decide>[2];
  let hunt: Hunt;
  const ask = (call: number, report: Readonly<Record<string, string>>, nowMs: number): AgentName | undefined => {
    const id = { callSid: `call-${call}`, applet: 'main', leg: '-' };
    const params = Object.entries({ callsid: id.callSid, ...report }).map(([name, value]) => [name, [value]] as const);
    const world = { applet, config, identity: { revision: 1, hash: '' }, nowMs, live, lostClaims: 0 };
    const decision = decide(readCall(new Map(params)), id, hunt, world);
    if (decision.kind !== 'answer' || decision.answer.kind !== 'offer' || decision.head?.kind !== 'claim')
      return undefined;
    for (const { agent, event } of decision.endings) {
      const effect = afterEvent(live.get(agent) ?? nothingKnown, event, rulesFor(agent, config), nowMs);
      if (effect.kind === 'changed') live.set(agent, effect.live);
    }
    const { claim } = decision.head;
    live.set(claim.agent, afterClaim(live.get(claim.agent), claim));
    const { write } = decision;
    if (write.kind === 'start') hunt = write.hunt;
    else if (hunt !== undefined) {
      hunt = { ...hunt, attempts: { ...hunt.attempts, [write.key]: write.attempt }, rung: write.rung };
    }
    return agentOf(decision.answer.numbers[0]);
  };
  return {
    first: (call, atMs) => {
      hunt = undefined;
      return ask(call, {}, atMs);
    },
    next: (call, silent, atMs) => ask(call, { dialwhomnumber: numberOf(silent), dialcallstatus: 'no-answer' }, atMs),
    answer: (call, agent, untilMs) => {
      const lease = {
        callSid: `call-${call}`,
        attempt: 'talk',
        number: numberOf(agent),
        claimedAtMs: untilMs,
        untilMs,
      };
      live.set(agent, { ...(live.get(agent) ?? nothingKnown), leases: { 0: lease } });
    },
  };
};

/** The other meaning of least recent, for comparison: whoever does not answer stays first for ever. */
const deskByLastAnswer = (): Desk => {
  const untilMs = new Map<AgentName, number>();
  const tried = new Set<AgentName>();
  const pick = (atMs: number) =>
    agents
      .filter((agent) => (untilMs.get(agent) ?? 0) <= atMs && !tried.has(agent))
      .toSorted((one, other) => (untilMs.get(one) ?? 0) - (untilMs.get(other) ?? 0))[0];
  return {
    first: (_call, atMs) => {
      tried.clear();
      return pick(atMs);
    },
    next: (_call, silent, atMs) => {
      tried.add(silent);
      return pick(atMs);
    },
    answer: (_call, agent, until) => {
      untilMs.set(agent, until);
    },
  };
};
