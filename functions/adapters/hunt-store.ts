/** The state of a call in DynamoDB, one item per visit; written by single-item conditional writes only. */
import { PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { HuntWrite } from '../domain/hunt.ts';
import type { HuntReading, HuntStore } from '../domain/ports.ts';
import { causeOf, conditionFailure, type Table, within } from './dynamo.ts';
import { continuation, huntFromItem, huntItem, huntPrefix } from './hunt-item.ts';

export const createHuntStore = ({ client, name }: Table): HuntStore => {
  const latest: HuntStore['latest'] = async (id, signal): Promise<HuntReading> => {
    const query = new QueryCommand({
      TableName: name,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: huntPrefix(id),
      ScanIndexForward: false,
      Limit: 1,
      ConsistentRead: true,
    });
    try {
      const [item] = (await within(signal, client.send(query, { abortSignal: signal }))).Items ?? [];
      return { kind: 'found', hunt: item === undefined ? undefined : huntFromItem(item) };
    } catch (error) {
      return { kind: 'unavailable', cause: causeOf(error) };
    }
  };

  const send = (
    id: Parameters<HuntStore['commit']>[0],
    write: HuntWrite,
    abortSignal: AbortSignal,
  ): Promise<unknown> =>
    write.kind === 'start'
      ? client.send(
          new PutCommand({
            TableName: name,
            Item: huntItem(id, write.hunt),
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
          { abortSignal },
        )
      : client.send(new UpdateCommand({ TableName: name, ...continuation(id, write) }), { abortSignal });

  return {
    latest,
    commit: async (id, write, signal) => {
      try {
        await within(signal, send(id, write, signal));
        return { kind: 'committed' };
      } catch (error) {
        if (conditionFailure(error) === undefined) return { kind: 'unknown', cause: causeOf(error) };
      }
      const standing = await latest(id, signal);
      if (standing.kind === 'unavailable') return standing;
      if (standing.hunt === undefined) return { kind: 'unavailable', cause: 'the hunt was deleted meanwhile' };
      return { kind: 'lost', hunt: standing.hunt };
    },
  };
};
