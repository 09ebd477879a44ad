/** Removes what names a caller. Cut short it is run again: what is still there is found again. */
import { BatchWriteCommand, DeleteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { callKey } from '../../functions/adapters/call-item.ts';
import { callerKey } from '../../functions/adapters/caller-store.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Live } from '../../functions/domain/live.ts';
import { changeLive } from '../agents/lives.ts';
import type { Traces } from './traces.ts';

type Key = { readonly pk: string; readonly sk: string };

/** The number of items that went. */
export const removeTraces = async (
  table: Table,
  caller: string,
  { calls, agents, isSticky }: Pick<Traces, 'calls' | 'agents' | 'isSticky'>,
): Promise<number> => {
  let removed = 0;
  for (const callSid of calls) {
    const keys = await keysOf(table, callSid);
    await deleteAll(table, keys);
    removed += keys.length;
  }
  for (const agent of agents) await changeLive(table, agent, (live) => withoutCaller(live, caller));
  if (!isSticky) return removed;
  await table.client.send(new DeleteCommand({ TableName: table.name, Key: callerKey(caller) }));
  return removed + 1;
};

/** Hunts and events. A few hundred at most, and with their content no more than a page or two. */
const keysOf = async ({ client, name }: Table, callSid: string): Promise<Key[]> => {
  const keys: Key[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': callKey(callSid) },
        ProjectionExpression: 'pk, sk',
        ConsistentRead: true,
        ExclusiveStartKey: from,
      }),
    );
    keys.push(...(Items as Key[]));
    from = LastEvaluatedKey;
  } while (from !== undefined);
  return keys;
};

/** One BatchWriteItem takes 25, and may leave some of them for the next one. */
const deleteAll = async ({ client, name }: Table, keys: readonly Key[]): Promise<void> => {
  let open: readonly unknown[] = keys.map((Key) => ({ DeleteRequest: { Key } }));
  while (open.length > 0) {
    const { UnprocessedItems } = await client.send(
      new BatchWriteCommand({ RequestItems: { [name]: open.slice(0, 25) as [] } }),
    );
    open = [...(UnprocessedItems?.[name] ?? []), ...open.slice(25)];
  }
};

/** Whom his call holds stays held. */
const withoutCaller = (live: Live, caller: string): Live => ({
  ...live,
  leases: Object.fromEntries(
    Object.entries(live.leases).map(([place, lease]) => [
      place,
      lease.caller === caller ? { ...lease, caller: undefined } : lease,
    ]),
  ),
});
