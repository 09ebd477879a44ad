/** What the table really has: its items as they stand, hand edits included, and those that cannot be used. */
import { readHistory } from '../../functions/adapters/config-history.ts';
import type { Item, Key } from '../../functions/adapters/config-keys.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { UsageError } from '../usage-error.ts';
import type { Parts } from './file-content.ts';
import { leadsTo } from './item-kinds.ts';
import { type Broken, partsOf } from './item-parts.ts';
import { readItems } from './read.ts';
import { readStanding } from './revision.ts';
import { itemsOf } from './write.ts';

export type Actual = { readonly revision: number; readonly parts: Parts; readonly broken: Broken };

/**
 * Every item of what was applied, and whatever items lead to: somebody may have added a member, his agent, and the pool
 * it overflows to. Not an applet or an agent that nothing leads to. Throws a `UsageError` when there is no telling.
 */
export const readActual = async (table: Table): Promise<Actual> => {
  const standing = await readStanding(table);
  if (standing?.pending !== undefined) {
    const { by, at } = standing.pending;
    throw new UsageError(
      `${table.name} may hold half of what ${by} began to apply at ${at}: wait until it is done; if it was cut short, apply it again`,
    );
  }
  if (standing === undefined) throw new UsageError(`nothing was applied to ${table.name} yet: npx dial-whom apply`);
  const applied = await readHistory(table, standing.revision);
  if (applied === undefined) {
    throw new UsageError(
      `revision ${standing.revision} of ${table.name} is not whole in its history, so not every item can be found: apply your pools file again`,
    );
  }
  const items = await readAll(table, itemsOf(applied));
  const after = await readStanding(table);
  if (after?.revision !== standing.revision || after.pending !== undefined) {
    throw new UsageError(`somebody began to apply a configuration to ${table.name} meanwhile: run this again`);
  }
  return { revision: standing.revision, ...partsOf(items, applied) };
};

/** Follows what was found until it leads to nothing new. */
const readAll = async (table: Table, first: readonly Key[]): Promise<(Key & Item)[]> => {
  const items: (Key & Item)[] = [];
  const seen = new Set<string>();
  for (let open = first; open.length > 0; ) {
    for (const { pk } of open) seen.add(pk);
    const found = await readItems(table, open);
    items.push(...found);
    open = found.flatMap(leadsTo).filter(({ pk }) => !seen.has(pk));
  }
  return items;
};
