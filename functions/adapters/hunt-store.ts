/** The state of a call in DynamoDB, one item per visit; written by single-item conditional writes only. */
import { PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { HuntId, HuntWrite } from '../domain/hunt.ts';
import type { HuntReading, HuntStore } from '../domain/ports.ts';
import { causeOf, conditionFailure, type Table, within } from './dynamo.ts';
import { type GatheredReads, gatherReads } from './gathered-reads.ts';
import { continuation, huntFromItem, huntItem, huntKey, huntPrefix } from './hunt-item.ts';

/** `reads` are shared with the stores that are asked side by side with this one. */
export const createHuntStore = (table: Table, reads: GatheredReads = gatherReads(table)): HuntStore => {
  const { client, name } = table;

  /** Strongly consistent. */
  const latestConsistently: HuntStore['latest'] = async (id, signal) => {
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

  /** Nothing where only the hunt's own partition can tell. */
  const amongOthers = async (id: HuntId, signal: AbortSignal): Promise<HuntReading | undefined> => {
    const { items, isWhole } = await within(signal, reads([huntKey(id, 1), huntKey(id, 2)]));
    const [first, second] = items.map((item) => item && huntFromItem(item));
    // After a second one there may be a third.
    return isWhole && second === undefined ? { kind: 'found', hunt: first } : undefined;
  };

  const send = (id: HuntId, write: HuntWrite, abortSignal: AbortSignal): Promise<unknown> =>
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
    latest: async (id, signal) =>
      (await amongOthers(id, signal).catch(() => undefined)) ?? latestConsistently(id, signal),
    commit: async (id, write, signal) => {
      try {
        await within(signal, send(id, write, signal));
        return { kind: 'committed' };
      } catch (error) {
        if (conditionFailure(error) === undefined) return { kind: 'unknown', cause: causeOf(error) };
      }
      const winner = await latestConsistently(id, signal);
      if (winner.kind === 'unavailable') return winner;
      if (winner.hunt === undefined) return { kind: 'unavailable', cause: 'the hunt was deleted meanwhile' };
      return { kind: 'lost', hunt: winner.hunt };
    },
  };
};
