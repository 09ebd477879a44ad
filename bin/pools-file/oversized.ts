/** Entries that are larger than an item of DynamoDB may be: found before anything is written. Pure. */
import type { Key } from '../../functions/adapters/item.ts';
import type { Config } from '../../functions/domain/config.ts';
import type { Finding } from '../../functions/domain/finding.ts';
import { bytesOfItem, itemLimit } from '../table/item-size.ts';
import { itemsOf } from '../table/items.ts';
import { placeOf } from '../table/place.ts';

export const oversizedIn = (config: Config): Finding[] =>
  itemsOf(config).flatMap((item): Finding[] => {
    const bytes = bytesOfItem(item);
    if (bytes <= itemLimit) return [];
    const what = `it is ${Math.ceil(bytes / 1024)} KB as an item, and DynamoDB takes ${itemLimit / 1024} KB`;
    return [{ path: pathIn(item), what, cure: 'shorten its lists or texts' }];
  });

/** `hours.office`, `agents.asha`; a member is in the list of his pool. */
const pathIn = (item: Key): string[] => {
  const place = placeOf(item);
  if (place === undefined || !('name' in place)) return ['settings'];
  if (place.kind === 'member' || place.kind === 'override') return ['pools', place.pool];
  return [place.kind === 'hours' ? 'hours' : `${place.kind}s`, place.name];
};
