/** What our code consumes of DynamoDB, in its units: counted by dynalite, and by size where dynalite counts nothing. */
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import type { Partition } from '../../bin/bench/scale/shapes.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { callsIndex } from '../../functions/domain/calls-index.ts';

type ByPartition = Partial<Record<Partition, number>>;
export type Counted = { readonly reads: ByPartition; readonly writes: ByPartition; readonly indexWrites: number };

type Item = Readonly<Record<string, unknown>>;
type Input = {
  ReturnConsumedCapacity?: 'TOTAL';
  readonly ConsistentRead?: boolean;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeValues?: Item;
  readonly RequestItems?: Readonly<Record<string, { readonly Keys: readonly Item[] }>>;
};
type Capacity = { readonly CapacityUnits?: number };
type Output = { readonly ConsumedCapacity?: Capacity | readonly Capacity[]; readonly Items?: readonly Item[] };

/** What is consumed meanwhile through this client, by requests that are answered; `plain` looks at items for it. */
export const unitsOf = async (listened: Table, plain: Table, what: () => Promise<unknown>): Promise<Counted> => {
  const reads: ByPartition = {};
  const writes: ByPartition = {};
  let indexWrites = 0;
  const itemAt = async (Key: Item): Promise<Item | undefined> =>
    (await plain.client.send(new GetCommand({ TableName: plain.name, Key, ConsistentRead: true }))).Item;

  listened.client.middlewareStack.add(
    (next) => async (args) => {
      const input = args.input as Input;
      input.ReturnConsumedCapacity = 'TOTAL';
      const written = writtenKey(input);
      const before = written && (await itemAt(written));
      const result = await next(args);
      const { ConsumedCapacity = [], Items } = result.output as Output;
      const consumed = [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
      const partitions = partitionsOf(input);
      if (written === undefined) {
        const paid = Math.max(consumed, Items === undefined ? 0 : least(input));
        // Which of a batch took more than the others is not counted.
        if (new Set(partitions).size > 1) expect(paid, 'every item of a batch is small').toBe(partitions.length / 2);
        for (const one of partitions) reads[one] = (reads[one] ?? 0) + paid / partitions.length;
      } else {
        for (const one of partitions) writes[one] = (writes[one] ?? 0) + consumed;
        indexWrites += indexWritesOf(before, await itemAt(written));
      }
      return result;
    },
    { step: 'initialize', name: 'unitsOf', priority: 'low', override: true },
  );
  await what();
  listened.client.middlewareStack.remove('unitsOf');
  return { reads, writes, indexWrites };
};

/** A query that finds nothing is paid as one that finds a small item; dynalite counts nothing for it. */
const least = ({ ConsistentRead }: Input): number => (ConsistentRead === true ? 1 : 0.5);

const writtenKey = ({ Item: item, Key, UpdateExpression }: Input): Item | undefined => {
  if (item !== undefined) return { pk: item.pk, sk: item.sk };
  return UpdateExpression === undefined ? undefined : Key;
};

/** Of each item that is asked for or written; of a query the one it looks into. */
const partitionsOf = ({ Item: item, Key, RequestItems = {}, ExpressionAttributeValues }: Input): Partition[] => {
  const many = Object.values(RequestItems).flatMap(({ Keys }) => Keys);
  const keys = many.length > 0 ? many : [item ?? Key ?? { pk: ExpressionAttributeValues?.[':pk'] }];
  return keys.map(({ pk }) => String(pk).split('#')[0] as Partition);
};

/** dynalite does not count an index: one unit a KB of what the index keeps of an item, whenever that changes. */
const indexWritesOf = (before: Item | undefined, after: Item | undefined): number => {
  const kept = indexed(after);
  return kept === undefined || kept === indexed(before) ? 0 : Math.ceil(kept.length / 1024);
};

/** As text, which is somewhat longer than what DynamoDB counts. */
export const indexed = (item: Item | undefined): string | undefined => {
  if (item?.[callsIndex.partitionKey] === undefined) return undefined;
  const kept = ['pk', 'sk', callsIndex.partitionKey, callsIndex.sortKey, ...callsIndex.attributes];
  return JSON.stringify(Object.fromEntries(kept.map((name) => [name, item[name]])));
};
