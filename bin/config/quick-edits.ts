/** What quick commands and rollbacks have changed since the table was last made from a file. */
import { readKept } from '../../functions/adapters/config-history.ts';
import { keys } from '../../functions/adapters/config-keys.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { type Item, type Key, pathOf } from '../../functions/adapters/item.ts';
import type { Config } from '../../functions/domain/config.ts';
import { fieldsBetween, itemsOf, sameContent } from './items.ts';
import type { Signature } from './revision.ts';

/** A revision that stood. */
export type Revised = Partial<Signature> & { readonly revision: number; readonly config: Config };

export type QuickEdit = Omit<Revised, 'config'> & {
  /** `POOL#sales/MEMBER#asha`; `POOL#sales` alone is the order of its members. */
  readonly item: string;
  readonly kind: 'added' | 'changed' | 'removed';
  readonly fields: readonly { readonly field: string; readonly before: unknown; readonly now: unknown }[];
};

/** From the last one that was made from a file to this one. Empty when this one is not whole in the history. */
export const readSinceFile = async (
  table: Table,
  revision: number | undefined,
  signal?: AbortSignal,
): Promise<readonly Revised[]> => {
  const kept = revision === undefined ? undefined : await readKept(table, revision, signal);
  if (revision === undefined || kept === undefined) return [];
  const { by, at, note, from, follows } = kept.about as Partial<Signature> & { readonly follows?: number };
  const here = { revision, config: kept.config, by, at, note, from };
  return from === 'command' || from === 'rollback' ? [...(await readSinceFile(table, follows, signal)), here] : [here];
};

/** Those of which `wanted` knows nothing, each with who changed the item last, the oldest first. Pure. */
export const quickEditsIn = (revised: readonly Revised[], wanted: readonly (Key & Item)[]): QuickEdit[] => {
  if (revised.length < 2) return [];
  const states = revised.map(({ config }) => told(itemsOf(config)));
  const [first, last, will] = [states[0], states.at(-1), told(wanted)];
  if (first === undefined || last === undefined) return [];
  const edits = [...new Set([...first.keys(), ...last.keys()])].flatMap((item): QuickEdit[] => {
    const [had, has] = [first.get(item), last.get(item)];
    if (isSame(had, has) || isSame(has, will.get(item))) return [];
    const index = states.findLastIndex((state, at) => at > 0 && !isSame(states[at - 1]?.get(item), state.get(item)));
    const { config: _whole, ...made } = revised[index] ?? (revised.at(-1) as Revised);
    const kind = had === undefined ? 'added' : has === undefined ? 'removed' : 'changed';
    const fields = kind === 'changed' ? fieldsBetween(had, has) : [];
    const values = fields.map((field) => ({ field, before: had?.[field], now: has?.[field] }));
    return [{ item, kind, fields: values, ...made }];
  });
  return edits.toSorted((one, other) => one.revision - other.revision);
};

type State = ReadonlyMap<string, Item>;

/** Whoever joins or leaves moves all behind him: places are told as the order of a pool, once. */
const told = (items: readonly (Key & Item)[]): State => {
  const members = items.filter(isMember).toSorted((one, other) => Number(one.position) - Number(other.position));
  const orders = [...Map.groupBy(members, ({ pk }) => pk)].map(
    ([pk, own]) => [pk, { order: own.map(({ sk }) => sk.slice(memberPrefix.length)) }] as const,
  );
  const others = items.map((item) => {
    const { position: _told, ...rest } = item;
    return [pathOf(item), isMember(item) ? rest : item] as const;
  });
  return new Map<string, Item>([...others, ...orders]);
};

const memberPrefix = keys.member('', '').sk;
const isMember = ({ sk }: Key): boolean => sk.startsWith(memberPrefix);

const isSame = (one: Item | undefined, other: Item | undefined): boolean => {
  if (one === other) return true;
  const [had, has] = [one?.order, other?.order] as (readonly string[] | undefined)[];
  if (had === undefined && has === undefined) return sameContent(one, other);
  if (had === undefined || has === undefined) return true;
  return sameContent(
    had.filter((name) => has.includes(name)),
    has.filter((name) => had.includes(name)),
  );
};
