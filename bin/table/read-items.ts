/** All items of the configuration that are in the table: those a file or a revision knows, and what they lead to. */
import { readApplet, readMember, readOverride, readPool, readRotation } from '../../functions/adapters/config-item.ts';
import { keys } from '../../functions/adapters/config-keys.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Item, Key } from '../../functions/adapters/item.ts';
import { batchKeys, getAll, inGroups, partition, queryAll } from '../../functions/adapters/whole-reads.ts';
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
  const { pk, sk } = item;
  const agents = (ids: readonly string[]) => ids.map((id) => keys.agent(id).pk);
  const pools = (ids: readonly string[]) => ids.map((id) => keys.pool(id).pk);
  if (sk.startsWith('ROTATION#')) return agents(readRotation(item)?.agents ?? []);
  if (sk.startsWith('MEMBER#')) return agents([readMember(item)?.agent ?? []].flat());
  if (sk.startsWith('OVERRIDE#')) return agents([readOverride(item)?.agent ?? []].flat());
  if (pk.startsWith('APPLET#')) return pools(readApplet(item)?.routes.map(({ pool }) => pool) ?? []);
  return pk.startsWith('POOL#') ? pools(readPool(item)?.overflow ?? []) : [];
};

/** Of agents and applets only what was applied: what agents do is no business of a plan, and a query each takes longer. */
const readPartitions = async (
  table: Table,
  partitions: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Items> => {
  const isWhole = (pk: string) => pk === keys.settings.pk || pk.startsWith('POOL#');
  const single = partitions.filter((pk) => !isWhole(pk)).map((pk) => ({ pk, sk: 'META' }));
  const [whole, got] = await Promise.all([
    sideBySide(partitions.filter(isWhole), 50, (pk) => queryAll(table, partition(pk), signal)),
    sideBySide(inGroups(single, batchKeys), 8, (wanted) => getAll(table, wanted, signal)),
  ]);
  return ([...whole, ...got].flat() as (Key & Item)[]).filter(isConfiguration).map(withoutStamp);
};

/** Owned by the table: no file has any. */
export const isOverride = ({ sk }: Key): boolean => sk.startsWith(keys.override('', '').sk);

const isConfiguration = ({ pk, sk }: Key): boolean =>
  sk === 'META' ||
  sk.startsWith('MEMBER#') ||
  isOverride({ pk, sk }) ||
  (pk === keys.settings.pk && sk !== keys.revision.sk);

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
