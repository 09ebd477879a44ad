import { describe, expect, it } from 'vitest';
import { planBetween } from '../../bin/plan/plan.ts';
import type { Config } from '../../functions/domain/config.ts';
import { aConfig, aPool } from '../support/builders.ts';

/** Saturday, 21 November 2026, 11:30 in India. */
const now = Date.parse('2026-11-21T06:00:00Z');
const open = (days: readonly number[], times: readonly [number, number] = [540, 1080]) => ({
  timeZone: 'Asia/Kolkata',
  weekly: Object.fromEntries(days.map((day) => [day, [times]])),
  dates: {},
});
const [workdays, always] = [open([1, 2, 3, 4, 5, 6]), open([0, 1, 2, 3, 4, 5, 6], [0, 0])];

/** Two people in each pool: nothing to warn of. */
const sound: Partial<Config> = { pools: { sales: aPool(['a1', 'a2', 'a3']), support: aPool(['a3', 'a4']) } };

const warningsOf = (after: Partial<Config>, before: Partial<Config> = sound) =>
  planBetween(aConfig(before), aConfig({ ...sound, ...after }), now).warnings;

const applet = (...routes: Config['applets'][string]['routes']) => ({ main: { fetch: 'each' as const, routes } });

describe('a plan warns', () => {
  it('of nothing where there is nothing', () => {
    expect(warningsOf({})).toEqual([]);
  });

  it('of somebody whom callers cannot get round', () => {
    const support = aPool(['a3', 'a4']);
    const away = { ...support, overrides: [{ agent: 'a3', duty: 'out' as const, untilMs: now + 3600_000 }] };
    expect(warningsOf({ pools: { ...sound.pools, support: away } })).toMatchObject([
      { kind: 'alone', about: 'pool support', what: expect.stringMatching(/^from now to .* a4 is the only one/) },
    ]);
  });

  it('of a Sunday that nobody covers, on its own or by overflow', () => {
    const support = aPool(['a3', 'a4'], { hours: 'office' });
    expect(warningsOf({ hours: { office: workdays }, pools: { ...sound.pools, support } })).toMatchObject([
      { kind: 'uncovered day', what: 'nobody covers Sunday (22 Nov) in pool support' },
    ]);
    const overflowing = { ...support, overflow: ['sales'] };
    expect(warningsOf({ hours: { office: workdays }, pools: { ...sound.pools, support: overflowing } })).toEqual([]);
  });

  it('of a Sunday that no route of an applet covers', () => {
    const applets = applet(
      { when: { digits: '2' }, pool: 'support' },
      { when: { hours: 'office' }, pool: 'support' },
      { when: {}, pool: 'sales' },
    );
    const sales = aPool(['a1', 'a2', 'a3'], { hours: 'office' });
    expect(warningsOf({ hours: { office: workdays }, applets, pools: { ...sound.pools, sales } })).toMatchObject([
      { what: 'nobody covers Sunday (22 Nov) in pool sales' },
      { what: 'nobody covers Sunday (22 Nov) in applet main' },
    ]);
  });

  it('of an agent in no pool', () => {
    const pools = { ...sound.pools, sales: aPool(['a2', 'a3']) };
    expect(warningsOf({ pools })).toMatchObject([{ kind: 'in no pool', about: 'agent a1' }]);
  });

  it('not of an agent who has turns, or is brought in', () => {
    const rotation = { timeZone: 'Asia/Kolkata', start: '2026-11-02', handoverMinute: 540, turnDays: 7, offset: 0 };
    const sales = aPool(['a2', 'a3'], { overrides: [{ agent: 'a1', duty: 'in', untilMs: now + 1000 }] });
    expect(warningsOf({ pools: { ...sound.pools, sales } })).toEqual([]);
    const members = [...aPool(['a2', 'a3']).members, { rotation: 'night', tier: 1, weight: 1 }];
    expect(
      warningsOf({
        rotations: { night: { ...rotation, agents: ['a1'] } },
        pools: { ...sound.pools, sales: aPool([], { members }) },
      }),
    ).toEqual([]);
  });

  it.each([
    ['whose hours never come', { when: { hours: 'never' }, pool: 'support' }, 'never is closed all the time'],
    ['of blocked callers', { when: { caller: ['+91140123'] }, pool: 'support' }, 'all its callers are blocked'],
  ])('of a route %s', (_what, route, why) => {
    const never = { ...open([]), dates: { '2027-01-01': [[0, 60] as const] } };
    const settings = { ...aConfig().settings, blockedCallers: ['+91140'] };
    const applets = applet({ when: { digits: '2' }, pool: 'support' }, route, { when: {}, pool: 'sales' });
    expect(warningsOf({ settings, hours: { never }, applets })).toMatchObject([
      { kind: 'unreachable route', about: 'applet main', what: expect.stringContaining(`within eight days: ${why}`) },
    ]);
  });

  it('of routes behind one whose hours never end', () => {
    const applets = applet({ when: { hours: 'always' }, pool: 'support' }, { when: {}, pool: 'sales' });
    expect(warningsOf({ hours: { always }, applets })).toMatchObject([
      {
        what: 'route 2 of applet main (otherwise to sales) is not reached within eight days: route 1 takes all its calls',
      },
    ]);
  });

  it('of a pool to which nothing leads', () => {
    expect(warningsOf({ applets: applet({ when: {}, pool: 'sales' }) })).toMatchObject([
      { kind: 'unreachable pool', about: 'pool support' },
    ]);
  });

  it('of a pool that shrinks by more than half, which the fallback will not follow', () => {
    const pools = { sales: aPool(['a1']), support: aPool(['a2', 'a3', 'a4']) };
    expect(warningsOf({ pools })[0]).toEqual({
      kind: 'shrinks',
      about: 'pool sales',
      what: 'pool sales shrinks from 3 numbers to 1: the fallback will not follow unless you apply with --force',
      isOld: false,
    });
  });

  it('of a pool that shrinks by half, which the fallback follows', () => {
    const before = { pools: { sales: aPool(['a1', 'a2']), support: aPool(['a1', 'a2', 'a3', 'a4']) } };
    const after = { pools: { sales: aPool(['a1', 'a2']), support: aPool(['a3', 'a4']) } };
    expect(warningsOf(after, before)).toEqual([
      {
        kind: 'shrinks',
        about: 'pool support',
        what: 'pool support shrinks by half, from 4 numbers to 2',
        isOld: false,
      },
    ]);
  });

  it('of a pool and an applet that are gone, which the fallback will not follow', () => {
    const other = { other: { fetch: 'each' as const, routes: [{ when: {}, pool: 'support' }] } };
    const before = { ...sound, applets: { ...aConfig().applets, ...other } };
    const pools = { sales: aPool(['a1', 'a2', 'a3', 'a4']) };
    const warnings = warningsOf({ pools, applets: applet({ when: {}, pool: 'sales' }) }, before);
    expect(warnings).toMatchObject([
      {
        kind: 'shrinks',
        about: 'pool support',
        what: expect.stringMatching(/^pool support is gone, with 2 numbers: /),
      },
      { kind: 'shrinks', about: 'applet other', what: expect.stringMatching(/^applet other is gone: .*--force$/) },
    ]);
  });

  it('and says what was so before', () => {
    const pools = { ...sound.pools, support: aPool(['a4']) };
    expect(warningsOf({ pools }, { pools })).toMatchObject([{ kind: 'alone', isOld: true }]);
    expect(warningsOf({ pools })).toMatchObject([
      { kind: 'shrinks', isOld: false },
      { kind: 'alone', isOld: false },
    ]);
  });
});
