/** Whole configurations by revision, compressed: `HISTORY` / `REV#<revision>#<chunk>`. */
import { gunzipSync } from 'node:zlib';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Config } from '../domain/config.ts';
import { type Table, within } from './dynamo.ts';
import type { Item } from './item.ts';
import { queryAll } from './whole-reads.ts';

export const historyKey = (revision: number, chunk: number) => ({
  pk: 'HISTORY',
  sk: `${prefixOf(revision)}${String(chunk).padStart(4, '0')}`,
});

const prefixOf = (revision: number) => `REV#${String(revision).padStart(8, '0')}#`;

/** The highest revision there is, should the item that names the standing one be gone. */
export const latestRevision = async (
  { client, name }: Table,
  signal: AbortSignal = AbortSignal.timeout(60_000),
): Promise<number | undefined> => {
  const query = new QueryCommand({
    TableName: name,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': 'HISTORY' },
    ProjectionExpression: 'sk',
    ScanIndexForward: false,
    Limit: 1,
    ConsistentRead: true,
  });
  const { Items = [] } = await within(signal, client.send(query, { abortSignal: signal }));
  const revision = Number(/^REV#(\d{8})#/.exec(String(Items[0]?.sk))?.[1]);
  return Number.isNaN(revision) ? undefined : revision;
};

/**
 * `undefined` when it is not there, or not whole because its apply was cut short before it changed anything. Rejects when
 * the table does not answer.
 */
export const readHistory = async (table: Table, revision: number, signal?: AbortSignal): Promise<Config | undefined> =>
  (await readKept(table, revision, signal))?.config;

/** With what the first chunk tells of it. */
export const readKept = async (
  table: Table,
  revision: number,
  signal: AbortSignal = AbortSignal.timeout(60_000),
): Promise<{ readonly config: Config; readonly about: Item } | undefined> => {
  const chunks = await within(signal, queryAll(table, chunksOf(revision), signal));
  try {
    const bytes = gunzipSync(Buffer.concat(chunks.map(({ content }) => content as Uint8Array)));
    const config = JSON.parse(bytes.toString('utf8')) as Config;
    // Rotations came later than the first revisions. The order stays, on which the hash of the content depends.
    return { config: { ...config, rotations: config.rotations ?? {} }, about: chunks[0] ?? {} };
  } catch {
    return undefined;
  }
};

const chunksOf = (revision: number) => ({
  KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
  ExpressionAttributeValues: { ':pk': 'HISTORY', ':sk': prefixOf(revision) },
});
