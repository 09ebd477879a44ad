import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unitHash } from '../../functions/domain/hash.ts';
import { type Live, nothingKnown } from '../../functions/domain/live.ts';
import { orderOf } from '../../functions/domain/order.ts';
import { type Strategy, strategies } from '../../functions/domain/pool.ts';
import { holds } from '../support/property.ts';

const names = ['asha', 'bharat', 'chitra', 'deepak', 'esha'];
const calls = Array.from({ length: 20_000 }, (_, index) => `call-${index}`);
const nowMs = Date.parse('2026-11-25T10:00:00+05:30');

type Someone = { readonly agent: string; readonly tier?: number; readonly weight?: number };
type Basis = { readonly seed?: string; readonly live?: Readonly<Record<string, Partial<Live>>> };

const order = (people: readonly (string | Someone)[], strategy: Strategy, { seed = 'a', live = {} }: Basis = {}) => {
  const places = people.map((one) => ({ tier: 1, weight: 1, ...(typeof one === 'string' ? { agent: one } : one) }));
  const view = new Map(Object.entries(live).map(([agent, known]) => [agent, { ...nothingKnown, ...known }]));
  return orderOf(places, strategy, { pool: 'sales', seed, live: view, nowMs }).map(({ agent }) => agent);
};

const minutesAgo = (minutes: number) => nowMs - minutes * 60_000;
const slot = (minutes: number) => String(Math.floor(minutesAgo(minutes) / 300_000));

/** How often each is first, as a share of all calls. */
const sharesOf = (people: readonly (string | Someone)[], strategy: Strategy) => {
  const firsts = new Map<string, number>();
  for (const seed of calls) {
    const [first = ''] = order(people, strategy, { seed });
    firsts.set(first, (firsts.get(first) ?? 0) + 1);
  }
  return (agent: string) => (firsts.get(agent) ?? 0) / calls.length;
};

describe('any order', () => {
  const someone = fc.record({
    agent: fc.constantFrom(...names),
    tier: fc.integer({ min: 1, max: 3 }),
    weight: fc.nat(3),
  });
  const people = fc.uniqueArray(someone, { selector: ({ agent }) => agent });
  const live = fc.dictionary(
    fc.constantFrom(...names),
    fc.record({ lastOfferedMs: fc.integer({ min: minutesAgo(90), max: nowMs }) }),
  );

  it('holds everybody once, tier after tier, and is the same for the same call and the same view', () => {
    void holds(
      'orders',
      500,
      fc.property(fc.constantFrom(...strategies), people, fc.string(), live, (strategy, pool, seed, view) => {
        const result = order(pool, strategy, { seed, live: view });
        expect(result.toSorted()).toEqual(pool.map(({ agent }) => agent).toSorted());
        const tiers = result.map((agent) => pool.find((member) => member.agent === agent)?.tier ?? 0);
        expect(tiers).toEqual(tiers.toSorted());
        expect(order(pool, strategy, { seed, live: view })).toEqual(result);
      }),
    );
  });
});

describe('least recently offered', () => {
  it('begins with whoever was never offered, then whose last offer is longest ago, in whatever pool it was', () => {
    const live = {
      asha: { lastOfferedMs: minutesAgo(2) },
      bharat: { lastOfferedMs: minutesAgo(30) },
      chitra: { lastOfferedMs: minutesAgo(9), turns: { support: minutesAgo(9) } },
    };
    expect(order(['asha', 'bharat', 'chitra', 'deepak'], 'least-recently-offered', { live })).toEqual([
      'deepak',
      'bharat',
      'chitra',
      'asha',
    ]);
  });

  it('spreads calls of one moment over those who are equal', () => {
    const share = sharesOf(names, 'least-recently-offered');
    for (const agent of names) expect(share(agent)).toBeCloseTo(1 / names.length, 1.7);
    const second = Object.fromEntries(names.map((agent, index) => [agent, { lastOfferedMs: minutesAgo(5) + index }]));
    const firsts = new Set(
      calls.slice(0, 50).map((seed) => order(names, 'least-recently-offered', { seed, live: second })[0]),
    );
    expect(firsts.size).toBe(names.length);
  });
});

describe('round robin', () => {
  it('is the order of the list until everybody has had a turn', () => {
    expect(order(names, 'round-robin')).toEqual(names);
    expect(order(names, 'round-robin', { live: { asha: { turns: { sales: minutesAgo(1) } } } })).toEqual([
      'bharat',
      'chitra',
      'deepak',
      'esha',
      'asha',
    ]);
  });

  it('counts turns in this pool only', () => {
    const live = { asha: { lastOfferedMs: minutesAgo(1), turns: { support: minutesAgo(1) } } };
    expect(order(names, 'round-robin', { live })).toEqual(names);
  });
});

describe('linear', () => {
  it('is the order of the list, whatever the call', () => {
    expect(order(names, 'linear', { seed: 'a' })).toEqual(names);
    expect(order(names, 'linear', { seed: 'b' })).toEqual(names);
  });
});

describe('fewest offers', () => {
  it('counts those of the last hour, and between equals takes whose last offer is longest ago', () => {
    const live = {
      asha: { lastOfferedMs: minutesAgo(3), offers: { [slot(3)]: 2 } },
      bharat: { lastOfferedMs: minutesAgo(40), offers: { [slot(40)]: 1, [slot(70)]: 9 } },
      chitra: { lastOfferedMs: minutesAgo(20), offers: { [slot(20)]: 1 } },
    };
    expect(order(['asha', 'bharat', 'chitra', 'deepak'], 'fewest-offers', { live })).toEqual([
      'deepak',
      'bharat',
      'chitra',
      'asha',
    ]);
  });
});

describe('the examples of docs/routing.md', () => {
  it('are what happens', () => {
    const desk = ['asha', 'bharat', 'chitra', 'deepak'];
    expect(order(desk, 'random', { seed: 'c1' })).toEqual(['deepak', 'asha', 'bharat', 'chitra']);
    const weights = [1, 2, 5, 0];
    const people = desk.map((agent, index) => ({ agent, weight: weights[index] ?? 1 }));
    expect(order(people, 'weighted', { seed: 'c1' })).toEqual(['chitra', 'bharat', 'asha', 'deepak']);
  });
});

describe('random', () => {
  it('puts everybody first equally often', () => {
    const share = sharesOf(names, 'random');
    for (const agent of names) expect(share(agent)).toBeCloseTo(1 / names.length, 1.7);
  });

  it('moves nobody else when somebody leaves, so nobody inherits his calls alone', () => {
    const share = sharesOf(names.slice(1), 'random');
    for (const agent of names.slice(1)) expect(share(agent)).toBeCloseTo(1 / 4, 1.7);
    for (const seed of calls.slice(0, 100)) {
      const without = order(names.slice(1), 'random', { seed });
      expect(order(names, 'random', { seed }).filter((agent) => agent !== 'asha')).toEqual(without);
    }
  });
});

describe('weighted', () => {
  it('puts each first in proportion to his weight, and weight 0 behind all others', () => {
    const weights = { asha: 1, bharat: 2, chitra: 5, deepak: 0 };
    const people = Object.entries(weights).map(([agent, weight]) => ({ agent, weight }));
    const share = sharesOf(people, 'weighted');
    expect(share('asha')).toBeCloseTo(1 / 8, 1.7);
    expect(share('bharat')).toBeCloseTo(2 / 8, 1.7);
    expect(share('chitra')).toBeCloseTo(5 / 8, 1.7);
    expect(order(people, 'weighted', { seed: 'any' }).at(-1)).toBe('deepak');
  });
});

describe('a hash', () => {
  it('lies between 0 and 1 and tells its texts apart', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const hash = unitHash(one, other);
        expect(hash).toBeGreaterThan(0);
        expect(hash).toBeLessThan(1);
      }),
    );
    expect(unitHash('ab', 'c')).not.toBe(unitHash('a', 'bc'));
  });
});
