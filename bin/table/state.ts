/** What the table really holds, item by item, and as the configuration it makes: the ground of every quick change. */
import type { Table } from '../../functions/adapters/dynamo.ts';
import { type Item, type Key, pathOf } from '../../functions/adapters/item.ts';
import { type LastApplied, requireApplied } from './applied.ts';
import { configIn, type TableConfig } from './config-in.ts';
import { readInterrupted } from './interrupted.ts';
import { changedPaths, itemsOf, partitionsOf } from './items.ts';
import { readTable } from './read-items.ts';

/**
 * `config` is what the items say, with overrides; one that cannot be used is as it was applied, and nothing is left over of
 * changes that were cut short.
 */
export type TableState = LastApplied &
  TableConfig & {
    /** What those may have left, by path: taken back by the next change. */
    readonly leftOver: ReadonlySet<string>;
    readonly there: readonly (Key & Item)[];
  };

/** `named` are items the user speaks of: somebody may have added them by hand. */
export const readState = async (table: Table, named: readonly Key[] = []): Promise<TableState> => {
  const { standing, applied } = await requireApplied(table);
  const interrupted = await readInterrupted(table, standing);
  const leftOver = new Set(interrupted.flatMap((cut) => [...changedPaths(itemsOf(applied), itemsOf(cut))]));
  const known = [applied, ...interrupted].flatMap(partitionsOf).concat(named);
  const { items: there } = await readTable(table, known);
  const sound = [
    ...there.filter((item) => !leftOver.has(pathOf(item))),
    ...itemsOf(applied).filter((item) => leftOver.has(pathOf(item))),
  ];
  return { standing, applied, leftOver, there, ...configIn(sound, applied) };
};
