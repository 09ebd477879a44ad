/** What events told of a call: `CALL#<CallSid>` / `EVENTS`, one item a call, bounded by the number of events it keeps. */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { LoggedEvent, ToldOfCall } from '../domain/call-log.ts';
import { noPhones, phonesOf } from '../domain/call-phones.ts';
import type { CallLog } from '../domain/ports.ts';
import type { Log } from '../domain/signals.ts';
import { callKey, expiryOf, listedAs } from './call-item.ts';
import { causeOf, conditionFailure, type Table, within } from './dynamo.ts';
import { huntFromItem, isHuntItem } from './hunt-item.ts';
import { partition, queryAll } from './whole-reads.ts';

/** A call that rings twenty phones has a hundred; the first ones tell the story. */
const mostEvents = 100;

export const eventsKey = (callSid: string) => ({ pk: callKey(callSid), sk: 'EVENTS' });

/** Never rejects: what cannot be read or written is logged as a warning, and the event itself is taken all the same. */
export const createCallLog = (table: Table, log: Log): CallLog => ({
  phones: async (callSid, signal) => {
    try {
      const items = await within(signal, queryAll(table, partition(callKey(callSid)), signal));
      const events = items.flatMap((item) => (item.events ?? []) as LoggedEvent[]);
      return phonesOf(items.filter(isHuntItem).map(huntFromItem), events);
    } catch (error) {
      log({ level: 'warn', message: 'the hunts of a call cannot be read', callSid, cause: causeOf(error) });
      return noPhones;
    }
  },
  append: async (callSid, told, signal) => {
    const keep = (one: ToldOfCall) => {
      const update = new UpdateCommand({ TableName: table.name, ...keeping(callSid, one) });
      return within(signal, table.client.send(update, { abortSignal: signal }));
    };
    try {
      await keep(told).catch(async (error) => {
        if (conditionFailure(error) === undefined) throw error;
        // There are enough of them, but what became of the call is told last.
        if (told.outcome !== undefined) await keep({ ...told, events: [] });
      });
    } catch (error) {
      log({ level: 'warn', message: 'an event is not kept with its call', callSid, cause: causeOf(error) });
    }
  },
});

/**
 * With whom the caller spoke outweighs whatever else is told of the call, before it or after. Events need room, and nothing
 * else does.
 */
const keeping = (callSid: string, { atMs, caller, outcome, agent, events }: ToldOfCall) => {
  const listed = listedAs(callSid, atMs);
  const attributes = Object.entries({ ...listed, caller }).filter(([, value]) => value !== undefined);
  const told =
    outcome === undefined ? [] : [agent === undefined ? 'told = if_not_exists(told, :told)' : 'told = :told'];
  const before = 'if_not_exists(#events, :none)';
  const hasEvents = events.length > 0;
  return {
    Key: eventsKey(callSid),
    UpdateExpression: `SET ${[
      `#events = ${hasEvents ? `list_append(${before}, :events)` : before}`,
      'expiresAt = :expiresAt',
      ...attributes.map(([attribute]) => `#${attribute} = if_not_exists(#${attribute}, :${attribute})`),
      ...told,
    ].join(', ')}`,
    ...(hasEvents ? { ConditionExpression: 'attribute_not_exists(#events) OR size(#events) < :most' } : {}),
    ExpressionAttributeNames: {
      '#events': 'events',
      ...Object.fromEntries(attributes.map(([attribute]) => [`#${attribute}`, attribute])),
    },
    ExpressionAttributeValues: {
      ':none': [],
      ...(hasEvents ? { ':events': events, ':most': mostEvents } : {}),
      ':expiresAt': expiryOf(callSid, atMs),
      ...Object.fromEntries(attributes.map(([attribute, value]) => [`:${attribute}`, value])),
      ...(outcome === undefined ? {} : { ':told': { outcome, agent, atMs } }),
    },
  };
};
