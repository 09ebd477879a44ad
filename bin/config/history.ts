import { gzipSync } from 'node:zlib';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { historyKey } from '../../functions/adapters/config-history.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Config } from '../../functions/domain/config.ts';

/** Well below the 400 KB an item may have. */
const chunkBytes = 300_000;

/** Keeps a whole configuration under its revision, in as many items as it takes. */
export const writeHistory = async ({ client, name }: Table, revision: number, config: Config): Promise<void> => {
  const bytes = gzipSync(JSON.stringify(config));
  for (let chunk = 0; chunk * chunkBytes < bytes.length; chunk += 1) {
    const content = bytes.subarray(chunk * chunkBytes, (chunk + 1) * chunkBytes);
    await client.send(new PutCommand({ TableName: name, Item: { ...historyKey(revision, chunk), content } }));
  }
};
