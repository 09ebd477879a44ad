/** Entries that are larger than an item of DynamoDB may be: found before anything is written. Pure. */
import type { Item, Key } from '../../functions/adapters/item.ts';
import type { Config } from '../../functions/domain/config.ts';
import type { Finding } from '../../functions/domain/finding.ts';
import { bytesOfItem, itemLimit } from '../table/item-size.ts';
import { itemsOf } from '../table/items.ts';

export const oversizedIn = (config: Config): Finding[] =>
  itemsOf(config).flatMap((item): Finding[] => {
    const bytes = bytesOfItem(item);
    if (bytes <= itemLimit) return [];
    const what = `it is ${Math.ceil(bytes / 1024)} KB as an item, and DynamoDB takes ${itemLimit / 1024} KB`;
    return [{ path: placeOf(item), what, cure: 'shorten its lists or texts' }];
  });

/** `CONFIG`/`HOURS#office` as `hours.office`, `AGENT#asha`/`META` as `agents.asha`. */
const placeOf = ({ pk, sk }: Key & Item): string[] => {
  const [kind = '', name = ''] = (pk === 'CONFIG' ? sk : pk).split('#');
  const section = kind.toLowerCase();
  if (pk !== 'CONFIG') return [`${section}s`, name];
  return section === 'rotation' ? ['rotations', name] : name === '' ? [section] : [section, name];
};
