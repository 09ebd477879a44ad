/** Calls that overlap, and what is told of them in any order, twice, late or not at all. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { leasesAt, placeFor, placesOf, type Rules, rulesFor } from '../../functions/domain/availability.ts';
import { afterClaim, type Claim, isClaimable } from '../../functions/domain/claim.ts';
import { afterEvent } from '../../functions/domain/lease.ts';
import type { LegEvent } from '../../functions/domain/leg-event.ts';
import { type Live, missedOutcomes, nothingKnown, ringLeaseMs, ringOf } from '../../functions/domain/live.ts';
import { aConfig, numberOf } from '../support/builders.ts';
import { holds } from '../support/property.ts';

const startMs = Date.parse('2026-11-25T10:00:00+05:30');
const outcomes = ['completed', 'no-answer', 'busy', 'failed', 'canceled'] as const;

/** What becomes of one report on its way: how often it arrives, after how long, and how far its clock is off. */
const ways = fc.record({
  times: fc.constantFrom(0, 1, 1, 1, 1, 2),
  lateSeconds: fc.array(fc.constantFrom(0, 0, 0, 1, 15, 45, 315, 1215), { minLength: 2, maxLength: 2 }),
  skewMs: fc.integer({ min: -2000, max: 2000 }),
});

const rings = fc.record({
  agent: fc.nat(2),
  isSecond: fc.boolean(),
  /** First in an answer of ours, and not behind others or in one of the fallback's. */
  isHead: fc.boolean(),
  ringSeconds: fc.integer({ min: 1, max: 30 }),
  talkSeconds: fc.constantFrom(1, 60, 900),
  outcome: fc.constantFrom(...outcomes),
  dial: ways,
  answered: ways,
  terminal: ways,
  request: ways,
  passthru: ways,
});
type Ring = typeof rings extends fc.Arbitrary<infer R> ? R : never;

const schedules = fc.record({
  capacity: fc.constantFrom(1, 1, 2),
  calls: fc.array(
    fc.record({
      startSeconds: fc.nat(600),
      rings: fc.uniqueArray(rings, {
        selector: ({ agent, isSecond }) => `${agent} ${isSecond}`,
        minLength: 1,
        maxLength: 4,
      }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
});

type Step = { readonly atMs: number; readonly agent: number; readonly ring: string } & (
  | { readonly kind: 'claim'; readonly claim: Claim; readonly lease: NonNullable<Claim['lease']> }
  | { readonly kind: 'told'; readonly event: LegEvent }
);

/** Who rang when, and everything that arrives about it. */
const stepsOf = (
  callSid: string,
  startSeconds: number,
  all: readonly Ring[],
): { steps: Step[]; missed: [number, string, boolean][] } => {
  const steps: Step[] = [];
  const missed: [number, string, boolean][] = [];
  let nowMs = startMs + startSeconds * 1000;
  for (const [index, one] of all.entries()) {
    const number = numberOf(one.agent * 2 + (one.isSecond ? 1 : 0) + 1);
    const ring = ringOf({ callSid, number });
    const last = index === all.length - 1 || one.outcome === 'completed' || one.outcome === 'canceled';
    let isTold = false;
    const arrive = (way: Ring['dial'], kind: LegEvent['kind'], outcome?: LegEvent['outcome']) => {
      for (const late of way.lateSeconds.slice(0, way.times)) {
        const event = { callSid, number, kind, outcome, sentMs: nowMs + way.skewMs };
        steps.push({ kind: 'told', agent: one.agent, ring, atMs: nowMs + late * 1000, event });
        isTold ||= outcome !== undefined;
      }
    };
    if (one.isHead) {
      const by = `${callSid}#main#-#1#${index}`;
      const untilMs = nowMs + ringLeaseMs;
      const lease = {
        callSid,
        attempt: by,
        number,
        claimedAtMs: nowMs,
        sentMs: nowMs,
        untilMs,
        place: '0',
        others: [],
      };
      const claim = { agent: `a${one.agent}`, pool: 'sales', atMs: nowMs, by, staleSlots: [], lease };
      steps.push({ kind: 'claim', agent: one.agent, ring, atMs: nowMs, claim, lease });
    }
    arrive(one.dial, 'ringing');
    nowMs += one.ringSeconds * 1000;
    if (one.outcome === 'completed') {
      arrive(one.answered, 'talking');
      nowMs += one.talkSeconds * 1000;
    }
    // The agent's pass-through may end without saying what became of it.
    arrive(one.terminal, 'over', one.isSecond ? undefined : one.outcome);
    if (last) arrive(one.passthru, 'left', one.outcome);
    else arrive({ ...one.request, lateSeconds: [0, 0] }, 'over', one.outcome);
    if ((missedOutcomes as readonly string[]).includes(one.outcome)) missed.push([one.agent, ring, isTold]);
    if (last) break;
    nowMs += 1000;
  }
  return { steps, missed };
};

type Agent = { live: Live; counted: number };

const take = (step: Step, agent: Agent, rules: Rules): void => {
  const { live } = agent;
  if (step.kind === 'claim') {
    const place = placeFor(live, step.lease, rules.capacity, step.atMs);
    // The router would have offered somebody else.
    if (place === undefined) return;
    const others = placesOf(rules.capacity).filter((other) => other !== place);
    const claim = { ...step.claim, lease: { ...step.lease, place, others } };
    if (isClaimable(live, claim)) agent.live = afterClaim(live, claim);
    return;
  }
  const effect = afterEvent(live, step.event, rules, step.atMs);
  if (effect.kind !== 'changed') return;
  agent.live = effect.live;
  if ((effect.live.misses ?? 0) > (live.misses ?? 0)) agent.counted += 1;
  for (const [place, before] of leasesAt(live, step.atMs)) {
    const isNewer =
      before.callSid !== step.event.callSid ||
      // By clocks that are two seconds off either way.
      (ringOf(before) !== step.ring && (before.sentMs ?? 0) > (step.event.sentMs ?? 0) + 4000);
    if (isNewer) expect(effect.live.leases[place], 'a late event never touches a newer lease').toEqual(before);
  }
};

it('holds its invariants whatever is told of calls, in whatever order, and whatever is not', () => {
  void holds(
    'schedules of calls and events',
    5000,
    fc.property(schedules, ({ capacity, calls }) => {
      const config = aConfig({ agents: { a0: { name: 'x', numbers: [numberOf(1)], capacity } } });
      const rules = rulesFor('a0', config);
      const all = calls.map((call, index) => stepsOf(`c${index}`, call.startSeconds, call.rings));
      const agents = [0, 1, 2].map((): Agent => ({ live: nothingKnown, counted: 0 }));
      const steps = all.flatMap((one) => one.steps).toSorted((one, other) => one.atMs - other.atMs);
      for (const step of steps) {
        const agent = agents[step.agent] as Agent;
        take(step, agent, rules);
        const standing = leasesAt(agent.live, step.atMs);
        expect(standing.length, 'no more leases than calls he may have').toBeLessThanOrEqual(capacity);
        for (const [, { claimedAtMs, untilMs }] of standing) {
          const longest = Math.max(claimedAtMs + rules.maxTalkMs, step.atMs + rules.wrapUpMs);
          expect(untilMs, 'no lease outlives its maximum').toBeLessThanOrEqual(longest);
        }
      }
      const missed = all.flatMap((one) => one.missed);
      for (const [index, { counted, live }] of agents.entries()) {
        const his = missed.filter(([agent]) => agent === index);
        expect(counted, 'no miss is counted that was none, or twice').toBeLessThanOrEqual(his.length);
        expect(counted, 'and each is of which one report arrived').toBe(his.filter(([, , isTold]) => isTold).length);
        const endMs = Math.max(0, ...steps.map(({ atMs }) => atMs)) + rules.maxTalkMs + rules.wrapUpMs;
        expect(leasesAt(live, endMs), 'and nobody is held for ever').toEqual([]);
      }
    }),
  );
});
