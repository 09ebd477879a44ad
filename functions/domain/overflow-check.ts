/** Does overflow lead somewhere, and not in a circle? */
import { type Config, entry } from './config.ts';
import type { Finding } from './finding.ts';

export const checkOverflow = (id: string, pools: Config['pools']): Finding[] =>
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
