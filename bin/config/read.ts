/** The configuration items that are really in the table, as far as they can be found from those that may be. */
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type Item, type Key, keys } from '../../functions/adapters/config-keys.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';

/** Every item of a partition that one of the given ones is in, so that members added by hand are found as well. */
export const readItems = async (table: Table, candidates: readonly Key[]): Promise<(Key & Item)[]> => {
  const partitions = [...new Set(candidates.map(({ pk }) => pk))];
  const items: (Key & Item)[] = [];
  // So many at a time: a table of 10,000 agents is read in seconds and without being throttled.
  for (let at = 0; at < partitions.length; at += 50) {
    const read = await Promise.all(partitions.slice(at, at + 50).map((pk) => readPartition(table, pk)));
    items.push(...read.flat());
  }
  return items.filter(isConfiguration);
};

/** Whose turn it is and who is on a call are not what is applied. */
const isConfiguration = ({ pk, sk }: Key): boolean =>
  sk === 'META' || sk.startsWith('MEMBER#') || (pk === keys.settings.pk && sk !== keys.revision.sk);

const readPartition = async (table: Table, pk: string, from?: Item): Promise<(Key & Item)[]> => {
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
