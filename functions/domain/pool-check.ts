/** Do pools hold agents there are, lead somewhere and not in a circle, and fit into what a call can remember? */
import type { Config } from './config.ts';
import { numbersReachable } from './dialable-numbers.ts';
import { entry } from './entries.ts';
import type { Finding } from './finding.ts';
import { checkHours, everOnDuty } from './hours-check.ts';
import { memberLabel } from './pool.ts';

export const checkPools = (config: Config, nowMs: number): Finding[] => {
  const { pools, agents, rotations, hours } = config;
  const canBeOnDuty = everOnDuty(config, nowMs);
  return Object.entries(pools).flatMap(([id, pool]) => {
    const names = pool.members.map(memberLabel);
    return [
      ...pool.members.flatMap(({ agent, rotation }, index): Finding[] => {
        const path = ['pools', id, 'members', index];
        const [name, place, known] =
          rotation === undefined
            ? [`agent ${agent}`, 'agents', entry(agents, agent)]
            : [`rotation ${rotation}`, 'rotations', entry(rotations, rotation)];
        if (known === undefined) {
          return [
            { path, what: `there is no ${name}`, cure: `add ${agent ?? rotation} under ${place}, or correct the name` },
          ];
        }
        return names.indexOf(names[index] ?? '') === index
          ? []
          : [{ path, what: `${names[index]} is in this pool twice`, cure: 'remove one of the two' }];
      }),
      ...(pool.strategy === 'weighted' && pool.members.every(({ weight }) => weight === 0)
        ? [{ path: ['pools', id, 'members'], what: 'every weight is 0', cure: 'give somebody a weight above 0' }]
        : []),
      ...checkOverflow(id, pools),
      ...checkSize(id, config, nowMs),
      ...checkHours(pool.hours, ['pools', id, 'hours'], hours),
      ...(pool.members.length === 0 || canBeOnDuty(pool)
        ? []
        : [
            {
              path: ['pools', id],
              what: 'it can never be open: at no time from now on is one of its people on duty within its hours',
              cure: 'correct the hours of the pool, of its members or of their rotation',
            },
          ]),
    ];
  });
};

/** A call remembers its plan and its answers in one item: 330 KB with 1,000 numbers, of the 400 KB it may have. */
const mostNumbers = 1000;

const checkSize = (id: string, config: Config, nowMs: number): Finding[] => {
  const count = numbersReachable(id, config, nowMs).size;
  const what = `it reaches ${count} numbers with its overflow, and a call can remember ${mostNumbers}`;
  return count <= mostNumbers ? [] : [{ path: ['pools', id], what, cure: 'split it, and route callers to its parts' }];
};

const checkOverflow = (id: string, pools: Config['pools']): Finding[] =>
  (entry(pools, id)?.overflow ?? []).flatMap((next, index): Finding[] => {
    const path = ['pools', id, 'overflow', index];
    if (entry(pools, next) === undefined) {
      return [{ path, what: `there is no pool ${next}`, cure: `add ${next} under pools, or correct the name` }];
    }
    const way = wayBack(next, id, pools, new Set());
    return way === undefined
      ? []
      : [{ path, what: `overflow runs in a circle: ${[id, ...way].join(' > ')}`, cure: 'remove one of these steps' }];
  });

/** The pools on the way from one to another by overflow, if there is a way. */
const wayBack = (from: string, to: string, pools: Config['pools'], seen: Set<string>): string[] | undefined => {
  if (from === to) return [to];
  if (seen.has(from)) return undefined;
  seen.add(from);
  for (const next of entry(pools, from)?.overflow ?? []) {
    const way = wayBack(next, to, pools, seen);
    if (way !== undefined) return [from, ...way];
  }
  return undefined;
};
