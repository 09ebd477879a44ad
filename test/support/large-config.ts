/** As large a configuration as there may be: 1,000 pools and 20,000 agents. */
import type { Config } from '../../functions/domain/config.ts';
import { aConfig, aMember, aPool } from './builders.ts';

export const poolCount = 1_000;
export const agentCount = 20_000;

const each = <T>(count: number, make: (index: number) => readonly [string, T]): Record<string, T> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => make(index)));

/** `shift` moves everybody, and changes every pool. Every agent is of one pool, pools overflow in chains of ten, half of them have hours, and each tenth a rotation. */
export const aLargeOne = (shift: number): Config =>
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
