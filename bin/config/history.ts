/** Whole configurations by revision, compressed. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from '../../functions/adapters/config-item.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Config } from '../../functions/domain/config.ts';

const keyOf = (revision: number) => `REV#${String(revision).padStart(8, '0')}#`;
/** Well below the 400 KB an item may have. */
const chunkBytes = 300_000;

/** In as many items as it takes. */
export const writeHistory = async ({ client, name }: Table, revision: number, config: Config): Promise<void> => {
  const bytes = gzipSync(JSON.stringify(config));
  for (let chunk = 0; chunk * chunkBytes < bytes.length; chunk += 1) {
    const content = bytes.subarray(chunk * chunkBytes, (chunk + 1) * chunkBytes);
    const sk = `${keyOf(revision)}${String(chunk).padStart(4, '0')}`;
    await client.send(new PutCommand({ TableName: name, Item: { pk: 'HISTORY', sk, content } }));
  }
};

/** `undefined` when it is not there, or not whole because its apply was cut short before it changed anything. */
export const readHistory = async (table: Table, revision: number): Promise<Config | undefined> => {
  const chunks = await readChunks(table, revision);
  try {
    const bytes = gunzipSync(Buffer.concat(chunks.map(({ content }) => content as Uint8Array)));
    return JSON.parse(bytes.toString('utf8')) as Config;
  } catch {
    return undefined;
  }
};

/** Four chunks are more than one page holds. */
const readChunks = async (table: Table, revision: number, from?: Item): Promise<Item[]> => {
  const { Items = [], LastEvaluatedKey } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: { ':pk': 'HISTORY', ':sk': keyOf(revision) },
      ConsistentRead: true,
      ExclusiveStartKey: from,
    }),
  );
  return LastEvaluatedKey === undefined ? Items : [...Items, ...(await readChunks(table, revision, LastEvaluatedKey))];
};
