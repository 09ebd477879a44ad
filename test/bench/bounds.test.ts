import { describe, expect, it } from 'vitest';
import { judge } from './bounds.ts';
import { names } from './contestants.ts';
import { kinds } from './conversation.ts';
import type { Figures } from './figures.ts';
import { report } from './report.ts';

const took = (medianMs: number) => ({ medianMs, p99Ms: 2 * medianMs, count: 9 });
const all = <Name extends string, Value>(list: readonly Name[], value: Value) =>
  Object.fromEntries(list.map((name) => [name, value])) as Record<Name, Value>;

/** Of a machine on which everything takes as long as everything else. */
const cold = { init: all(names, took(100)), answer: all(names, took(100)) };
const warm = all(
  [...kinds, '1 of the bare SDK', '2 of the bare SDK', '3 of the bare SDK', 'express', 'hono', 'fallback', 'hello'],
  took(10),
) as Figures['warm']['far'];
const level: Figures = {
  form: 'full',
  machine: { cores: 2, node: '24.0.0', loadAverage: 0 },
  distanceMs: 4,
  bytes: all(names, 40_000),
  floorBytes: 0,
  roundTrips: all(kinds, 2),
  coldStart: { near: cold, far: cold },
  warm: { near: warm, far: warm },
  callers: [{ callers: 50, perSecond: 100, answer: took(10), shareDegraded: 0, shareFailed: 0 }],
  growth: {
    agents: [10, 100, 1_000].map((agents) => ({ agents, answer: took(10) })),
    pools: [10, 1_000, 10_000].map((pools) => ({ pools, answer: took(10) })),
  },
};

const broken = (figures: Figures) =>
  judge(figures)
    .filter(({ holds }) => !holds)
    .map(({ what }) => what);

describe('the bounds of the bench', () => {
  it('hold where everything takes as long as everything else', () => {
    expect(broken(level)).toEqual([]);
  });

  it.each<readonly [string, Figures]>([
    ['bundle: primary / bare SDK', { ...level, bytes: { ...level.bytes, bare: 39_999 } }],
    ['bundle: fallback without its floor / 40 KB', { ...level, bytes: { ...level.bytes, fallback: 40_001 } }],
    ['init: primary / bare SDK', coldWith('init', 'primary', 101)],
    ['cold answer: primary / bare SDK', coldWith('answer', 'bare', 99)],
    ['cold answer: fallback / hello', coldWith('answer', 'fallback', 131)],
    ['cold answer: fallback / asking', coldWith('answer', 'asking', 79)],
    ['warm: repeat, held / 2 trips of the bare SDK', warmWith('repeat, held', 12.1)],
    ['warm: first attempt, open / express', warmWith('express', 9.9)],
    ['cold answer: primary / hono', coldWith('answer', 'hono', 99)],
    ['growth: 100 / 10 agents', { ...level, growth: { ...level.growth, agents: grown('agents', 15.1) } }],
    ['growth: 1000 / 10 pools', { ...level, growth: { ...level.growth, pools: grown('pools', 15.1) } }],
  ])('%s is broken by a little too much', (what, figures) => {
    expect(broken(figures)).toContain(what);
  });

  it('are wider for a thousand agents, and in the short form', () => {
    const thousand = [10, 1_000].map((agents) => ({ agents, answer: took(agents === 10 ? 10 : 30) }));
    expect(broken({ ...level, growth: { ...level.growth, agents: thousand } })).toEqual([]);
    expect(broken({ ...coldWith('answer', 'fallback', 200), form: 'short' })).toEqual([]);
  });

  it('hold of nothing that was not measured', () => {
    const { express: _express, ...without } = level.warm.far;
    const figures = { ...level, warm: { ...level.warm, far: without as Figures['warm']['far'] } };
    expect(broken(figures)).toContain('warm: first attempt, open / express');
  });
});

it('the report names every figure, and which bounds are broken', () => {
  const figures = coldWith('answer', 'fallback', 140);
  const text = report(figures, judge(figures));
  for (const name of [...names, ...kinds, '10000 pools', '1000 agents']) expect(text).toContain(name);
  expect(text).toMatch(/cold answer: fallback \/ hello +1\.40 +1\.30 +BROKEN/);
});

const coldWith = (part: 'init' | 'answer', name: (typeof names)[number], ms: number): Figures => {
  const changed = { ...cold, [part]: { ...cold[part], [name]: took(ms) } };
  return { ...level, coldStart: { ...level.coldStart, far: changed } };
};

const warmWith = (what: keyof Figures['warm']['far'], ms: number): Figures => ({
  ...level,
  warm: { ...level.warm, far: { ...warm, [what]: took(ms) } },
});

const grown = <Of extends 'agents' | 'pools'>(of: Of, ms: number): Figures['growth'][Of] =>
  level.growth[of].map((size, index) => ({
    ...size,
    answer: took(index === 0 ? 10 : ms),
  })) as Figures['growth'][Of];
