/** Many writes, in batches. */
import { setTimeout as sleep } from 'node:timers/promises';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../../functions/adapters/dynamo.ts';

/** The most writes one batch takes. */
const batchSize = 25;
/** Doubled with each batch of which nothing was taken: 25 s in all, well before the lock is anybody's again. */
const firstPauseMs = 50;
const mostPauses = 9;

/** One batch after the other; a table that takes only some of one is given time. `onProgress` gets how many were taken. */
export const writeAll = async (
  { client, name }: Table,
  requests: readonly object[],
  onProgress: (done: number) => void = () => {},
): Promise<void> => {
  let pauses = 0;
  for (let open = [...requests]; open.length > 0; ) {
    const batch = open.slice(0, batchSize);
    const { UnprocessedItems } = await client.send(new BatchWriteCommand({ RequestItems: { [name]: batch } }));
    const left = UnprocessedItems?.[name] ?? [];
    open = [...left, ...open.slice(batchSize)];
    onProgress(requests.length - open.length);
    if (left.length < batch.length) pauses = 0;
    if (left.length === 0) continue;
    if (pauses === mostPauses) throw new Throttled();
    await sleep(firstPauseMs * 2 ** pauses);
    pauses += 1;
  }
};

class Throttled extends Error {
  override readonly name = 'ThrottlingException';
}
