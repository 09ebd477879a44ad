import { expect, it } from 'vitest';
import { planBetween } from '../../bin/plan/plan.ts';
import type { Config } from '../../functions/domain/config.ts';
import { aConfig, aMember, aPool } from '../support/builders.ts';

const now = Date.parse('2026-11-21T06:00:00Z');
const [poolCount, agentCount] = [1_000, 20_000];
const each = <T>(count: number, make: (index: number) => readonly [string, T]): Record<string, T> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => make(index)));

/** Every agent is of one pool, pools overflow in chains of ten, half of them have hours, and each tenth a rotation. */
const aLargeOne = (shift: number): Config =>
  aConfig({
    hours: each(50, (index) => [
      `hours-${index}`,
      {
        timeZone: 'Asia/Kolkata',
        weekly: Object.fromEntries([1, 2, 3, 4, 5].map((day) => [day, [[480 + index, 1080 + shift] as const]])),
        dates: {},
      },
    ]),
    rotations: each(100, (index) => [
      `turns-${index}`,
      {
        agents: Array.from({ length: 5 }, (_, turn) => `a${index * 200 + turn + 1}`),
        timeZone: 'Asia/Kolkata',
        start: '2026-01-05',
        handoverMinute: 540,
        turnDays: 7,
        offset: shift % 5,
      },
    ]),
    agents: each(agentCount, (index) => [
      `a${index + 1}`,
      { name: `Agent ${index + 1}`, numbers: [`+9190${String(index).padStart(8, '0')}`] },
    ]),
    pools: each(poolCount, (index) => [
      `pool-${index}`,
      aPool([], {
        strategy: 'weighted',
        members: [
          ...Array.from({ length: 20 }, (_, member) => aMember(`a${((index * 20 + member + shift) % agentCount) + 1}`)),
          ...(index % 10 === 0 ? [{ rotation: `turns-${index / 10}`, tier: 2, weight: 1 }] : []),
        ],
        overflow: index % 10 === 9 ? [] : [`pool-${index + 1}`],
        hours: index % 2 === 0 ? `hours-${index % 50}` : undefined,
      }),
    ]),
    applets: each(poolCount, (index) => [
      `applet-${index}`,
      { fetch: 'each', routes: [{ when: {}, pool: `pool-${index}` }] },
    ]),
  });

it('a plan for 1,000 pools and 20,000 agents is made in less than 5 s, when everything changes', () => {
  const [before, after] = [aLargeOne(0), aLargeOne(7)];
  const startedAt = performance.now();
  const usage = process.cpuUsage();
  const plan = planBetween(before, after, now);
  const { user, system } = process.cpuUsage(usage);
  const [seconds, busy] = [(performance.now() - startedAt) / 1000, (user + system) / 1e6];
  process.stdout.write(
    `plan for ${poolCount} pools and ${agentCount} agents: ${seconds.toFixed(2)} s, ${busy.toFixed(2)} s of them at work\n`,
  );
  expect(plan.pools.filter(({ isAffected }) => isAffected)).toHaveLength(poolCount);
  // Other tests take the processor meanwhile: 1.5 s on an idle one.
  expect(busy).toBeLessThan(5);
});
