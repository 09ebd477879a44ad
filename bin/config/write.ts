/**
 * Brings the table to a configuration: adds before use, removes after it, and writes `REVISION` last and only if nobody
 * applied another one meanwhile. An apply that was cut short leaves the old revision; the next one finishes the work.
 */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { BatchWriteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import {
  type Item,
  type Key,
  keys,
  pathOf,
  type Revision,
  readRevision,
} from '../../functions/adapters/config-item.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Config } from '../../functions/domain/config.ts';
import { UsageError } from '../usage-error.ts';

export type Applied = { readonly revision: number; readonly written: number; readonly removed: number };

/** Who applies, when (ISO 8601) and why; kept with the revision. */
export type Signature = { readonly by: string; readonly at: string; readonly note?: string | undefined };

export const applyConfig = async (table: Table, config: Config, signature: Signature): Promise<Applied> => {
  const current = await readCurrent(table);
  const contentHash = hashOf(config);
  if (current?.revision.contentHash === contentHash)
    return { revision: current.revision.revision, written: 0, removed: 0 };

  const before = new Map((current === undefined ? [] : itemsOf(current.config)).map((item) => [pathOf(item), item]));
  const after = itemsOf(config);
  const wanted = new Set(after.map(pathOf));
  const changed = after.filter((item) => JSON.stringify(item) !== JSON.stringify(before.get(pathOf(item))));
  const gone = [...before.values()].filter((item) => !wanted.has(pathOf(item))).reverse();

  await writeAll(
    table,
    changed.map((Item) => ({ PutRequest: { Item } })),
  );
  await writeAll(
    table,
    gone.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } })),
  );

  const revision = (current?.revision.revision ?? 0) + 1;
  await writeAll(
    table,
    historyOf(config, revision).map((Item) => ({ PutRequest: { Item } })),
  );
  await writeRevision(table, { revision, contentHash, ...signature }, current?.revision);
  return { revision, written: changed.length, removed: gone.length };
};

/** The revision the table stands at, `undefined` before the first apply. */
export const readStanding = async ({ client, name }: Table): Promise<Revision | undefined> => {
  const { Item } = await client.send(new GetCommand({ TableName: name, Key: keys.revision, ConsistentRead: true }));
  return readRevision(Item);
};

export const hashOf = (config: Config): string => createHash('sha256').update(JSON.stringify(config)).digest('hex');

/** In the order in which they must exist: what is referred to before what refers to it. */
export const itemsOf = ({ settings, hours, agents, pools, applets }: Config): (Key & Item)[] => [
  { ...keys.settings, ...settings },
  ...Object.entries(hours).map(([name, times]) => ({ ...keys.hours(name), ...times })),
  ...Object.entries(agents).map(([id, agent]) => ({ ...keys.agent(id), ...agent })),
  ...Object.entries(pools).flatMap(([id, { members, ...pool }]) => [
    { ...keys.pool(id), ...pool },
    ...members.map((member, position) => ({ ...keys.member(id, member.agent), ...member, position })),
  ]),
  ...Object.entries(applets).map(([id, applet]) => ({ ...keys.applet(id), ...applet })),
];

const historyKey = (revision: number) => `REV#${String(revision).padStart(8, '0')}#`;
/** Well below the 400 KB an item may have. */
const chunkBytes = 300_000;

/** The whole configuration of a revision, compressed, in as many items as it takes. */
const historyOf = (config: Config, revision: number): Item[] => {
  const bytes = gzipSync(JSON.stringify(config));
  return Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, chunk) => ({
    pk: 'HISTORY',
    sk: `${historyKey(revision)}${String(chunk).padStart(4, '0')}`,
    content: bytes.subarray(chunk * chunkBytes, (chunk + 1) * chunkBytes),
  }));
};

const readCurrent = async (table: Table): Promise<{ revision: Revision; config: Config } | undefined> => {
  const revision = await readStanding(table);
  if (revision === undefined) return undefined;
  const items = await readHistory(table, revision.revision);
  const config = gunzipSync(Buffer.concat(items.map(({ content }) => content as Uint8Array)));
  return { revision, config: JSON.parse(config.toString('utf8')) as Config };
};

/** Four chunks are more than one page holds. */
const readHistory = async (table: Table, revision: number, from?: Item): Promise<Item[]> => {
  const { Items = [], LastEvaluatedKey } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: { ':pk': 'HISTORY', ':sk': historyKey(revision) },
      ConsistentRead: true,
      ExclusiveStartKey: from,
    }),
  );
  return LastEvaluatedKey === undefined ? Items : [...Items, ...(await readHistory(table, revision, LastEvaluatedKey))];
};

/** One batch after the other, in order; 25 writes are the most one takes, and it may leave some for the next one. */
const writeAll = async ({ client, name }: Table, requests: readonly object[]): Promise<void> => {
  for (let open = [...requests]; open.length > 0; ) {
    const { UnprocessedItems } = await client.send(
      new BatchWriteCommand({ RequestItems: { [name]: open.slice(0, 25) } }),
    );
    open = [...(UnprocessedItems?.[name] ?? []), ...open.slice(25)];
  }
};

const writeRevision = async (table: Table, revision: Revision, before: Revision | undefined): Promise<void> => {
  try {
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: { ...keys.revision, ...revision },
        ConditionExpression: before === undefined ? 'attribute_not_exists(pk)' : 'revision = :before',
        ...(before === undefined ? {} : { ExpressionAttributeValues: { ':before': before.revision } }),
      }),
    );
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
    throw new UsageError(
      'somebody else applied a configuration at the same time: look at theirs, then run apply again',
    );
  }
};
