/** What events told of a call: `CALL#<CallSid>` / `EVENTS`, one item a call, bounded by the number of events it keeps. */
import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { LoggedEvent, ToldOfCall } from '../domain/call-log.ts';
import { attemptsOf, headOf } from '../domain/hunt.ts';
import type { CallLog } from '../domain/ports.ts';
import type { Log } from '../domain/signals.ts';
import { callKey, expiryOf, listedAs } from './call-item.ts';
import { causeOf, conditionFailure, type Table, within } from './dynamo.ts';
import { huntFromItem } from './hunt-item.ts';

/** A call that rings twenty phones has a hundred; the first ones tell the story. */
const mostEvents = 100;

export const eventsKey = (callSid: string) => ({ pk: callKey(callSid), sk: 'EVENTS' });

export const createCallLog = ({ client, name }: Table, log: Log): CallLog => ({
  phones: async (callSid, signal) => {
    const query = new QueryCommand({
      TableName: name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': callKey(callSid) },
      ConsistentRead: true,
    });
    try {
      const { Items = [] } = await within(signal, client.send(query, { abortSignal: signal }));
      const hunts = Items.filter(({ sk }) => String(sk).startsWith('HUNT#'));
      const attempts = hunts.flatMap((item) => attemptsOf(huntFromItem(item)));
      const last = attempts.sort((one, other) => one.atMs - other.atMs).at(-1);
      const head = last && headOf(last);
      const events = Items.flatMap((item) => (item.events ?? []) as LoggedEvent[]);
      const told = new Set(events.flatMap(({ number }) => number ?? []));
      return { head, others: [...told].filter((number) => number !== head), attempt: last?.ordinal };
    } catch (error) {
      log({ level: 'warn', message: 'the hunts of a call cannot be read', callSid, cause: causeOf(error) });
      return { others: [] };
    }
  },
  append: async (callSid, told, signal) => {
    try {
      await within(
        signal,
        client.send(new UpdateCommand({ TableName: name, ...appending(callSid, told) }), { abortSignal: signal }),
      );
    } catch (error) {
      // There are enough of them.
      if (conditionFailure(error) !== undefined) return;
      log({ level: 'warn', message: 'an event is not kept with its call', callSid, cause: causeOf(error) });
    }
  },
});

/** With whom the caller spoke outweighs whatever else is told of the call, before it or after. */
const appending = (callSid: string, { atMs, caller, outcome, agent, events }: ToldOfCall) => {
  const listed = listedAs(callSid, atMs);
  const attributes = Object.entries({ ...listed, caller }).filter(([, value]) => value !== undefined);
  const told =
    outcome === undefined ? [] : [agent === undefined ? 'told = if_not_exists(told, :told)' : 'told = :told'];
  return {
    Key: eventsKey(callSid),
    UpdateExpression: `SET ${[
      '#events = list_append(if_not_exists(#events, :none), :events)',
      'expiresAt = :expiresAt',
      ...attributes.map(([attribute]) => `#${attribute} = if_not_exists(#${attribute}, :${attribute})`),
      ...told,
    ].join(', ')}`,
    ConditionExpression: 'attribute_not_exists(#events) OR size(#events) < :most',
    ExpressionAttributeNames: {
      '#events': 'events',
      ...Object.fromEntries(attributes.map(([attribute]) => [`#${attribute}`, attribute])),
    },
    ExpressionAttributeValues: {
      ':none': [],
      ':events': events,
      ':most': mostEvents,
      ':expiresAt': expiryOf(callSid, atMs),
      ...Object.fromEntries(attributes.map(([attribute, value]) => [`:${attribute}`, value])),
      ...(outcome === undefined ? {} : { ':told': { outcome, agent, atMs } }),
    },
  };
};
