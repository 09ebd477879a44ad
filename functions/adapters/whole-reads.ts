/** What DynamoDB gives in parts, put together. Without a signal as patient as the client. */
import { BatchGetCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Table } from './dynamo.ts';
import type { Item, Key } from './item.ts';

/** The most keys one BatchGetItem takes. */
export const batchKeys = 100;

/** A page holds a megabyte. Strongly consistent unless the query is of an index, which cannot be. */
export const queryAll = async (
  { client, name }: Table,
  query: Omit<QueryCommandInput, 'TableName' | 'ConsistentRead'>,
  abortSignal?: AbortSignal,
): Promise<Item[]> => {
  const items: Item[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = new QueryCommand({
      TableName: name,
      ConsistentRead: query.IndexName === undefined,
      ...query,
      ExclusiveStartKey: from,
    });
    const { Items = [], LastEvaluatedKey } = await client.send(page, { abortSignal });
    for (const item of Items) items.push(item);
    from = LastEvaluatedKey;
  } while (from !== undefined);
  return items;
};

/** So that each is no more than one request takes. */
export const inGroups = <T>(all: readonly T[], size: number): (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));

/** For a query of everything under one key. */
export const partition = (pk: string) => ({
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': pk },
});

/** Those that are there, strongly consistent, in no order. */
export const getAll = async (
  { client, name }: Table,
  keys: readonly Key[],
  abortSignal?: AbortSignal,
): Promise<Item[]> => {
  const items: Item[] = [];
  // It may leave some of them for the next one.
  for (let open = [...keys]; open.length > 0; ) {
    const batch = { Keys: open.slice(0, batchKeys), ConsistentRead: true };
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetCommand({ RequestItems: { [name]: batch } }), {
      abortSignal,
    });
    items.push(...(Responses?.[name] ?? []));
    open = [...((UnprocessedKeys?.[name]?.Keys ?? []) as Key[]), ...open.slice(batchKeys)];
  }
  return items;
};
