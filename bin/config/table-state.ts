/** What the table really holds, item by item, and as the configuration it makes: the ground of every quick change. */
import { readHistory } from '../../functions/adapters/config-history.ts';
import type { Revision } from '../../functions/adapters/config-item.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { type Item, type Key, pathOf } from '../../functions/adapters/item.ts';
import type { Config } from '../../functions/domain/config.ts';
import { UsageError } from '../usage-error.ts';
import { readInterrupted } from './interrupted.ts';
import { changedPaths, itemsOf, partitionsOf } from './items.ts';
import { readStanding } from './revision.ts';
import { configIn } from './table-config.ts';
import { readTable } from './table-items.ts';

export type TableState = {
  readonly standing: Revision;
  /** As it was applied last; what somebody edited by hand since is not in it, nor are overrides. */
  readonly applied: Config;
  /** What changes that were cut short may have left, by path: taken back by the next change. */
  readonly leftOver: ReadonlySet<string>;
  readonly there: readonly (Key & Item)[];
  /** What the items say, with overrides; one that cannot be used is as it was applied, and nothing is left over. */
  readonly config: Config;
};

/** `named` are items the user speaks of: somebody may have added them by hand. */
export const readState = async (table: Table, named: readonly Key[] = []): Promise<TableState> => {
  const standing = await readStanding(table);
  const applied = standing && (await readHistory(table, standing.revision));
  if (standing === undefined || applied === undefined)
    throw new UsageError(`nothing was applied to ${table.name} yet: npx dial-whom apply`);
  const interrupted = await readInterrupted(table, standing);
  const leftOver = new Set(interrupted.flatMap((cut) => [...changedPaths(itemsOf(applied), itemsOf(cut))]));
  const known = [applied, ...interrupted].flatMap(partitionsOf).concat(named);
  const { items: there } = await readTable(table, known);
  const sound = [
    ...there.filter((item) => !leftOver.has(pathOf(item))),
    ...itemsOf(applied).filter((item) => leftOver.has(pathOf(item))),
  ];
  return { standing, applied, leftOver, there, config: configIn(sound, applied).config };
};
