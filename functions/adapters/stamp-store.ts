/** The publisher's only writes to the table, each of the one attribute `stamp`: its role allows no other. */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { StampStore } from '../domain/snapshot-ports.ts';
import { keys } from './config-keys.ts';
import { conditionFailure, type Table, within } from './dynamo.ts';
import type { Key } from './item.ts';

export const createStampStore = ({ client, name }: Table): StampStore => {
  /** Whoever changed or deleted the item meanwhile has said more than we know; that is an event of its own. */
  const update = async (Key: Key, has: unknown, due: unknown, signal: AbortSignal): Promise<void> => {
    const command = new UpdateCommand({
      TableName: name,
      Key,
      UpdateExpression: due === undefined ? 'REMOVE stamp' : 'SET stamp = :due',
      ConditionExpression: `attribute_exists(pk) AND ${has === undefined ? 'attribute_not_exists(stamp)' : 'stamp = :has'}`,
      ...(due === undefined && has === undefined ? {} : { ExpressionAttributeValues: { ':due': due, ':has': has } }),
    });
    try {
      await within(signal, client.send(command, { abortSignal: signal }));
    } catch (error) {
      if (conditionFailure(error) === undefined) throw error;
    }
  };
  return {
    write: ({ agent, has, due }, signal) => update(keys.agent(agent), has, due, signal),
    demand: (signal) => update(keys.revision, undefined, true, signal),
  };
};
