/** The publisher's only writes to the table, each of one attribute, `stamp` or `published`: its role allows no other. */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { MarkStore } from '../domain/snapshot-ports.ts';
import { keys } from './config-keys.ts';
import { conditionFailure, type Table, within } from './dynamo.ts';
import type { Key } from './item.ts';

type Mark = { readonly name: 'stamp' | 'published'; readonly has: unknown; readonly due: unknown };

export const createMarkStore = ({ client, name: TableName }: Table): MarkStore => {
  /** Whoever changed or deleted the item meanwhile has said more than we know; that is an event of its own. */
  const update = async (Key: Key, { name, has, due }: Mark, signal: AbortSignal): Promise<void> => {
    const command = new UpdateCommand({
      TableName,
      Key,
      UpdateExpression: due === undefined ? `REMOVE ${name}` : `SET ${name} = :due`,
      ConditionExpression: `attribute_exists(pk) AND ${has === undefined ? `attribute_not_exists(${name})` : `${name} = :has`}`,
      ...(due === undefined && has === undefined ? {} : { ExpressionAttributeValues: { ':due': due, ':has': has } }),
    });
    try {
      await within(signal, client.send(command, { abortSignal: signal }));
    } catch (error) {
      if (conditionFailure(error) === undefined) throw error;
    }
  };
  return {
    stamp: ({ agent, has, due }, signal) => update(keys.agent(agent), { name: 'stamp', has, due }, signal),
    demandStamps: (signal) => update(keys.revision, { name: 'stamp', has: undefined, due: true }, signal),
    published: (due, has, signal) => update(keys.revision, { name: 'published', has, due }, signal),
  };
};
