/** Pausing, resuming and freeing: live state, which no configuration knows of, with an entry for whoever asks later. */
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../../functions/adapters/config-keys.ts';
import { causeOf, type Table } from '../../functions/adapters/dynamo.ts';
import { availabilityOf, leasesAt, type Rules } from '../../functions/domain/availability.ts';
import type { Pause } from '../../functions/domain/live.ts';
import { describeError } from '../describe-error.ts';
import { changeLive } from './lives.ts';

export type LogEntry = {
  readonly at: string;
  readonly what: 'paused' | 'resumed' | 'freed';
  readonly by: string;
  readonly until?: string;
  readonly reason?: string;
};

const keptSeconds = 365 * 24 * 3600;

/** What to warn of although it is done: that the log may not know of it. */
type Warnings = readonly string[];

/** He is offered to nobody until then; a call he has goes on. */
export const pauseAgent = async (table: Table, agent: string, pause: Pause): Promise<Warnings> => {
  await changeLive(table, agent, (live) => ({ ...live, paused: pause }));
  const until = pause.untilMs === undefined ? undefined : new Date(pause.untilMs).toISOString();
  return note(table, agent, pause.atMs, { what: 'paused', by: pause.by, until, reason: pause.reason });
};

/**
 * Also of somebody who is left out, or behind the others, for calls he missed: he gets one call on trial. `undefined` where
 * he was neither, and nothing is changed.
 */
export const resumeAgent = async (
  table: Table,
  agent: string,
  by: string,
  rules: Rules,
  nowMs: number,
): Promise<Warnings | undefined> => {
  const isChanged = await changeLive(table, agent, (live) =>
    // Who calls hold may be paused all the same.
    availabilityOf({ ...live, leases: {} }, { callSid: '' }, rules, nowMs) === 'free'
      ? undefined
      : { ...live, paused: undefined, lastMiss: live.lastMiss && { ...live.lastMiss, atMs: 0 } },
  );
  return isChanged ? note(table, agent, nowMs, { what: 'resumed', by }) : undefined;
};

/** Of every call that is thought to hold him: its end was never told. `undefined` where none did, and nothing is changed. */
export const freeAgent = async (
  table: Table,
  agent: string,
  by: string,
  nowMs: number,
): Promise<Warnings | undefined> => {
  const isChanged = await changeLive(table, agent, (live) =>
    leasesAt(live, nowMs).length === 0 ? undefined : { ...live, leases: {} },
  );
  return isChanged ? note(table, agent, nowMs, { what: 'freed', by }) : undefined;
};

const note = async (
  table: Table,
  agent: string,
  atMs: number,
  entry: Pick<LogEntry, 'what' | 'by'> & { readonly until?: string | undefined; readonly reason?: string | undefined },
): Promise<Warnings> => {
  const at = new Date(atMs).toISOString();
  const Item = {
    pk: keys.agent(agent).pk,
    sk: `LOG#${at}`,
    at,
    ...entry,
    expiresAt: Math.floor(atMs / 1000) + keptSeconds,
  };
  try {
    await table.client.send(new PutCommand({ TableName: table.name, Item }));
    return [];
  } catch (error) {
    // He is, whatever becomes of the entry: whoever hears of a failure must not believe that he is not.
    const why = describeError(error) ?? causeOf(error);
    return [`${agent} is ${entry.what}, but the log may have no entry of it: ${why}`];
  }
};

/** The last twenty entries, the newest first. */
export const readLog = async (table: Table, agent: string): Promise<LogEntry[]> => {
  const query = new QueryCommand({
    TableName: table.name,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: { ':pk': keys.agent(agent).pk, ':sk': 'LOG#' },
    ScanIndexForward: false,
    Limit: 20,
  });
  const { Items = [] } = await table.client.send(query);
  return Items.map(({ at, what, by, until, reason }) => ({ at, what, by, until, reason }) as LogEntry);
};
