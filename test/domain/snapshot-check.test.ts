import { describe, expect, it } from 'vitest';
import { lossesBetween, wrongNumbersIn } from '../../functions/domain/snapshot-check.ts';
import { aConfig, aPool, numberOf } from '../support/builders.ts';

const toSales = { fetch: 'each', routes: [{ when: {}, pool: 'sales' }] } as const;

const nowMs = Date.parse('2026-11-21T06:00:00Z');

/** Agents with one number each, in one pool. */
const poolOf = (size: number, first = 1) => {
  const ids = Array.from({ length: size }, (_, index) => `b${first + index}`);
  const agents = Object.fromEntries(
    ids.map((id, index) => [id, { name: id, numbers: [numberOf(100 + first + index)] }]),
  );
  return aConfig({ agents, pools: { sales: aPool(ids) }, applets: { main: toSales } });
};

describe('losses', () => {
  it.each([
    ['of four that keeps half', 4, 2, []],
    ['of four that keeps one', 4, 1, ['pool sales shrinks from 4 numbers to 1']],
    ['of five that keeps half a person less than half', 5, 2, ['pool sales shrinks from 5 numbers to 2']],
    ['of one that grows', 1, 7, []],
  ])('of a pool %s: %i to %i', (_name, before, after, objections) => {
    expect(lossesBetween(poolOf(before), poolOf(after), nowMs)).toEqual(objections);
  });

  it('are none where other people come: that is another shift', () => {
    expect(lossesBetween(poolOf(4), poolOf(4, 50), nowMs)).toEqual([]);
  });

  it('are pools and applets that are gone, but not a pool that no route leads to any more', () => {
    const before = aConfig();
    const { support: _pool, ...pools } = before.pools;
    const after = { ...before, pools, applets: { other: toSales } };
    expect(lossesBetween(before, after, nowMs)).toEqual(['pool support is gone, with 1 number', 'applet main is gone']);
    expect(lossesBetween(before, after, nowMs, new Set(['support']))).toEqual(['applet main is gone']);
  });

  it('are all numbers of an applet, as soon as none of them may be dialled', () => {
    const before = poolOf(3);
    const { settings } = before;
    const numberPolicy = { ...settings.numberPolicy, deniedPrefixes: ['+919000'] };
    const after = { ...before, settings: { ...settings, numberPolicy } };
    const losses = [
      'pool sales shrinks from 3 numbers to 0',
      'applet main reaches no number any more that may be dialled',
    ];
    expect(lossesBetween(before, after, nowMs)).toEqual(losses);
    expect(lossesBetween(after, after, nowMs)).toEqual([]);
  });

  it('are not those whom an override had brought in', () => {
    const lent = poolOf(1);
    const sales = {
      ...aPool(['b1']),
      overrides: ['x', 'y'].map((agent) => ({ agent, duty: 'in' as const, untilMs: nowMs + 1 })),
    };
    const people = { x: { name: 'x', numbers: [numberOf(201)] }, y: { name: 'y', numbers: [numberOf(202)] } };
    const before = { ...lent, pools: { sales }, agents: { ...lent.agents, ...people } };
    expect(lossesBetween(before, lent, nowMs)).toEqual([]);
  });
});

describe('wrong numbers', () => {
  const good = poolOf(2);
  const withNumbers = (numbers: readonly string[]) => ({
    ...good,
    agents: { ...good.agents, b2: { name: 'b2', numbers } },
  });

  it('are those that must not be dialled, unless they were published already', () => {
    const wrong = withNumbers(['+911234']);
    const found = [expect.stringContaining('agents.b2.numbers.0: ')];
    expect(wrongNumbersIn(wrong, good)).toEqual(found);
    expect(wrongNumbersIn(wrong, undefined)).toEqual(found);
    expect(wrongNumbersIn(wrong, wrong)).toEqual([]);
  });

  it('are not those of two people who share a phone: the primary would ring it too', () => {
    expect(wrongNumbersIn(withNumbers([numberOf(101)]), good)).toEqual([]);
  });
});
