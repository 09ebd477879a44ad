import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unitHash } from '../../functions/domain/hash.ts';
import { orderOf } from '../../functions/domain/order.ts';
import { aMember, aPool } from '../support/builders.ts';

const names = ['asha', 'bharat', 'chitra', 'deepak', 'esha'];
const calls = Array.from({ length: 20_000 }, (_, index) => `call-${index}`);

/** How often each is first, as a share of all calls. */
const sharesOf = (pool: Parameters<typeof orderOf>[0]) => {
  const firsts = new Map<string, number>();
  for (const call of calls) {
    const [first = ''] = orderOf(pool, call);
    firsts.set(first, (firsts.get(first) ?? 0) + 1);
  }
  return (agent: string) => (firsts.get(agent) ?? 0) / calls.length;
};

describe('any order', () => {
  const pools = fc.record({
    strategy: fc.constantFrom('linear' as const, 'random' as const, 'weighted' as const),
    members: fc
      .subarray(names)
      .chain((agents) =>
        fc.tuple(
          ...agents.map((agent) =>
            fc.record({ tier: fc.integer({ min: 1, max: 3 }), weight: fc.nat(3) }).map((more) => aMember(agent, more)),
          ),
        ),
      ),
  });

  it('holds everybody once, tier after tier, and is the same for the same call', () => {
    fc.assert(
      fc.property(pools, fc.string(), ({ strategy, members }, seed) => {
        const pool = aPool([], { strategy, members });
        const order = orderOf(pool, seed);
        expect(order.toSorted()).toEqual(members.map(({ agent }) => agent).toSorted());
        const tiers = order.map((agent) => members.find((member) => member.agent === agent)?.tier ?? 0);
        expect(tiers).toEqual(tiers.toSorted());
        expect(orderOf(pool, seed)).toEqual(order);
      }),
    );
  });
});

describe('linear', () => {
  it('is the order of the list, whatever the call', () => {
    expect(orderOf(aPool(names), 'a')).toEqual(names);
    expect(orderOf(aPool(names), 'b')).toEqual(names);
  });
});

describe('random', () => {
  const pool = aPool(names, { strategy: 'random' });

  it('puts everybody first equally often', () => {
    const share = sharesOf(pool);
    for (const agent of names) expect(share(agent)).toBeCloseTo(1 / names.length, 1.7);
  });

  it('moves nobody else when somebody leaves, so nobody inherits his calls alone', () => {
    const share = sharesOf(aPool(names.slice(1), { strategy: 'random' }));
    for (const agent of names.slice(1)) expect(share(agent)).toBeCloseTo(1 / 4, 1.7);
    for (const call of calls.slice(0, 100)) {
      const without = orderOf(aPool(names.slice(1), { strategy: 'random' }), call);
      expect(orderOf(pool, call).filter((agent) => agent !== 'asha')).toEqual(without);
    }
  });
});

describe('weighted', () => {
  it('puts each first in proportion to his weight, and weight 0 behind all others', () => {
    const weights = { asha: 1, bharat: 2, chitra: 5, deepak: 0 };
    const members = Object.entries(weights).map(([agent, weight]) => aMember(agent, { weight }));
    const pool = aPool([], { strategy: 'weighted', members });
    const share = sharesOf(pool);
    expect(share('asha')).toBeCloseTo(1 / 8, 1.7);
    expect(share('bharat')).toBeCloseTo(2 / 8, 1.7);
    expect(share('chitra')).toBeCloseTo(5 / 8, 1.7);
    expect(orderOf(pool, 'any').at(-1)).toBe('deepak');
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
