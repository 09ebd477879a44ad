/** Calls of late, from the index that lists them by day. */
import { callSidOf, dayKey, dayShards, keptDays } from '../../functions/adapters/call-item.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { isHuntItem } from '../../functions/adapters/hunt-item.ts';
import type { Item } from '../../functions/adapters/item.ts';
import { inGroups, queryAll } from '../../functions/adapters/whole-reads.ts';
import { callsIndex } from '../../functions/domain/calls-index.ts';

export type ListedCall = {
  readonly callSid: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** As a request sent it, or in E.164 where only events told of the call. */
  readonly caller?: string;
  readonly pools: readonly string[];
  readonly attempts: number;
  /** What became of it; `under way` for two minutes, then `not told` where no request and no event said how it ended. */
  readonly outcome: string;
  /** Who spoke with the caller, where events told it. */
  readonly agent?: string;
};

const dayMs = 24 * 3600_000;
/** What has expired stays for up to two days more, until DynamoDB gets to it. */
const longestMs = (keptDays + 3) * dayMs;
/** A call that began so recently may still ring. */
const underWayMs = 2 * 60_000;

/** The newest first. */
export const listCalls = async (table: Table, sinceMs: number, nowMs: number): Promise<ListedCall[]> =>
  [...(await readCalls(table, sinceMs, nowMs))]
    .map(([callSid, own]) => listed(callSid, own, nowMs))
    .sort((one, other) => (one.startedAt < other.startedAt ? 1 : -1));

/** What the index has of each call that is kept, by CallSid: its hunts, and what events told of it. */
export const readCalls = async (table: Table, sinceMs: number, nowMs: number): Promise<Map<string, Item[]>> => {
  const fromMs = Math.max(sinceMs, nowMs - longestMs);
  const days = Math.floor(nowMs / dayMs) - Math.floor(fromMs / dayMs) + 1;
  const keys = Array.from({ length: days }, (_, day) => nowMs - day * dayMs).flatMap((atMs) =>
    Array.from({ length: dayShards }, (_, shard) => dayKey(atMs, shard)),
  );
  const read: Item[][] = [];
  // So many at a time: a month is 240 keys.
  for (const some of inGroups(keys, 16))
    read.push(...(await Promise.all(some.map((key) => queryAll(table, startedSince(key, fromMs))))));
  return Map.groupBy(read.flat(), ({ pk }) => callSidOf(pk));
};

const startedSince = (key: string, sinceMs: number) => ({
  IndexName: callsIndex.name,
  KeyConditionExpression: '#day = :day AND #started >= :since',
  ExpressionAttributeNames: { '#day': callsIndex.partitionKey, '#started': callsIndex.sortKey },
  ExpressionAttributeValues: { ':day': key, ':since': sinceMs },
});

const listed = (callSid: string, items: readonly Item[], nowMs: number): ListedCall => {
  const startedMs = Math.min(...items.map((item) => Number(item[callsIndex.sortKey])));
  const hunts = items.filter(isHuntItem);
  const told = items.map((item) => item.told as { outcome?: string; agent?: string } | undefined).find((one) => one);
  const caller = items.map((item) => item.caller).find((one) => one !== undefined);
  return {
    callSid,
    startedAt: new Date(startedMs).toISOString(),
    ...(caller === undefined ? {} : { caller: String(caller) }),
    pools: [...new Set(hunts.map(({ pool }) => String(pool)))],
    attempts: hunts.reduce((sum, { attemptCount }) => sum + Number(attemptCount ?? 0), 0),
    outcome: told?.outcome ?? outcomeOf(hunts) ?? (nowMs - startedMs < underWayMs ? 'under way' : 'not told'),
    ...(told?.agent === undefined ? {} : { agent: told.agent }),
  };
};

/** As far as requests tell: a conversation or a caller who gave up, else why the last hunt ended without one. */
const outcomeOf = (hunts: readonly Item[]): string | undefined => {
  const reported = hunts.flatMap(({ outcomes }) => Object.values((outcomes ?? {}) as Record<string, string>));
  if (reported.includes('completed')) return 'completed';
  if (reported.includes('canceled')) return 'canceled';
  const last = hunts
    .toSorted((one, other) => Number(one[callsIndex.sortKey]) - Number(other[callsIndex.sortKey]))
    .at(-1);
  const reason = (last?.end as { reason?: string } | undefined)?.reason;
  if (reason === 'ended') return 'completed';
  if (reason === 'exhausted' || reported.length > 0) return reason && 'nobody answered';
  return reason === 'busy' ? 'nobody free' : reason;
};
