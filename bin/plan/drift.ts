/** Items of the table that are not as they were applied: somebody edited them with another tool. Pure. */
import { type Item, type Key, pathOf } from '../../functions/adapters/config-keys.ts';
import { changesTo, sameContent } from '../config/items.ts';

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
  /** What an apply that was cut short was about to write: not by hand. */
  readonly interrupted: readonly (Key & Item)[];
  /** Partitions that only an edit by hand leads to; apply does not look at them. */
  readonly outside: ReadonlySet<string>;
};

export const driftOf = ({ applied, there, wanted, interrupted, outside }: Items): Drift[] => {
  const [was, is, will, half] = [applied, there, wanted, interrupted].map(
    (items) => new Map(items.map((item) => [pathOf(item), item])),
  );
  return [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].flatMap((item): Drift[] => {
    const [old, now, next] = [was?.get(item), is?.get(item), will?.get(item)];
    const isHalfDone = half !== undefined && half.size > 0 && sameContent(now, half.get(item));
    if (sameContent(old, now) || isHalfDone) return [];
    const kind = old === undefined ? 'added' : now === undefined ? 'deleted' : 'changed';
    return [
      { item, kind, fields: kind === 'changed' ? fieldsBetween(old, now) : [], apply: effectOf(now, next, outside) },
    ];
  });
};

const effectOf = (
  now: (Key & Item) | undefined,
  next: Item | undefined,
  outside: ReadonlySet<string>,
): Drift['apply'] => {
  if (sameContent(now, next)) return 'keeps it';
  if (now === undefined) return 'puts it back';
  if (next !== undefined) return 'overwrites it';
  return outside.has(now.pk) ? 'keeps it' : 'removes it';
};

const fieldsBetween = (applied: Item = {}, now: Item = {}): Drift['fields'] =>
  [...new Set([...Object.keys(applied), ...Object.keys(now)])]
    .filter((field) => !sameContent(applied[field], now[field]))
    .map((field) => ({ field, applied: applied[field], now: now[field] }));

/** How many items apply would write and remove. */
export const countWrites = ({
  there,
  wanted,
  outside,
}: Items): { readonly written: number; readonly removed: number } => {
  const { put, remove } = changesTo(
    wanted,
    there.filter(({ pk }) => !outside.has(pk)),
  );
  return { written: put.length, removed: remove.length };
};
