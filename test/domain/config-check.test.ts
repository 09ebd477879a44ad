import { describe, expect, it } from 'vitest';
import type { Condition, Config } from '../../functions/domain/config.ts';
import { checkConfig } from '../../functions/domain/config-check.ts';
import type { Pool } from '../../functions/domain/pool.ts';
import type { Hours } from '../../functions/domain/schedule.ts';
import { aConfig, aMember, aPool, numberOf } from '../support/builders.ts';

const nowMs = Date.parse('2026-11-25T12:00:00+05:30');

const aCrowd = (count: number) => {
  const ids = Array.from({ length: count }, (_, index) => `agent-${index}`);
  return aConfig({
    agents: Object.fromEntries(ids.map((id, index) => [id, { name: id, numbers: [numberOf(index + 100)] }])),
    pools: { sales: aPool(ids.slice(0, 600), { overflow: ['support'] }), support: aPool(ids.slice(600)) },
  });
};

it('a configuration without mistakes has no findings', () => {
  expect(checkConfig(aConfig(), nowMs)).toEqual([]);
  expect(checkConfig(aCrowd(1000), nowMs)).toEqual([]);
});

it('a pool that reaches more numbers than a call can remember is refused', () => {
  expect(checkConfig(aCrowd(1001), nowMs)).toEqual([
    expect.objectContaining({ path: ['pools', 'sales'], what: expect.stringContaining('reaches 1001 numbers') }),
  ]);
});

const office: Hours = { timeZone: 'Asia/Kolkata', weekly: { 1: [[540, 1080]] }, dates: {} };
const never: Hours = { ...office, weekly: {} };
const findingsIn = (parts: Partial<Config>) =>
  checkConfig(aConfig(parts), nowMs).map(({ path, what }) => [path.join('.'), what]);
const withHours = (id: string, hours: string) => ({
  ...aConfig().agents,
  [id]: { name: id, numbers: [numberOf(4)], hours },
});

describe('a pool that can never be open', () => {
  const support = (more: Partial<Pool>) => ({ ...aConfig().pools, support: aPool(['a4'], more) });
  const refused = [['pools.support', expect.stringMatching(/can never be open/)]];

  it('is refused when its hours are never open from now on', () => {
    expect(findingsIn({ hours: { never }, pools: support({ hours: 'never' }) })).toEqual(refused);
    const past: Hours = { ...never, dates: { '2026-11-24': [[540, 1080]] } };
    expect(findingsIn({ hours: { past }, pools: support({ hours: 'past' }) })).toEqual(refused);
  });

  it('is refused when none of its people is on duty within its hours', () => {
    const evenings: Hours = { ...office, weekly: { 1: [[1080, 1200]] } };
    const parts = { hours: { office, evenings }, agents: withHours('a4', 'evenings') };
    expect(findingsIn({ ...parts, pools: support({ hours: 'office' }) })).toEqual(refused);
    expect(findingsIn({ ...parts, pools: support({}) })).toEqual([]);
    const night = {
      agents: ['a4'],
      timeZone: 'Asia/Kolkata',
      start: '2026-11-02',
      handoverMinute: 0,
      turnDays: 1,
      offset: 0,
    };
    const members = [{ rotation: 'night', tier: 1, weight: 1 }];
    const rotating = { ...parts, pools: support({ hours: 'office', members }) };
    expect(findingsIn({ ...rotating, rotations: { night } })).toEqual([]);
    expect(findingsIn({ ...rotating, rotations: { night: { ...night, hours: 'evenings' } } })).toEqual(refused);
  });

  it('is not one that opens on a single day of the year to come', () => {
    for (const date of ['2026-12-25', '12-25', '2027-11-24', '01-01']) {
      const once: Hours = { ...never, dates: { [date]: [[540, 600]] } };
      expect(findingsIn({ hours: { once }, pools: support({ hours: 'once' }) }), date).toEqual([]);
    }
  });
});

describe('a route that is never taken', () => {
  const routes = (...whens: Condition[]) => ({
    applets: { main: { fetch: 'each' as const, routes: [...whens, {}].map((when) => ({ when, pool: 'sales' })) } },
  });

  it.each<readonly [string, Condition, Condition]>([
    ['more digits than asked for', { digits: '2' }, { digits: '2', direction: 'incoming' }],
    ['a narrower prefix', { caller: ['+91'] }, { caller: ['+9144', '+91990'] }],
    ['a field more', { customField: { vip: '1' } }, { customField: { vip: '1', city: 'x' } }],
  ])('is refused when an earlier one matches all it does: %s', (_what, wide, narrow) => {
    expect(findingsIn(routes(wide, narrow))).toEqual([
      ['applets.main.routes.1', 'routes.0 matches every call this one does, so this one is never taken'],
    ]);
    expect(findingsIn(routes(narrow, wide))).toEqual([]);
  });

  it.each<readonly [string, Condition, Condition]>([
    ['other digits', { digits: '2' }, { digits: '3' }],
    ['any caller', { caller: ['+91'] }, { direction: 'incoming' }],
    ['the whole text', { customField: 'x' }, { customField: { x: '1' } }],
  ])('is not one that matches others as well: %s', (_what, one, other) => {
    expect(findingsIn(routes(one, other))).toEqual([]);
  });
});

describe('an applet that asks once', () => {
  const once = { main: { fetch: 'once' as const, routes: [{ when: {}, pool: 'sales' }] } };
  const sales = (more: Partial<Pool>) => ({
    applets: once,
    pools: { ...aConfig().pools, sales: aPool(['a1', 'a2'], more) },
  });
  const members = [aMember('a1'), aMember('a2'), aMember('a3', { tier: 2 })];

  it('is refused with a pool that answers one number: nobody else would ring', () => {
    expect(findingsIn(sales({ answer: 'one' }))).toEqual([
      ['applets.main.routes.0.pool', expect.stringMatching(/asks once, and pool sales answers one number/)],
    ]);
  });

  it('is refused with a tier that does not fit into its one answer', () => {
    expect(findingsIn(sales({ members, maxAttempts: 2 }))).toEqual([
      ['applets.main.routes.0.pool', expect.stringMatching(/tier 2 of pool sales is never reached/)],
    ]);
    expect(findingsIn(sales({ members, maxAttempts: 3 }))).toEqual([]);
    expect(findingsIn(sales({ maxAttempts: 2, overflow: ['support'] }))).toEqual([
      ['applets.main.routes.0.pool', expect.stringMatching(/the overflow of pool sales is never reached/)],
    ]);
    expect(findingsIn(sales({ maxAttempts: 3, overflow: ['support'] }))).toEqual([]);
  });

  it('may have it when somebody before it can be off duty', () => {
    const parts = { ...sales({ members, maxAttempts: 2 }), hours: { office } };
    expect(
      findingsIn({
        ...parts,
        agents: { ...aConfig().agents, a1: { name: 'One', numbers: [numberOf(1)], hours: 'office' } },
      }),
    ).toEqual([]);
  });
});
