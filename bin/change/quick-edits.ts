/** What quick commands and rollbacks have changed since the table was last made from a file. */
import { readKept } from '../../functions/adapters/config-history.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Item, Key } from '../../functions/adapters/item.ts';
import { itemsOf, sameContent } from '../table/items.ts';
import { changesOf, editOf, isSame, itemsIn, type Revised, type RevisedEdit, stateOf } from '../table/revised.ts';

/** From the last one that was made from a file to this one. Empty when this one is not whole in the history. */
export const readSinceFile = async (
  table: Table,
  revision: number | undefined,
  signal?: AbortSignal,
): Promise<readonly Revised[]> => {
  const here = await readRevised(table, revision, signal);
  if (here === undefined) return [];
  return isFromFile(here) ? [here] : [...(await readSinceFile(table, here.follows, signal)), here];
};

export const readRevised = async (
  table: Table,
  revision: number | undefined,
  signal?: AbortSignal,
): Promise<Revised | undefined> => {
  const kept = revision === undefined ? undefined : await readKept(table, revision, signal);
  if (revision === undefined || kept === undefined) return undefined;
  const { by, at, note, from, follows } = kept.about as Partial<Revised>;
  return { revision, config: kept.config, by, at, note, from, follows };
};

/** An older one does not say. */
export const isFromFile = ({ from }: Revised): boolean => from !== 'command' && from !== 'rollback';

/**
 * Those of which `wanted` knows nothing, each with who changed the item last, the oldest first. Of something that came and that
 * `wanted` has otherwise, only what is otherwise. Pure.
 */
export const quickEditsIn = (revised: readonly Revised[], wanted: readonly (Key & Item)[]): RevisedEdit[] => {
  if (revised.length < 2) return [];
  const states = revised.map(({ config }) => stateOf(itemsOf(config)));
  const [first, last, will] = [states[0], states.at(-1), stateOf(wanted)];
  if (first === undefined || last === undefined) return [];
  return itemsIn(first, last)
    .filter((item) => !isSame(first.get(item), last.get(item)) && !isSame(last.get(item), will.get(item)))
    .flatMap((item) => untakenIn(editOf(item, revised, states), last.get(item), will.get(item)))
    .toSorted((one, other) => one.revision - other.revision);
};

const untakenIn = (edit: RevisedEdit, has: Item | undefined, next: Item | undefined): RevisedEdit[] => {
  if (edit.kind === 'removed' || next === undefined) return [edit];
  const untaken = edit.kind === 'added' ? changesOf(next, has) : edit.fields;
  const fields = untaken.filter(({ field, now }) => !sameContent(now, next[field]));
  return fields.length === 0 ? [] : [{ ...edit, kind: 'changed', fields }];
};
