/** In which order the people of a pool are tried. Pure: chance comes from the seed, so every order can be replayed. */
import { unitHash } from './hash.ts';
import type { LiveView } from './live.ts';
import { offersWithin } from './offers.ts';
import type { Strategy } from './pool.ts';
import type { RosterEntry } from './roster.ts';

/** What an order depends on besides the pool. The seed is the CallSid. */
export type Basis = {
  readonly pool: string;
  readonly seed: string;
  readonly live: LiveView;
  readonly nowMs: number;
};

/** Tier by tier; within a tier as the pool's strategy says. */
export const orderOf = (roster: readonly RosterEntry[], strategy: Strategy, basis: Basis): RosterEntry[] =>
  roster
    .map((person, index) => ({ person, score: scoreOf(person, index, strategy, basis) }))
    .sort((one, other) => one.person.tier - other.person.tier || compare(one.score, other.score))
    .map(({ person }) => person);

/** The lowest comes first; later numbers decide between equals. */
const scoreOf = (
  { agent, weight }: RosterEntry,
  index: number,
  strategy: Strategy,
  { pool, seed, live, nowMs }: Basis,
): readonly number[] => {
  const known = live.get(agent);
  // Times less than a second apart are equal, so that calls of one moment do not all want the same person.
  const lastOffered = Math.floor((known?.lastOfferedMs ?? 0) / 1000);
  switch (strategy) {
    case 'least-recently-offered':
      return [lastOffered, unitHash(seed, agent)];
    case 'round-robin':
      // Whose turn in this pool is longest ago; until everybody has had one, the order of the list.
      return [known?.turns[pool] ?? 0, index];
    case 'linear':
      return [index];
    case 'fewest-offers':
      return [offersWithin(known, nowMs), lastOffered, unitHash(seed, agent)];
    case 'random':
      return [unitHash(seed, agent)];
    case 'weighted':
      // Weighted rendezvous: the smallest of exponential variables with rates in the ratio of the weights. Removing an
      // agent moves nobody else, and there is no table of percentages to round. Weight 0 stands behind all others.
      return [-Math.log(unitHash(seed, agent)) / weight];
  }
};

const compare = (one: readonly number[], other: readonly number[]): number => {
  for (const [at, score] of one.entries()) {
    // Infinity minus Infinity is no order.
    if (score !== other[at]) return score < (other[at] ?? 0) ? -1 : 1;
  }
  return 0;
};
