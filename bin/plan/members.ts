/** Who joins a pool, who leaves it, and whose place in it is another. */
import { type Member, memberLabel, type Pool } from '../../functions/domain/pool.ts';

/** A person, or a rotation as `rotation night`. */
export type MemberChanges = {
  readonly joins: readonly { readonly member: string; readonly tier: number; readonly weight: number }[];
  readonly leaves: readonly string[];
  readonly tiers: readonly { readonly member: string; readonly before: number; readonly after: number }[];
  readonly weights: readonly { readonly member: string; readonly before: number; readonly after: number }[];
  /** Only where the strategy goes by the list. */
  readonly order?: { readonly before: readonly string[]; readonly after: readonly string[] };
};

export const memberChanges = (before: Pool | undefined, after: Pool | undefined): MemberChanges => {
  const [had, has] = [byLabel(before), byLabel(after)];
  const stays = [...has].flatMap(([member, place]) => {
    const old = had.get(member);
    return old === undefined ? [] : [{ member, old, place }];
  });
  const changed = (field: 'tier' | 'weight') =>
    stays
      .filter(({ old, place }) => old[field] !== place[field])
      .map(({ member, old, place }) => ({ member, before: old[field], after: place[field] }));
  return {
    joins: [...has]
      .filter(([member]) => !had.has(member))
      .map(([member, { tier, weight }]) => ({ member, tier, weight })),
    leaves: [...had.keys()].filter((member) => !has.has(member)),
    tiers: changed('tier'),
    weights: changed('weight'),
    ...orderOf([...had.keys()], [...has.keys()], after),
  };
};

export const isEmpty = ({ joins, leaves, tiers, weights, order }: MemberChanges): boolean =>
  joins.length + leaves.length + tiers.length + weights.length === 0 && order === undefined;

const orderOf = (had: readonly string[], has: readonly string[], pool: Pool | undefined) => {
  if (pool?.strategy !== 'linear' && pool?.strategy !== 'round-robin') return {};
  const [before, after] = [had.filter((member) => has.includes(member)), has.filter((member) => had.includes(member))];
  return before.join() === after.join() ? {} : { order: { before: had, after: has } };
};

const byLabel = (pool: Pool | undefined): ReadonlyMap<string, Member> =>
  new Map((pool?.members ?? []).map((member) => [memberLabel(member), member]));
