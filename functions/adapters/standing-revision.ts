/** `CONFIG`/`REVISION`: what the table stands at. */
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { type Revision, readRevision } from './config-item.ts';
import { keys } from './config-keys.ts';
import { type Table, within } from './dynamo.ts';

/** `undefined` before the first apply, and where somebody broke or deleted the item. Rejects when the table does not answer. */
export const readStandingRevision = async (
  { client, name }: Table,
  signal: AbortSignal = AbortSignal.timeout(60_000),
): Promise<Revision | undefined> => {
  const get = new GetCommand({ TableName: name, Key: keys.revision, ConsistentRead: true });
  const { Item } = await within(signal, client.send(get, { abortSignal: signal }));
  return readRevision(Item);
};
