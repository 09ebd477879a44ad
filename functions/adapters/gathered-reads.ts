/** What is asked of the table at one moment, by whatever stores, is asked with one BatchGetItem: a request costs more than a key. */
import { setImmediate as whateverIsReady } from 'node:timers/promises';
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { budget } from '../domain/budget.ts';
import { withDeadline } from '../runtime/deadline.ts';
import { type Table, within } from './dynamo.ts';
import { type Item, type Key, pathOf } from './item.ts';
import { batchKeys } from './whole-reads.ts';

export type Gathered = {
  /** One for each key, in their order, eventually consistent; `undefined` where there is none. */
  readonly items: readonly (Item | undefined)[];
  /** False when the table left some of them over, which may be there or not. */
  readonly isWhole: boolean;
};

/** Rejects with the table's own error, and when its time is over. */
export type GatheredReads = (keys: readonly Key[]) => Promise<Gathered>;

type Read = { readonly items: ReadonlyMap<string, Item>; readonly leftOver: ReadonlySet<string> };
type Batch = { readonly keys: Map<string, Key>; readonly read: Promise<Read> };

/** Each request is given `withinMs`: by default what a call can wait. */
export const gatherReads = ({ client, name }: Table, withinMs: number = budget.viewMs): GatheredReads => {
  /** Those that still take keys. */
  let open: readonly Batch[] = [];
  let closed: Promise<void> = Promise.resolve();

  const close = async () => {
    // With the configuration in memory, a request asks for all it needs before anything else can happen.
    await whateverIsReady();
    open = [];
  };

  const opened = (): Batch => {
    if (open.length === 0) closed = close();
    const keys = new Map<string, Key>();
    const read = closed.then(() => withDeadline(withinMs, (signal) => readAll([...keys.values()], signal)));
    const batch = { keys, read };
    open = [...open, batch];
    return batch;
  };

  const batchWith = (key: Key): Batch => {
    const own = pathOf(key);
    const batch = open.find(({ keys }) => keys.has(own)) ?? open.find(({ keys }) => keys.size < batchKeys) ?? opened();
    batch.keys.set(own, key);
    return batch;
  };

  const readAll = async (keys: readonly Key[], abortSignal: AbortSignal): Promise<Read> => {
    const items = new Map<string, Item>();
    let left = keys;
    // What is left over is asked for once more and no oftener: somebody waits.
    for (let tries = 0; left.length > 0 && tries < 2; tries += 1) {
      const batch = new BatchGetCommand({ RequestItems: { [name]: { Keys: [...left] } } });
      const { Responses, UnprocessedKeys } = await within(abortSignal, client.send(batch, { abortSignal }));
      for (const item of (Responses?.[name] ?? []) as Item[]) items.set(pathOf(item), item);
      left = (UnprocessedKeys?.[name]?.Keys ?? []) as Key[];
    }
    return { items, leftOver: new Set(left.map(pathOf)) };
  };

  return async (keys) => {
    const reads = await Promise.all(keys.map((key) => batchWith(key).read));
    const names = keys.map(pathOf);
    return {
      items: names.map((one, index) => reads[index]?.items.get(one)),
      isWhole: !names.some((one, index) => reads[index]?.leftOver.has(one)),
    };
  };
};
