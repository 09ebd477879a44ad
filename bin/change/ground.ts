/**
 * What a table stands at and what it has, read before a change is decided. In two steps: most of it is found from what was
 * applied, and with thousands of people a file takes as long to read as the table.
 */
import { readHistory } from '../../functions/adapters/config-history.ts';
import type { Revision } from '../../functions/adapters/config-item.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Item, Key } from '../../functions/adapters/item.ts';
import type { Config } from '../../functions/domain/config.ts';
import { isForcedSince } from '../../functions/domain/snapshot-check.ts';
import { readInterrupted } from '../table/interrupted.ts';
import { itemsOf, partitionsOf } from '../table/items.ts';
import { type Found, readTable } from '../table/read-items.ts';
import type { Revised } from '../table/revised.ts';
import { readStanding } from '../table/revision.ts';
import { readBehind } from './others-edits.ts';
import { readSinceFile } from './quick-edits.ts';

export type Ground = {
  /** `undefined` before the first apply. */
  readonly standing: Revision | undefined;
  readonly revised: readonly Revised[];
  /** From the revision that the file goes by to the first of those; empty where nobody asked. */
  readonly behind: readonly Revised[];
  /** What the fallback answers from, as it was applied, where that is an older revision. */
  readonly followed: Config | undefined;
  /** What changes that were cut short were about to make of it. */
  readonly interrupted: readonly Config[];
  /** With overrides, which are the table's. */
  readonly items: readonly (Key & Item)[];
  /** Partitions that only edits by hand lead to: they stay. */
  readonly outside: ReadonlySet<string>;
};

export type BegunGround = Pick<Ground, 'standing' | 'revised' | 'followed' | 'interrupted'> & {
  readonly known: readonly Key[];
  readonly found: Found;
};

/** All there is to read without the file. */
export const beginGround = async (table: Table, signal?: AbortSignal): Promise<BegunGround> => {
  const standing = await readStanding(table, signal);
  const [revised, followed, interrupted] = await Promise.all([
    readSinceFile(table, standing?.revision, signal),
    readFollowed(table, standing, signal),
    readInterrupted(table, standing, signal),
  ]);
  const known = [...revised.slice(-1).map(({ config }) => config), ...interrupted].flatMap(partitionsOf);
  return { standing, revised, followed, interrupted, known, found: await readTable(table, known, undefined, signal) };
};

/** Since something was forced, the publisher judges by that. */
const readFollowed = async (
  table: Table,
  { revision, published, forced }: Partial<Revision> = {},
  signal?: AbortSignal,
): Promise<Config | undefined> => {
  if (revision === undefined || published === undefined) return undefined;
  const followed =
    forced !== undefined && isForcedSince({ published, standing: revision, forced }) ? forced : published;
  return followed === revision ? undefined : readHistory(table, followed, signal);
};

/** With what the file knows of besides, and what it does not know that others than `by` have applied. */
export const completeGround = async (
  table: Table,
  begun: BegunGround,
  file: Config,
  by: string | undefined,
): Promise<Ground> => {
  const { known, found, ...read } = begun;
  const own = partitionsOf(file);
  const [{ items, partitions }, behind] = await Promise.all([
    readTable(table, own, found),
    by === undefined ? [] : readBehind(table, begun.revised[0], itemsOf(file), by),
  ]);
  const inside = new Set([...known, ...own].map(({ pk }) => pk));
  return { ...read, behind, items, outside: new Set([...partitions].filter((pk) => !inside.has(pk))) };
};
