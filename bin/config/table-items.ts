/** All items of the configuration that are in the table: those a file or a revision knows, and what they lead to. */
import { BatchGetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { readApplet, readMember, readOverride, readPool, readRotation } from '../../functions/adapters/config-item.ts';
import { type Item, type Key, keys } from '../../functions/adapters/config-keys.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { withoutStamp } from './stamp.ts';

type Found = readonly (Key & Item)[];

/** With overrides, and with the partitions that only edits by hand lead to. */
export const readTable = async (
  table: Table,
  known: readonly Key[],
): Promise<{ readonly items: Found; readonly outside: ReadonlySet<string> }> => {
  const seen = new Set<string>();
  let items: Found = [];
  const outside = new Set<string>();
  let open = [...new Set([keys.settings.pk, ...known.map(({ pk }) => pk)])];
  while (open.length > 0) {
    for (const pk of open) seen.add(pk);
    const read = await readPartitions(table, open);
    items = [...items, ...read];
    open = [...new Set(read.flatMap(partitionsBehind))].filter((pk) => !seen.has(pk));
    for (const pk of open) outside.add(pk);
  }
  return { items, outside };
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
const readPartitions = async (table: Table, partitions: readonly string[]): Promise<Found> => {
  const isWhole = (pk: string) => pk === keys.settings.pk || pk.startsWith('POOL#');
  const single = partitions.filter((pk) => !isWhole(pk)).map((pk) => ({ pk, sk: 'META' }));
  const [whole, got] = await Promise.all([
    sideBySide(partitions.filter(isWhole), 50, (pk) => readPartition(table, pk)),
    sideBySide(inGroups(single, 100), 8, (wanted) => getAll(table, wanted)),
  ]);
  return [...whole, ...got].flat().filter(isConfiguration).map(withoutStamp);
};

/** Owned by the table: no file has any. */
export const isOverride = ({ sk }: Key): boolean => sk.startsWith(keys.override('', '').sk);

const isConfiguration = ({ pk, sk }: Key): boolean =>
  sk === 'META' ||
  sk.startsWith('MEMBER#') ||
  isOverride({ pk, sk }) ||
  (pk === keys.settings.pk && sk !== keys.revision.sk);

const readPartition = async (table: Table, pk: string, from?: Item): Promise<Found> => {
  const { Items = [], LastEvaluatedKey } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ConsistentRead: true,
      ExclusiveStartKey: from,
    }),
  );
  const items = Items as (Key & Item)[];
  return LastEvaluatedKey === undefined ? items : [...items, ...(await readPartition(table, pk, LastEvaluatedKey))];
};

/** It may leave some of them for the next one. */
const getAll = async ({ client, name }: Table, wanted: readonly Key[]): Promise<Found> => {
  const { Responses, UnprocessedKeys } = await client.send(
    new BatchGetCommand({ RequestItems: { [name]: { Keys: [...wanted], ConsistentRead: true } } }),
  );
  const items = (Responses?.[name] ?? []) as (Key & Item)[];
  const left = (UnprocessedKeys?.[name]?.Keys ?? []) as Key[];
  return left.length === 0 ? items : [...items, ...(await getAll({ client, name }, left))];
};

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

const inGroups = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));
