/** The hunts of a call as the table remembers them. */
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from '../../functions/adapters/config-item.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { huntFromItem } from '../../functions/adapters/hunt-item.ts';
import type { Hunt, HuntId } from '../../functions/domain/hunt.ts';
import { attemptsOf } from '../../functions/domain/hunt.ts';

export type RememberedHunt = { readonly id: HuntId; readonly hunt: Hunt };

/** All applets, legs and visits of the call, the earliest first. */
export const readHunts = async (table: Table, callSid: string): Promise<RememberedHunt[]> =>
  (await readItems(table, callSid))
    .map((item) => {
      const [, applet = '', leg = ''] = String(item.sk).split('#');
      return { id: { callSid, applet, leg }, hunt: huntFromItem(item) };
    })
    .sort((one, other) => startOf(one.hunt) - startOf(other.hunt));

/** A page holds a megabyte, and the largest hunts have a third of one. */
const readItems = async ({ client, name }: Table, callSid: string, from?: Item): Promise<Item[]> => {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: name,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :hunt)',
      ExpressionAttributeValues: { ':pk': `CALL#${callSid}`, ':hunt': 'HUNT#' },
      ConsistentRead: true,
      ExclusiveStartKey: from,
    }),
  );
  return LastEvaluatedKey === undefined
    ? Items
    : [...Items, ...(await readItems({ client, name }, callSid, LastEvaluatedKey))];
};

const startOf = (hunt: Hunt): number => attemptsOf(hunt)[0]?.atMs ?? 0;
