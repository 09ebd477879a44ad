import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { gatherReads } from '../../functions/adapters/gathered-reads.ts';
import { budget } from '../../functions/domain/budget.ts';
import { aTable, type TestTable } from '../support/tables.ts';

let table: TestTable;
/** The keys of each BatchGetItem. */
let sent: string[][] = [];
beforeAll(async () => {
  table = await aTable();
  for (let index = 1; index <= 250; index += 1) {
    await table.client.send(new PutCommand({ TableName: table.name, Item: { ...keyOf(index), index } }));
  }
  table.client.middlewareStack.add(
    (next) => (args) => {
      const { RequestItems } = args.input as { RequestItems?: Record<string, { Keys: { pk: string }[] }> };
      sent.push((RequestItems?.[table.name]?.Keys ?? []).map(({ pk }) => pk));
      return next(args);
    },
    { step: 'initialize', name: 'collectKeys' },
  );
});
beforeEach(() => {
  sent = [];
});
afterAll(() => table.stop());

const keyOf = (index: number) => ({ pk: `K#${index}`, sk: 'META' });
const keysOf = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => keyOf(from + index));

it('reads what is asked at one moment with one request, each key once, and gives everybody his own in his order', async () => {
  const reads = gatherReads(table);
  const later = async () => {
    // As from a cache: nothing is waited for that is not here already.
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    return reads([keyOf(2), keyOf(1)]);
  };
  const [mine, yours] = await Promise.all([reads([keyOf(1), keyOf(999), keyOf(3)]), later()]);
  expect(sent).toEqual([['K#1', 'K#999', 'K#3', 'K#2']]);
  expect(mine).toEqual({ items: [{ ...keyOf(1), index: 1 }, undefined, { ...keyOf(3), index: 3 }], isWhole: true });
  expect(yours.items.map((item) => item?.index)).toEqual([2, 1]);
});

it('reads anew what is asked afterwards', async () => {
  const reads = gatherReads(table);
  await reads([keyOf(1)]);
  const first = reads([keyOf(1)]);
  await new Promise(setImmediate);
  await Promise.all([first, reads([keyOf(1)])]);
  expect(sent).toEqual([['K#1'], ['K#1'], ['K#1']]);
});

it('puts no more than a hundred keys into a request, and asks for the rest beside it', async () => {
  const reads = gatherReads(table);
  const [few, many] = await Promise.all([reads(keysOf(1, 2)), reads(keysOf(1, 250))]);
  expect(sent.map((keys) => keys.length)).toEqual([100, 100, 50]);
  expect(few.items.map((item) => item?.index)).toEqual([1, 2]);
  expect(many.items.map((item) => item?.index)).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
});

/** A table that leaves these over, or fails as a whole. */
const aTableThat = (answer: (keys: readonly { readonly pk: string }[]) => unknown): Table => ({
  name: 'table',
  client: {
    send: async ({ input }: { input: { RequestItems: { table: { Keys: { pk: string }[] } } } }) =>
      answer(input.RequestItems.table.Keys),
  } as unknown as Table['client'],
});

it('asks once more for what the table leaves over, and then tells those whose it is', async () => {
  const asked: string[][] = [];
  const leaving = aTableThat((keys) => {
    asked.push(keys.map(({ pk }) => pk));
    const items = keys.filter(({ pk }) => pk !== 'K#2' && (pk !== 'K#3' || asked.length > 1));
    const left = keys.filter((key) => !items.includes(key));
    return { Responses: { table: items }, UnprocessedKeys: left.length === 0 ? {} : { table: { Keys: left } } };
  });
  const reads = gatherReads(leaving);
  const [mine, yours] = await Promise.all([reads([keyOf(1), keyOf(2)]), reads([keyOf(3)])]);
  expect(asked).toEqual([
    ['K#1', 'K#2', 'K#3'],
    ['K#2', 'K#3'],
  ]);
  expect(mine).toEqual({ items: [keyOf(1), undefined], isWhole: false });
  expect(yours).toEqual({ items: [keyOf(3)], isWhole: true });
});

it('rejects for everybody with the table’s own error, and reads the next time', async () => {
  let isDown = true;
  const reads = gatherReads(
    aTableThat((keys) => {
      if (isDown) throw new Error('down');
      return { Responses: { table: keys } };
    }),
  );
  const results = await Promise.allSettled([reads([keyOf(1)]), reads([keyOf(2)])]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  isDown = false;
  expect(await reads([keyOf(1)])).toEqual({ items: [keyOf(1)], isWhole: true });
});

it('rejects when the time of a view is over, and leaves nothing under way', async () => {
  const signals: AbortSignal[] = [];
  const silent = {
    name: 'table',
    client: {
      send: (_command: unknown, { abortSignal }: { abortSignal: AbortSignal }) => {
        signals.push(abortSignal);
        return new Promise(() => {});
      },
    } as unknown as Table['client'],
  };
  const startedMs = performance.now();
  await expect(gatherReads(silent)([keyOf(1)])).rejects.toThrow('timeout');
  const ms = performance.now() - startedMs;
  expect(ms).toBeGreaterThanOrEqual(budget.viewMs - 5);
  expect(ms).toBeLessThan(budget.viewMs + 400);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});
