/** Stamps come on with the last step before the table and off with the first behind it: no edit by hand, in no revision. Pure. */
import { readAgent } from '../../functions/adapters/config-item.ts';
import type { Item, Key } from '../../functions/adapters/item.ts';
import { stampOf } from '../../functions/adapters/number-stamp.ts';
import type { NumberPolicy } from '../../functions/domain/config.ts';
import { judgeNumber } from '../../functions/domain/number-policy.ts';
import { placeOf } from './place.ts';

/** Judged once more: a quick change writes items that somebody edited by hand before. */
export const withStamp = (item: Key & Item, policy: NumberPolicy): Key & Item => {
  const numbers = isAgent(item) ? readAgent(item)?.numbers : undefined;
  return numbers?.every((number) => judgeNumber(number, policy).kind === 'allowed')
    ? { ...item, stamp: stampOf(numbers) }
    : item;
};

export const withoutStamp = <T extends Key & Item>(item: T): T => {
  if (!isAgent(item)) return item;
  const { stamp: _notTheFiles, ...rest } = item;
  return rest as T;
};

const isAgent = (item: Key): boolean => placeOf(item)?.kind === 'agent';
