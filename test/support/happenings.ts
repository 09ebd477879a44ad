/** Random configurations, and what can happen to one call and around it. */
import fc from 'fast-check';
import type { Config } from '../../functions/domain/config.ts';
import { strategies } from '../../functions/domain/pool.ts';
import type { Interval } from '../../functions/domain/schedule.ts';
import { aConfig, aPool, numberOf } from './builders.ts';
import { fatefulMoments, zones } from './property.ts';

const ids = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7'] as const;
export const agentNamed = (ordinal: number): string => `a${ordinal}`;

const someone = fc.record({
  agent: fc.constantFrom(...ids),
  tier: fc.integer({ min: 1, max: 2 }),
  weight: fc.nat(2),
});

/** `sales`, which may have tiers, hours, a rotation, and overflow to `backup`; digit 2 leads to `support`. */
export const configs = fc
  .record({
    timeZone: fc.constantFrom(...zones),
    opens: fc.nat(23),
    members: fc.uniqueArray(someone, { selector: ({ agent }) => agent, maxLength: 6 }),
    turns: fc.option(fc.subarray([...ids], { minLength: 1 }), { nil: undefined }),
    hasHours: fc.boolean(),
    hasOverflow: fc.boolean(),
    pool: fc.record({
      strategy: fc.constantFrom(...strategies),
      answer: fc.constantFrom('list' as const, 'list' as const, 'one' as const),
      leases: fc.constantFrom('on' as const, 'on' as const, 'off' as const),
      maxAttempts: fc.integer({ min: 1, max: 5 }),
      huntDeadlineSeconds: fc.constantFrom(undefined, undefined, 300),
    }),
  })
  .map(({ timeZone, opens, members, turns, hasHours, hasOverflow, pool }): Config => {
    const closes = ((opens + 9) % 24) * 60;
    const interval: Interval = [opens * 60, closes];
    const day = { timeZone, weekly: Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((n) => [n, [interval]])), dates: {} };
    const rotation = {
      agents: turns ?? ['a1'],
      timeZone,
      start: '2026-10-20',
      handoverMinute: 0,
      turnDays: 1,
      offset: 0,
    };
    return aConfig({
      hours: { day },
      rotations: { duty: rotation },
      // The last two have two numbers each.
      agents: Object.fromEntries(
        ids.map((id, index) => [
          id,
          { name: id, numbers: index < 5 ? [numberOf(index + 1)] : [numberOf(index + 1), numberOf(index + 11)] },
        ]),
      ),
      pools: {
        sales: aPool([], {
          ...pool,
          members: [...members, ...(turns === undefined ? [] : [{ rotation: 'duty', tier: 1, weight: 1 }])],
          overflow: hasOverflow ? ['backup'] : [],
          hours: hasHours ? 'day' : undefined,
        }),
        support: aPool(['a6', 'a1'], { strategy: pool.strategy }),
        backup: aPool(['a7', 'a2']),
      },
    });
  });

export const moments = fc.constantFrom(...fatefulMoments);

const weighted = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const happening = <K extends string, T extends object>(kind: K, more: { [P in keyof T]: fc.Arbitrary<T[P]> }) =>
  fc.record({ kind: fc.constant(kind), ...more }) as fc.Arbitrary<{ kind: K } & T>;

const silent = fc.constantFrom('no-answer', 'busy', 'failed', 'null');

export const happenings = fc.array(
  fc.oneof(
    // What the provider reports: true, of somebody else, with half of it missing, again, or after a lost answer.
    weighted(6, happening<'head rang', { status: string }>('head rang', { status: silent })),
    weighted(
      2,
      happening<'somebody rang', { who: number; status: string }>('somebody rang', { who: fc.nat(18), status: silent }),
    ),
    weighted(2, happening<'fallback rang', { place: number }>('fallback rang', { place: fc.nat(3) })),
    weighted(
      2,
      happening<'status only', { status: string }>('status only', { status: fc.constantFrom('no-answer', 'canceled') }),
    ),
    weighted(3, happening<'again', { back: number }>('again', { back: fc.nat(5) })),
    weighted(1, happening<'completed', object>('completed', {})),
    weighted(
      1,
      happening<'comes back', { digits: string | undefined }>('comes back', {
        digits: fc.constantFrom('1', '2', undefined),
      }),
    ),
    // What happens around it.
    weighted(
      2,
      happening<'others ring', { agents: string[]; seconds: number }>('others ring', {
        agents: fc.subarray([...ids]),
        seconds: fc.integer({ min: 1, max: 60 }),
      }),
    ),
    weighted(
      1,
      happening<'edit', { members: { agent: string; tier: number; weight: number }[] }>('edit', {
        members: fc.uniqueArray(someone, { selector: ({ agent }) => agent, maxLength: 6 }),
      }),
    ),
    weighted(
      1,
      happening<'override', { agent: string; duty: 'in' | 'out' }>('override', {
        agent: fc.constantFrom(...ids),
        duty: fc.constantFrom('in' as const, 'out' as const),
      }),
    ),
    weighted(2, happening<'wait', { seconds: number }>('wait', { seconds: fc.constantFrom(1, 9, 11, 40, 400, 4000) })),
  ),
  { minLength: 1, maxLength: 30 },
);
export type Happening = typeof happenings extends fc.Arbitrary<readonly (infer H)[]> ? H : never;

/** The configuration after an edit or an override. */
export const changed = (config: Config, happening: Happening, nowMs: number): Config => {
  const { sales } = config.pools;
  if (sales === undefined) return config;
  const withSales = (more: Partial<typeof sales>) => ({
    ...config,
    pools: { ...config.pools, sales: { ...sales, ...more } },
  });
  if (happening.kind === 'edit') {
    return withSales({
      members: [...happening.members, ...sales.members.filter(({ rotation }) => rotation !== undefined)],
    });
  }
  if (happening.kind === 'override') {
    const others = sales.overrides.filter(({ agent }) => agent !== happening.agent);
    return withSales({
      overrides: [...others, { agent: happening.agent, duty: happening.duty, untilMs: nowMs + 600_000 }],
    });
  }
  return config;
};
