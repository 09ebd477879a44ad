import { describe, expect, it } from 'vitest';
import { planBetween } from '../../bin/plan/plan.ts';
import { timelineFrom } from '../../bin/plan/timeline.ts';
import { weekOf } from '../../bin/plan/week.ts';
import type { Config } from '../../functions/domain/config.ts';
import { offDutyIn, rosterOf } from '../../functions/domain/roster.ts';
import { aConfig, aMember, aPool } from '../support/builders.ts';

/** Saturday, 21 November 2026, 11:30 in India. */
const now = Date.parse('2026-11-21T06:00:00Z');
const india = { timeZone: 'Asia/Kolkata', dates: {} };
const workdays = { ...india, weekly: Object.fromEntries([1, 2, 3, 4, 5].map((day) => [day, [[540, 1080] as const]])) };
const daily = {
  ...india,
  weekly: Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((day) => [day, [[540, 1080] as const]])),
};

const planFor = (before: Partial<Config>, after: Partial<Config>) => planBetween(aConfig(before), aConfig(after), now);
const salesIn = (plan: ReturnType<typeof planFor>) => plan.pools.find(({ pool }) => pool === 'sales');
const pools = (sales: Config['pools'][string]) => ({ pools: { sales, support: aPool(['a4']) } });

describe('a plan', () => {
  it('of the same configuration changes nothing', () => {
    const plan = planFor({}, {});
    expect(plan).toMatchObject({ differences: [], rotations: [], uncovered: [] });
    expect(plan.pools.filter(({ isAffected }) => isAffected)).toEqual([]);
  });

  it('says who joins a pool, leaves it, moves between tiers and changes weight, and who is on duty now', () => {
    const after = aPool([], { members: [aMember('a1', { tier: 2 }), aMember('a2', { weight: 3 }), aMember('a4')] });
    expect(salesIn(planFor({}, pools(after)))).toMatchObject({
      isAffected: true,
      members: {
        joins: [{ member: 'a4', tier: 1, weight: 1 }],
        leaves: ['a3'],
        tiers: [{ member: 'a1', before: 1, after: 2 }],
        weights: [{ member: 'a2', before: 1, after: 3 }],
      },
      onDuty: {
        before: [{ agent: 'a1' }, { agent: 'a2' }, { agent: 'a3' }],
        after: [{ agent: 'a2' }, { agent: 'a4' }, { agent: 'a1', tier: 2 }],
      },
    });
  });

  it('says that the order of the list is another only where the strategy goes by it', () => {
    const turned = ['a3', 'a2', 'a1'];
    expect(salesIn(planFor({}, pools(aPool(turned))))?.members.order).toEqual({
      before: ['a1', 'a2', 'a3'],
      after: turned,
    });
    const random = { strategy: 'random' } as const;
    const plan = planFor(pools(aPool(['a1', 'a2', 'a3'], random)), pools(aPool(turned, random)));
    expect(salesIn(plan)?.members.order).toBeUndefined();
  });

  it('names what comes, goes and changes, with the old and the new value', () => {
    const { a3: _three, ...agents } = aConfig().agents;
    const plan = planFor(
      {},
      {
        agents: { ...agents, a1: { name: 'One', numbers: ['+919000000099'] } },
        hours: { office: workdays },
        pools: { sales: aPool(['a1', 'a2'], { strategy: 'random', hours: 'office' }), support: aPool(['a4']) },
      },
    );
    expect(plan.differences).toEqual([
      expect.objectContaining({ part: 'hours', name: 'office', kind: 'comes' }),
      {
        part: 'agents',
        name: 'a1',
        kind: 'changes',
        fields: [{ field: 'numbers', before: '+919000000001', after: '+919000000099' }],
      },
      expect.objectContaining({ part: 'agents', name: 'a3', kind: 'goes' }),
      {
        part: 'pools',
        name: 'sales',
        kind: 'changes',
        fields: [
          { field: 'strategy', before: 'linear', after: 'random' },
          { field: 'hours', before: 'always', after: 'office' },
        ],
      },
    ]);
  });

  it('tells times in which a pool and its applet reach nobody any more', () => {
    const plan = planFor({}, { hours: { office: daily }, ...pools(aPool(['a1', 'a2', 'a3'], { hours: 'office' })) });
    const [first] = plan.uncovered;
    expect(first).toEqual({
      of: 'pool',
      name: 'sales',
      fromMs: Date.parse('2026-11-21T18:00:00+05:30'),
      toMs: Date.parse('2026-11-22T09:00:00+05:30'),
    });
    expect(new Set(plan.uncovered.map(({ of, name }) => `${of} ${name}`))).toEqual(
      new Set(['pool sales', 'applet main']),
    );
  });

  it('does not call uncovered what overflow covers', () => {
    const sales = aPool(['a1', 'a2', 'a3'], { hours: 'office', overflow: ['support'] });
    expect(planFor({}, { hours: { office: daily }, ...pools(sales) }).uncovered).toEqual([]);
  });

  it.each([
    ['linear', { a1: 1, a2: 0, a3: 0 }],
    ['round-robin', { a1: 0.333, a2: 0.333, a3: 0.333 }],
    ['weighted', { a1: 0.25, a2: 0.75, a3: 0 }],
  ] as const)('shares the calls of a %s pool among the first tier on duty', (strategy, shares) => {
    const members = [aMember('a1'), aMember('a2', { weight: 3 }), aMember('a3', { weight: 0 })];
    expect(salesIn(planFor({}, pools(aPool([], { strategy, members }))))?.shares).toEqual({
      atMs: now,
      before: { a1: 1, a2: 0, a3: 0 },
      after: shares,
    });
  });

  it('tells the shares of when somebody is on duty next, where nobody is now', () => {
    const closed = { hours: { office: workdays }, ...pools(aPool(['a1'], { hours: 'office' })) };
    const sales = salesIn(planFor(closed, closed));
    expect(sales?.onDuty).toEqual({ before: [], after: [] });
    expect(sales?.shares).toMatchObject({ atMs: Date.parse('2026-11-23T09:00:00+05:30'), after: { a1: 1 } });
  });

  it('tells the next handovers of a rotation before and after', () => {
    const night = {
      agents: ['a1', 'a2'],
      timeZone: 'Asia/Kolkata',
      start: '2026-11-16',
      handoverMinute: 540,
      turnDays: 7,
      offset: 0,
    };
    const member = { rotation: 'night', tier: 1, weight: 1 };
    const sales = pools(aPool([], { members: [member] }));
    const plan = planFor(
      { rotations: { night }, ...sales },
      { rotations: { night: { ...night, agents: ['a1', 'a3', 'a2'] } }, ...sales },
    );
    const at = (day: string) => Date.parse(`2026-${day}T09:00:00+05:30`);
    expect(plan.rotations).toEqual([
      {
        rotation: 'night',
        before: {
          now: 'a1',
          next: [
            { atMs: at('11-23'), agent: 'a2' },
            { atMs: at('11-30'), agent: 'a1' },
            { atMs: at('12-07'), agent: 'a2' },
          ],
        },
        after: {
          now: 'a1',
          next: [
            { atMs: at('11-23'), agent: 'a3' },
            { atMs: at('11-30'), agent: 'a2' },
            { atMs: at('12-07'), agent: 'a1' },
          ],
        },
      },
    ]);
  });
});

describe('a week', () => {
  it('has those on duty at each moment whom routing has then', () => {
    const override = (agent: string, duty: 'in' | 'out', hours: number) => ({
      agent,
      duty,
      untilMs: now + hours * 3600_000,
    });
    const config = aConfig({
      hours: { office: daily, late: { ...india, weekly: { 0: [[720, 120]], 6: [[720, 120]] } } },
      rotations: {
        night: {
          agents: ['a1', 'a2', 'a3'],
          timeZone: 'Asia/Kolkata',
          start: '2026-11-02',
          handoverMinute: 555,
          turnDays: 1,
          hours: 'late',
          offset: 1,
        },
      },
      agents: { ...aConfig().agents, a2: { name: 'Two', numbers: ['+919000000002'], hours: 'late' } },
      ...pools(
        aPool([], {
          hours: 'office',
          members: [aMember('a1'), aMember('a2'), { rotation: 'night', tier: 2, weight: 1 }],
          overrides: [override('a4', 'in', 30), override('a1', 'out', 7), override('a3', 'in', 3)],
        }),
      ),
    });
    const week = weekOf(config, timelineFrom(now));
    const pool = config.pools.sales as Config['pools'][string];
    const counts = new Set<number>();
    for (const [moment, atMs] of week.moments.entries()) {
      const isOff = offDutyIn(pool, config, atMs);
      const routed = rosterOf(pool, config, atMs)
        .filter((place) => isOff(place) === undefined)
        .map(({ agent }) => agent);
      const seen = week.presences('sales').filter(({ at }) => at[moment] === 1);
      expect([...new Set(seen.map(({ place }) => place.agent))]).toEqual([...new Set(routed)]);
      counts.add(new Set(routed).size);
    }
    expect([...counts].sort()).toEqual([0, 1, 2, 3]);
  });
});
