/** `CONFIG`/`REVISION`: what the table stands at, and the lock of every change. */
import { randomUUID } from 'node:crypto';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { latestRevision } from '../../functions/adapters/config-history.ts';
import { applyMs, type Revision } from '../../functions/adapters/config-item.ts';
import { keys } from '../../functions/adapters/config-keys.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { readStandingRevision } from '../../functions/adapters/standing-revision.ts';
import { UsageError } from '../usage-error.ts';

/** Who applies, when (ISO 8601) and why; kept with the revision. */
export type Signature = { readonly by: string; readonly at: string; readonly note?: string | undefined };

export type Lock = { readonly revision: number; readonly token: string };

/** `undefined` before the first apply. Where somebody deleted the item that says so, the highest revision that was applied. */
export const readStanding = async (table: Table): Promise<Revision | undefined> => {
  const standing = await readStandingRevision(table);
  if (standing !== undefined) return standing;
  const revision = await latestRevision(table);
  return revision === undefined ? undefined : { revision };
};

/** The right to write the next revision, if the table still stands at `standing` and nobody else has it. */
export const lock = async (table: Table, standing: Revision | undefined, { by, at }: Signature): Promise<Lock> => {
  const token = randomUUID();
  const revision = Math.max(standing?.revision ?? 0, standing?.pending?.revision ?? 0) + 1;
  const update = new UpdateCommand({
    TableName: table.name,
    Key: keys.revision,
    UpdateExpression: 'SET pending = :pending, revision = if_not_exists(revision, :none)',
    ConditionExpression:
      '(attribute_not_exists(revision) OR revision = :standing) AND (attribute_not_exists(pending) OR pending.#at < :stale)',
    ExpressionAttributeNames: { '#at': 'at' },
    ExpressionAttributeValues: {
      ':pending': { revision, token, by, at },
      ':none': 0,
      ':standing': standing?.revision ?? 0,
      ':stale': new Date(Date.parse(at) - applyMs).toISOString(),
    },
  });
  await orRefuse(table.client.send(update), 'somebody else is applying a configuration');
  return { revision, token };
};

/** The new revision, if the lock is still ours. `forced` is the last one of which the losses are meant. */
export const finish = async (
  table: Table,
  held: Lock,
  content: { readonly contentHash: string; readonly forced: number | undefined },
  signature: Signature,
): Promise<void> => {
  const put = new PutCommand({
    TableName: table.name,
    Item: { ...keys.revision, revision: held.revision, ...content, ...signature },
    ConditionExpression: 'pending.#token = :token',
    ExpressionAttributeNames: { '#token': 'token' },
    ExpressionAttributeValues: { ':token': held.token },
  });
  await orRefuse(table.client.send(put), 'this took too long, and somebody else has begun to apply a configuration');
};

const orRefuse = async (writing: Promise<unknown>, why: string): Promise<void> => {
  try {
    await writing;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
    throw new UsageError(`${why}: look at theirs in a minute, then run apply again`);
  }
};
