/** The hunts of a call as the table remembers them. */
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { callKey } from '../../functions/adapters/call-item.ts';
import { eventsKey } from '../../functions/adapters/call-log.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { huntFromItem, huntIdOf, isHuntItem } from '../../functions/adapters/hunt-item.ts';
import { partition, queryAll } from '../../functions/adapters/whole-reads.ts';
import type { LoggedEvent } from '../../functions/domain/call-log.ts';
import type { Hunt, HuntId } from '../../functions/domain/hunt.ts';
import { attemptsOf } from '../../functions/domain/hunt.ts';

export type RememberedHunt = { readonly id: HuntId; readonly hunt: Hunt };

/** All applets, legs and visits of the call, the earliest first. */
export const readHunts = async (table: Table, callSid: string): Promise<RememberedHunt[]> =>
  (await queryAll(table, partition(callKey(callSid))))
    .filter(isHuntItem)
    .map((item) => ({ id: huntIdOf(item), hunt: huntFromItem(item) }))
    .sort((one, other) => startOf(one.hunt) - startOf(other.hunt));

const startOf = (hunt: Hunt): number => attemptsOf(hunt)[0]?.atMs ?? 0;

/** What events told of the call, in the order in which they came in; none are kept of numbers that are no agent's. */
export const readEvents = async ({ client, name }: Table, callSid: string): Promise<readonly LoggedEvent[]> => {
  const { Item } = await client.send(
    new GetCommand({ TableName: name, Key: eventsKey(callSid), ConsistentRead: true }),
  );
  return (Item?.events ?? []) as LoggedEvent[];
};
