/** Items of the table that are not as they were applied: somebody edited them with another tool. Pure. */
import type { Item, Key } from '../../functions/adapters/item.ts';
import { byPath, fieldsBetween, sameContent } from '../table/items.ts';

export type Drift = {
  /** `POOL#sales/MEMBER#asha` */
  readonly item: string;
  readonly kind: 'added' | 'changed' | 'deleted';
  readonly fields: readonly { readonly field: string; readonly applied: unknown; readonly now: unknown }[];
  /** What applying the file does with the edit; `keeps`: the file says the same, or knows nothing of it. */
  readonly apply: 'overwrites it' | 'removes it' | 'puts it back' | 'keeps it';
};

export type Items = {
  /** Of the standing revision. */
  readonly applied: readonly (Key & Item)[];
  readonly there: readonly (Key & Item)[];
  /** As the file would have them. */
  readonly wanted: readonly (Key & Item)[];
  /** What changes that were cut short were about to write, each by itself: not by hand. */
  readonly interrupted: readonly (readonly (Key & Item)[])[];
  /** Partitions that only an edit by hand leads to; apply does not look at them. */
  readonly outside: ReadonlySet<string>;
};

export const driftOf = ({ applied, there, wanted, interrupted, outside }: Items): Drift[] => {
  const [was, is, will, ...halves] = [applied, there, wanted, ...interrupted].map(byPath);
  return [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].flatMap((item): Drift[] => {
    const [old, now, next] = [was?.get(item), is?.get(item), will?.get(item)];
    const isHalfDone = halves.some((half) => sameContent(now, half.get(item)));
    if (sameContent(old, now) || isHalfDone) return [];
    const kind = old === undefined ? 'added' : now === undefined ? 'deleted' : 'changed';
    return [
      { item, kind, fields: kind === 'changed' ? fieldsOf(old, now) : [], apply: effectOf(old, now, next, outside) },
    ];
  });
};

const effectOf = (
  old: Item | undefined,
  now: (Key & Item) | undefined,
  next: Item | undefined,
  outside: ReadonlySet<string>,
): Drift['apply'] => {
  if (sameContent(now, next)) return 'keeps it';
  if (old === undefined && now !== undefined && saysAll(next, now)) return 'keeps it';
  if (now === undefined) return 'puts it back';
  if (next !== undefined) return 'overwrites it';
  return outside.has(now.pk) ? 'keeps it' : 'removes it';
};

/** Somebody who adds an item by hand leaves out what goes without saying. */
const saysAll = (item: Item | undefined, said: Item): boolean =>
  item !== undefined && Object.keys(said).every((field) => sameContent(said[field], item[field]));

const fieldsOf = (applied: Item | undefined, now: Item | undefined): Drift['fields'] =>
  fieldsBetween(applied, now).map((field) => ({ field, applied: applied?.[field], now: now?.[field] }));
