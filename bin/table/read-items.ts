/** All items of the configuration that are in the table: those a file or a revision knows, and what they lead to. */
import { readApplet, readMember, readOverride, readPool, readRotation } from '../../functions/adapters/config-item.ts';
import { keys } from '../../functions/adapters/config-keys.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { type Item, type Key, pathOf } from '../../functions/adapters/item.ts';
import { batchKeys, getAll, inGroups, partition, queryAll } from '../../functions/adapters/whole-reads.ts';
import { placeOf } from './place.ts';
import { withoutStamp } from './stamp.ts';

type Items = readonly (Key & Item)[];

export type Found = {
  /** With overrides. */
  readonly items: Items;
  /** All that were looked at: of the known keys, and whatever items lead to. */
  readonly partitions: ReadonlySet<string>;
};

const nothing: Found = { items: [], partitions: new Set() };

/** Goes on from what was found `before`. */
export const readTable = async (
  table: Table,
  known: readonly Key[],
  before: Found = nothing,
  signal?: AbortSignal,
): Promise<Found> => {
  const partitions = new Set(before.partitions);
  const found = [before.items];
  const unseen = (some: readonly string[]) => [...new Set(some)].filter((pk) => !partitions.has(pk));
  let open = unseen([keys.settings.pk, ...known.map(({ pk }) => pk)]);
  while (open.length > 0) {
    for (const pk of open) partitions.add(pk);
    const read = await readPartitions(table, open, signal);
    found.push(read);
    open = unseen(read.flatMap(partitionsBehind));
  }
  return { items: found.flat(), partitions };
};

const partitionsBehind = (item: Key & Item): string[] => {
  const agents = (ids: readonly string[]) => ids.map((id) => keys.agent(id).pk);
  const pools = (ids: readonly string[]) => ids.map((id) => keys.pool(id).pk);
  switch (placeOf(item)?.kind) {
    case 'rotation':
      return agents(readRotation(item)?.agents ?? []);
    case 'member':
      return agents([readMember(item)?.agent ?? []].flat());
    case 'override':
      return agents([readOverride(item)?.agent ?? []].flat());
    case 'applet':
      return pools(readApplet(item)?.routes.map(({ pool }) => pool) ?? []);
    case 'pool':
      return pools(readPool(item)?.overflow ?? []);
    default:
      return [];
  }
};

/** Of agents and applets only what was applied: what agents do is no business of a plan, and a query each takes longer. */
const readPartitions = async (
  table: Table,
  partitions: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Items> => {
  const isWhole = (pk: string) => pk === keys.settings.pk || pk.startsWith(keys.pool('').pk);
  const single = partitions.filter((pk) => !isWhole(pk)).map((pk) => ({ pk, sk: keys.agent('').sk }));
  const [whole, got] = await Promise.all([
    sideBySide(partitions.filter(isWhole), 50, (pk) => queryAll(table, partition(pk), signal)),
    sideBySide(inGroups(single, batchKeys), 8, (wanted) => getAll(table, wanted, signal)),
  ]);
  // A batch comes in any order, and the same plan has to be the same each time.
  const items = ([...whole, ...got].flat() as (Key & Item)[]).toSorted((one, other) =>
    pathOf(one) < pathOf(other) ? -1 : 1,
  );
  return items.filter((item) => placeOf(item) !== undefined).map(withoutStamp);
};

/** Owned by the table: no file has any. */
export const isOverride = (item: Key): boolean => placeOf(item)?.kind === 'override';

/** So many at a time, none of them waiting for the slowest: fast enough for thousands, and no table would throttle it. */
const sideBySide = async <From, To>(
  all: readonly From[],
  size: number,
  read: (one: From) => Promise<To>,
): Promise<To[]> => {
  const done: To[] = [];
  const open = all.entries();
  const work = async () => {
    for (const [index, one] of open) done[index] = await read(one);
  };
  await Promise.all(Array.from({ length: size }, work));
  return done;
};
