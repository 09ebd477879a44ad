/** `CONFIG`/`REVISION`: what the table stands at, and the lock of every change. */
import { randomUUID } from 'node:crypto';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { latestRevision } from '../../functions/adapters/config-history.ts';
import { applyMs, type Revision } from '../../functions/adapters/config-item.ts';
import { keys } from '../../functions/adapters/config-keys.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { readStandingRevision } from '../../functions/adapters/standing-revision.ts';

/** How a revision was made. An older one that does not say was made from a file. */
export type Origin = 'file' | 'command' | 'rollback';

/** Who changes the table, when (ISO 8601), why and how; kept with the revision. */
export type Signature = {
  readonly by: string;
  readonly at: string;
  readonly note?: string | undefined;
  readonly from?: Origin | undefined;
};

export type Lock = { readonly revision: number; readonly token: string };

/** `undefined` before the first apply. Where somebody deleted the item that says so, the highest revision that was applied. */
export const readStanding = async (table: Table, signal?: AbortSignal): Promise<Revision | undefined> => {
  const standing = await readStandingRevision(table, signal);
  if (standing !== undefined) return standing;
  const revision = await latestRevision(table, signal);
  return revision === undefined ? undefined : { revision };
};

/**
 * The right to write the next revision, if the table still stands at `standing`, and nobody has it but who was seen to have
 * been cut short. `undefined` when it is refused.
 */
export const lock = async (
  table: Table,
  standing: Revision | undefined,
  { by, at }: Signature,
): Promise<Lock | undefined> => {
  const token = randomUUID();
  const seen = standing?.pending;
  const revision = Math.max(standing?.revision ?? 0, seen?.revision ?? 0) + 1;
  const isOver = 'pending.#token = :seen AND (pending.#at < :stale OR attribute_exists(pending.gaveUp))';
  const update = new UpdateCommand({
    TableName: table.name,
    Key: keys.revision,
    UpdateExpression: 'SET pending = :pending, revision = if_not_exists(revision, :none)',
    ConditionExpression: `(attribute_not_exists(revision) OR revision = :standing) AND (attribute_not_exists(pending)${seen === undefined ? '' : ` OR (${isOver})`})`,
    ExpressionAttributeValues: {
      ':pending': { revision, token, by, at },
      ':none': 0,
      ':standing': standing?.revision ?? 0,
      ...(seen === undefined
        ? {}
        : { ':seen': seen.token, ':stale': new Date(Date.parse(at) - applyMs).toISOString() }),
    },
    ...(seen === undefined ? {} : { ExpressionAttributeNames: { '#at': 'at', '#token': 'token' } }),
  });
  if (await isWritten(table.client.send(update))) return { revision, token };
  // The answer to a first try may have been lost, and the SDK tries again.
  return (await readStandingRevision(table))?.pending?.token === token ? { revision, token } : undefined;
};

/** The new revision; `lost` when the lock is no longer ours. `forced` is the last one of which the losses are meant. */
export const finish = async (
  table: Table,
  held: Lock,
  content: Pick<Revision, 'contentHash' | 'forced' | 'stamp' | 'published'>,
  { from: _theHistorys, ...signature }: Signature,
): Promise<'done' | 'lost'> => {
  const put = new PutCommand({
    TableName: table.name,
    Item: { ...keys.revision, revision: held.revision, ...content, ...signature },
    ConditionExpression: 'pending.#token = :token',
    ExpressionAttributeNames: { '#token': 'token' },
    ExpressionAttributeValues: { ':token': held.token },
  });
  if (await isWritten(table.client.send(put))) return 'done';
  return (await readStandingRevision(table))?.revision === held.revision ? 'done' : 'lost';
};

/** It stays ours as if it had been taken at `at`. `lost` when it is no longer ours. */
export const renew = async (table: Table, { token }: Lock, at: string): Promise<'done' | 'lost'> => {
  const update = new UpdateCommand({
    TableName: table.name,
    Key: keys.revision,
    UpdateExpression: 'SET pending.#at = :at',
    ConditionExpression: 'pending.#token = :token',
    ExpressionAttributeNames: { '#at': 'at', '#token': 'token' },
    ExpressionAttributeValues: { ':at': at, ':token': token },
  });
  return (await isWritten(table.client.send(update))) ? 'done' : 'lost';
};

/** The next change need not wait until this one has been pending for long. */
export const giveUp = async (table: Table, { token }: Lock): Promise<void> => {
  const update = new UpdateCommand({
    TableName: table.name,
    Key: keys.revision,
    UpdateExpression: 'SET pending.gaveUp = :true',
    ConditionExpression: 'pending.#token = :token',
    ExpressionAttributeNames: { '#token': 'token' },
    ExpressionAttributeValues: { ':true': true, ':token': token },
  });
  await isWritten(table.client.send(update));
};

/** Not, when its condition does not hold. */
const isWritten = async (writing: Promise<unknown>): Promise<boolean> => {
  try {
    await writing;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
};
