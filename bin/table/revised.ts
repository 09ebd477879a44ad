/** Revisions as people are told of them: item by item, and whoever joins or leaves a pool moves nobody else. Pure. */
import { keys } from '../../functions/adapters/config-keys.ts';
import { type Item, type Key, pathOf } from '../../functions/adapters/item.ts';
import type { Config } from '../../functions/domain/config.ts';
import { fieldsBetween, sameContent } from './items.ts';
import { placeOf } from './place.ts';
import type { Signature } from './revision.ts';

/** A revision that stood. */
export type Revised = Partial<Signature> & {
  readonly revision: number;
  readonly config: Config;
  /** The one it was made on, where that was kept. */
  readonly follows?: number | undefined;
};

export type RevisedEdit = Omit<Revised, 'config' | 'follows'> & {
  /** `POOL#sales/MEMBER#asha`; `POOL#sales` alone is the order of its members. */
  readonly item: string;
  readonly kind: 'added' | 'changed' | 'removed';
  readonly fields: readonly { readonly field: string; readonly before: unknown; readonly now: unknown }[];
};

export type State = ReadonlyMap<string, Item>;

/** Whoever joins or leaves moves all behind him: places are told as the order of a pool, once. */
export const stateOf = (items: readonly (Key & Item)[]): State => {
  const members = items.filter(isMember).toSorted((one, other) => Number(one.position) - Number(other.position));
  const orders = [...Map.groupBy(members, ({ pk }) => pk)].map(
    ([pk, own]) => [pk, { order: own.map(({ sk }) => sk.slice(keys.member('', '').sk.length)) }] as const,
  );
  const others = items.map((item) => {
    const { position: _ofTheOrder, ...rest } = item;
    return [pathOf(item), isMember(item) ? rest : item] as const;
  });
  return new Map<string, Item>([...others, ...orders]);
};

const isMember = (item: Key): boolean => placeOf(item)?.kind === 'member';

export const isSame = (one: Item | undefined, other: Item | undefined): boolean => {
  if (one === other) return true;
  const [had, has] = [one?.order, other?.order] as (readonly string[] | undefined)[];
  if (had === undefined && has === undefined) return sameContent(one, other);
  if (had === undefined || has === undefined) return true;
  return sameContent(
    had.filter((name) => has.includes(name)),
    has.filter((name) => had.includes(name)),
  );
};

/** What became of an item from the first of these revisions to the last, by whom it was changed last. */
export const editOf = (
  item: string,
  revised: readonly Revised[],
  states: readonly State[],
  isTold: (field: string) => boolean = () => true,
): RevisedEdit => {
  const [had, has] = [states[0]?.get(item), states.at(-1)?.get(item)];
  const index = states.findLastIndex((state, at) => at > 0 && !isSame(states[at - 1]?.get(item), state.get(item)));
  const { config: _whole, follows: _chain, ...made } = revised[index] ?? (revised.at(-1) as Revised);
  const kind = had === undefined ? 'added' : has === undefined ? 'removed' : 'changed';
  return {
    item,
    kind,
    fields: kind === 'changed' ? changesOf(had, has).filter(({ field }) => isTold(field)) : [],
    ...made,
  };
};

/** Field by field. */
export const changesOf = (had: Item | undefined, has: Item | undefined): RevisedEdit['fields'] =>
  fieldsBetween(had, has).map((field) => ({ field, before: had?.[field], now: has?.[field] }));

export const itemsIn = (...states: readonly State[]): readonly string[] => [
  ...new Set(states.flatMap((state) => [...state.keys()])),
];
