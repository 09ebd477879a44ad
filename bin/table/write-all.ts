/** Many writes, in batches. */
import { setTimeout as sleep } from 'node:timers/promises';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../../functions/adapters/dynamo.ts';

/** The most writes one batch takes. */
const batchSize = 25;
/** Doubled with each batch of which nothing was taken: 25 s in all, well before the lock is anybody's again. */
const firstPauseMs = 50;
const mostPauses = 9;

/** Told after each batch. */
export type OnProgress = (done: number, total: number) => void;

/**
 * So many batches side by side, in any order; a table that takes only some of one is given time. `onProgress` gets how many
 * were taken. When it throws, nothing is under way any more.
 */
export const writeAll = async (
  { client, name }: Table,
  requests: readonly object[],
  onProgress: (done: number) => void = () => {},
  sideBySide = 1,
): Promise<void> => {
  const left = [...requests];
  let done = 0;
  const writeOn = async () => {
    let pauses = 0;
    for (let open = left.splice(0, batchSize); open.length > 0; ) {
      const { UnprocessedItems } = await client.send(new BatchWriteCommand({ RequestItems: { [name]: open } }));
      const again: readonly object[] = UnprocessedItems?.[name] ?? [];
      done += open.length - again.length;
      onProgress(done);
      if (again.length < open.length) pauses = 0;
      if (again.length > 0) {
        if (pauses === mostPauses) throw new Throttled();
        await sleep(firstPauseMs * 2 ** pauses);
        pauses += 1;
      }
      open = [...again, ...left.splice(0, batchSize - again.length)];
    }
  };
  const stop = (error: unknown) => {
    left.length = 0;
    throw error;
  };
  const ended = await Promise.allSettled(Array.from({ length: sideBySide }, () => writeOn().catch(stop)));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
};

class Throttled extends Error {
  override readonly name = 'ThrottlingException';
}
