/** In which order the members of a pool are tried. Pure: chance comes from the seed, so every order can be replayed. */
import type { Member, Pool } from './config.ts';
import { unitHash } from './hash.ts';

/** Tier by tier; within a tier as the pool's strategy says. The seed is the CallSid. */
export const orderOf = ({ members, strategy }: Pool, seed: string): string[] => {
  const tiers = [...new Set(members.map(({ tier }) => tier))].sort((one, other) => one - other);
  return tiers.flatMap((tier) =>
    orderTier(
      members.filter((member) => member.tier === tier),
      strategy,
      seed,
    ),
  );
};

const orderTier = (members: readonly Member[], strategy: Pool['strategy'], seed: string): string[] => {
  switch (strategy) {
    case 'linear':
      return members.map(({ agent }) => agent);
    case 'random':
      return byScore(members, ({ agent }) => unitHash(seed, agent));
    case 'weighted':
      // Weighted rendezvous: the smallest of exponential variables with rates in the ratio of the weights. Removing an
      // agent moves nobody else, and there is no table of percentages to round. Weight 0 stands behind all others.
      return byScore(members, ({ agent, weight }) => -Math.log(unitHash(seed, agent)) / weight);
  }
};

const byScore = (members: readonly Member[], scoreOf: (member: Member) => number): string[] =>
  members
    .map((member) => ({ agent: member.agent, score: scoreOf(member) }))
    // Infinity minus Infinity is no order.
    .sort((one, other) => (one.score === other.score ? 0 : one.score - other.score))
    .map(({ agent }) => agent);
