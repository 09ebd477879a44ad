/** The members of a pool in the order of its list, as far as items and the last good configuration have them. */
import type { Member, Pool } from '../domain/pool.ts';
import { type PlacedMember, readMember } from './config-item.ts';
import { keys, memberKey } from './config-keys.ts';
import type { Sources } from './config-sources.ts';
import type { Item, Key } from './item.ts';

export const membersOf = (id: string, good: Pool | undefined, { has, under, report }: Sources): readonly Member[] => {
  const items = under(keys.member(id, '')) as (Item & Key)[];
  for (const item of items) if (readMember(item) === undefined) report(item, readMember.why?.(item) ?? '');
  if (items.length === 0) report(keys.member(id, ''), 'the pool has no members');
  return membersFrom(has(keys.pool(id)) ? items : [], good?.members);
};

/**
 * In the order of their positions; one that is broken is as he was, and where he has lost his position as well he stands behind
 * whoever was before him in the last good list. That whole list where nobody is left, as when a pool was deleted.
 */
export const membersFrom = (items: readonly (Item & Key)[], good: readonly Member[] = []): readonly Member[] => {
  const bySk = new Map(items.map((item) => [item.sk, item]));
  let before = { position: Number.NEGATIVE_INFINITY, behind: 0 };
  const goodBySk = new Map<string, Listed>();
  for (const member of good) {
    const { sk } = memberKey('', member);
    const item = bySk.get(sk);
    if (item === undefined) continue;
    const position = readMember(item)?.position ?? item.position;
    before = typeof position === 'number' ? { position, behind: 0 } : { ...before, behind: before.behind + 1 };
    goodBySk.set(sk, { ...member, ...before });
  }
  const listed = items.flatMap((item): Listed | Listed[] => {
    const member = readMember(item);
    return member === undefined ? (goodBySk.get(item.sk) ?? []) : { ...member, behind: 0 };
  });
  return listed.length === 0 ? good : inListOrder(listed);
};

/** So many of the last good list, who have lost their positions, stand between him and whoever has that position. */
type Listed = PlacedMember & { readonly behind: number };

/** By position. Of two with the same one, such as those who were added by hand without any, by name. */
const inListOrder = (members: readonly Listed[]): Member[] =>
  members
    .toSorted(
      (one, other) =>
        one.position - other.position || one.behind - other.behind || (nameOf(one) < nameOf(other) ? -1 : 1),
    )
    .map(({ position: _position, behind: _behind, ...member }) => member);

const nameOf = ({ agent, rotation }: Member): string => agent ?? rotation;
