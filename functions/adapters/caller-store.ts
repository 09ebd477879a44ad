/** Whom a caller spoke with last: `CALLER#<number>` / `STICKY`, one small item a caller, removed by the table's TTL. */
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { CallerStore, Log } from '../domain/ports.ts';
import type { SpokeNote } from '../domain/sticky.ts';
import { causeOf, conditionFailure, type Table, within } from './dynamo.ts';

/** No pool remembers for longer. */
const stickyDays = 90;

const StickyItem = z.object({ agent: z.string(), callSid: z.string(), atMs: z.number() });

const keyOf = (caller: string) => ({ pk: `CALLER#${caller}`, sk: 'STICKY' });

export const createCallerStore = ({ client, name }: Table, log: Log): CallerStore => ({
  spokeWith: async (caller, signal) => {
    const get = new GetCommand({ TableName: name, Key: keyOf(caller) });
    try {
      const read = StickyItem.safeParse((await within(signal, client.send(get, { abortSignal: signal }))).Item);
      return read.success ? read.data : undefined;
    } catch (error) {
      log({ level: 'warn', message: 'whom a caller spoke with is not known', cause: causeOf(error) });
      return undefined;
    }
  },
  note: async (caller, note, signal) => {
    const update = new UpdateCommand({ TableName: name, Key: keyOf(caller), ...changeOf(note) });
    try {
      await within(signal, client.send(update, { abortSignal: signal }));
    } catch (error) {
      // Another call of this caller was later.
      if (conditionFailure(error) !== undefined) return;
      log({ level: 'warn', message: 'whom a caller spoke with is not remembered', cause: causeOf(error) });
    }
  },
});

/** `agent` is one of DynamoDB's own words. */
const agentName = { ExpressionAttributeNames: { '#agent': 'agent' } };

const changeOf = (note: SpokeNote) =>
  note.kind === 'nobody'
    ? {
        ...agentName,
        UpdateExpression: 'REMOVE #agent',
        ConditionExpression: 'callSid = :callSid',
        ExpressionAttributeValues: { ':callSid': note.callSid },
      }
    : {
        ...agentName,
        UpdateExpression: 'SET #agent = :agent, callSid = :callSid, atMs = :atMs, expiresAt = :expiresAt',
        ExpressionAttributeValues: {
          ':agent': note.spoke.agent,
          ':callSid': note.spoke.callSid,
          ':atMs': note.spoke.atMs,
          ':expiresAt': Math.floor(note.spoke.atMs / 1000) + stickyDays * 24 * 3600,
        },
      };
