import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterClaim } from '../../functions/domain/claim.ts';
import { agentOf } from '../../functions/domain/config.ts';
import { decide } from '../../functions/domain/cursor.ts';
import { type Live, type LiveView, nothingKnown, ringLeaseMs } from '../../functions/domain/live.ts';
import { type Strategy, strategies } from '../../functions/domain/pool.ts';
import { agentsWantedFirst, agentsWatched } from '../../functions/domain/watch.ts';
import { aCall, aConfig, aMember, anId, aPool, aReport, numberOf, someInputs } from '../support/builders.ts';
import { holds } from '../support/property.ts';

const nowMs = Date.parse('2026-11-21T06:00:00Z');
const names = Array.from({ length: 300 }, (_, index) => `x${index}`);
const agents = Object.fromEntries(names.map((id, index) => [id, { name: id, numbers: [numberOf(index + 1)] }]));
const aDesk = (strategy: Strategy, overflow: readonly string[] = []) =>
  aConfig({
    agents,
    pools: {
      sales: aPool(names.slice(0, 290), { strategy, overflow }),
      nights: aPool(names.slice(290), { strategy }),
    },
    applets: { main: { fetch: 'each', routes: [{ when: {}, pool: 'sales' }] } },
  });
const routes = { fetch: 'each', routes: [{ when: {}, pool: 'sales' }] } as const;
const wanted = (config: ReturnType<typeof aDesk>, live: LiveView, call = aCall()) =>
  agentsWantedFirst(call, routes, { config, live, nowMs });

const claimed = (agent: string, known: Live | undefined, atMs: number): Live =>
  afterClaim(known, {
    agent,
    pool: 'sales',
    atMs,
    by: `other-${agent}#main#-#1#1`,
    staleSlots: [],
    lease: {
      callSid: `other-${agent}`,
      attempt: 'main#-#1#1',
      number: agents[agent]?.numbers[0] ?? '',
      claimedAtMs: atMs,
      untilMs: atMs + ringLeaseMs,
      place: '0',
      others: [],
    },
  });

describe('whom a decision looks at first', () => {
  it('are a hundred at most of a large pool, and whoever is reported', () => {
    const config = aDesk('least-recently-offered');
    const some = wanted(config, new Map());
    expect(some).toHaveLength(50);
    const [reported = ''] = names.slice(0, 290).filter((agent) => !some.includes(agent));
    const call = aReport(agents[reported]?.numbers[0] ?? '', 'no-answer');
    expect(wanted(config, new Map(), call)).toContain(reported);
  });

  it('is everybody where fewer than fifty were free: one of the others may be by now', () => {
    const busy = new Map(names.slice(0, 245).map((agent) => [agent, claimed(agent, undefined, nowMs - 1000)]));
    const config = aDesk('linear', ['nights']);
    expect(wanted(config, busy).toSorted()).toEqual(agentsWatched(aCall(), routes, config, nowMs).toSorted());
    const less = new Map([...busy].slice(0, 200));
    expect(wanted(config, less)).toEqual([...names.slice(0, 50), ...names.slice(200, 250)]);
  });

  it('is everybody of a small pool and of a small first tier', () => {
    const config = aDesk('linear');
    const tiers = names.map((agent, index) => aMember(agent, { tier: index < 20 ? 1 : 2 }));
    const tiered = { ...config, pools: { ...config.pools, sales: aPool([], { members: tiers }) } };
    expect(wanted(tiered, new Map())).toHaveLength(300);
  });

  it('has the head of every answer in it, whoever was offered since all were read', () => {
    const moments = fc.array(fc.tuple(fc.nat(289), fc.integer({ min: 1, max: 3_000_000 })), { maxLength: 280 });
    const calls = fc.integer({ min: 0, max: 45 });
    const sid = fc.string({ minLength: 1 });
    void holds(
      'a view of which only those were read anew who are wanted first decides as one that is all new',
      60,
      fc.property(fc.constantFrom(...strategies), moments, calls, sid, (strategy, past, count, callSid) => {
        const config = aDesk(strategy);
        const headOf = (live: LiveView, call: string) => {
          const decision = decide(aCall({ CallSid: call }), anId(call), undefined, someInputs(config, { live, nowMs }));
          const number =
            decision.kind === 'answer' && decision.answer.kind === 'offer' ? decision.answer.numbers[0] : '';
          return agentOf(number, config) ?? '';
        };
        const old = new Map<string, Live>();
        for (const [index, agoMs] of past) {
          old.set(`x${index}`, { ...nothingKnown, lastOfferedMs: nowMs - agoMs, turns: { sales: nowMs - agoMs } });
        }
        const all = new Map(old);
        for (let other = 0; other < count; other += 1) {
          const head = headOf(all, `other-${other}`);
          all.set(head, claimed(head, all.get(head), nowMs - 5000));
        }
        const mixed = new Map(old);
        for (const agent of wanted(config, old, aCall({ CallSid: callSid }))) {
          const live = all.get(agent);
          if (live !== undefined) mixed.set(agent, live);
        }
        expect(headOf(mixed, callSid)).toBe(headOf(all, callSid));
        expect(headOf(all, callSid)).not.toBe('');
      }),
    );
  });
});
