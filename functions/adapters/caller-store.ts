/** Whom a caller spoke with last: `CALLER#<number>` / `STICKY`, one small item a caller, removed by the table's TTL. */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { mostStickyHours } from '../domain/pool.ts';
import type { CallerStore } from '../domain/ports.ts';
import type { Log } from '../domain/signals.ts';
import type { Spoke, SpokeNote } from '../domain/sticky.ts';
import { causeOf, conditionFailure, type Table, within } from './dynamo.ts';
import { type GatheredReads, gatherReads } from './gathered-reads.ts';

const spoke = { agent: z.string(), callSid: z.string(), atMs: z.number(), isTold: z.optional(z.boolean()) };
const StickyItem = z.object({ ...spoke, before: z.optional(z.object(spoke)) });

export const callerKey = (caller: string) => ({ pk: `CALLER#${caller}`, sk: 'STICKY' });

/** `reads` are shared with the stores that are asked side by side with this one. */
export const createCallerStore = (table: Table, log: Log, reads: GatheredReads = gatherReads(table)): CallerStore => ({
  spokeWith: async (caller, signal) => {
    try {
      const { items } = await within(signal, reads([callerKey(caller)]));
      const read = StickyItem.safeParse(items[0]);
      return read.success ? read.data : undefined;
    } catch (error) {
      log({ level: 'warn', message: 'whom a caller spoke with is not known', cause: causeOf(error) });
      return undefined;
    }
  },
  note: async (caller, note, signal) => {
    const update = new UpdateCommand({ TableName: table.name, Key: callerKey(caller), ...changeOf(note) });
    try {
      await within(signal, table.client.send(update, { abortSignal: signal }));
    } catch (error) {
      // Another call of this caller was later.
      if (conditionFailure(error) !== undefined) return;
      log({ level: 'warn', message: 'whom a caller spoke with is not remembered', cause: causeOf(error) });
    }
  },
});

/** A call that found nobody gives back whom the caller spoke with before; unless a later call has been noted. */
const changeOf = (note: SpokeNote) =>
  note.kind === 'spoke'
    ? later(setting(note.spoke))
    : note.before === undefined
      ? { UpdateExpression: 'REMOVE callSid', ...ifOf(note.callSid) }
      : { ...setting(note.before), ...ifOf(note.callSid, setting(note.before).ExpressionAttributeValues) };

/** Unless a later conversation has been noted meanwhile, with another call. */
const later = (change: ReturnType<typeof setting>) => ({
  ...change,
  ConditionExpression: 'attribute_not_exists(atMs) OR atMs <= :atMs OR callSid = :callSid',
});

const ifOf = (callSid: string, values: Readonly<Record<string, unknown>> = {}) => ({
  ConditionExpression: 'callSid = :own',
  ExpressionAttributeValues: { ...values, ':own': callSid },
});

/** Through names, because some of them are words of DynamoDB's own. */
const setting = (spoke: Spoke) => {
  const { agent, callSid, atMs, isTold, before } = spoke;
  const expiresAt = Math.floor(atMs / 1000) + mostStickyHours * 3600;
  const all = Object.entries({ agent, callSid, atMs, isTold, before, expiresAt });
  const set = all.filter(([, value]) => value !== undefined);
  const gone = all.filter(([, value]) => value === undefined).map(([name]) => `#${name}`);
  return {
    UpdateExpression: [
      `SET ${set.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      gone.length === 0 ? '' : ` REMOVE ${gone.join(', ')}`,
    ].join(''),
    ExpressionAttributeNames: Object.fromEntries(all.map(([name]) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
  };
};
