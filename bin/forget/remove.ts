/** Removes what names a caller. Cut short it is run again: what is still there is found again. */
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { callKey } from '../../functions/adapters/call-item.ts';
import { callerKey } from '../../functions/adapters/caller-store.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { partition, queryAll } from '../../functions/adapters/whole-reads.ts';
import type { Live } from '../../functions/domain/live.ts';
import { changeLive } from '../agents/lives.ts';
import { writeAll } from '../table/write-all.ts';
import type { Traces } from './traces.ts';

/** The number of items that went. */
export const removeTraces = async (
  table: Table,
  caller: string,
  { calls, agents, isSticky }: Pick<Traces, 'calls' | 'agents' | 'isSticky'>,
): Promise<number> => {
  // First: somebody who is no agent any more is found by what goes after that.
  for (const agent of agents) await changeLive(table, agent, (live) => withoutCaller(live, caller));
  let removed = 0;
  for (const callSid of calls) {
    // Hunts and events.
    const keys = await queryAll(table, { ...partition(callKey(callSid)), ProjectionExpression: 'pk, sk' });
    await writeAll(
      table,
      keys.map((Key) => ({ DeleteRequest: { Key } })),
    );
    removed += keys.length;
  }
  if (!isSticky) return removed;
  await table.client.send(new DeleteCommand({ TableName: table.name, Key: callerKey(caller) }));
  return removed + 1;
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
