/**
 * What is known of an agent now, as a table item: `AGENT#<agent>` / `LIVE`. Flat attributes, because an update cannot add
 * to a map that is not there yet: `turn#<pool>` and `offers#<slot>`. Bounded by the pools he has been in and by the slots
 * of an hour; each claim removes the slots that have left the window.
 */
import * as z from 'zod/mini';
import { type Claim, type Hold, type Live, slotOfClaim } from '../domain/live.ts';

/** Whoever was not offered for so long is as one who never was. */
const keptSeconds = 30 * 24 * 3600;

const LiveItem = z.object({
  lastOfferedMs: z.optional(z.number()),
  lastBy: z.optional(z.string()),
  lease: z.optional(z.object({ callSid: z.string(), attempt: z.string(), untilMs: z.number() })),
});

export const liveKey = (agent: string) => ({ pk: `AGENT#${agent}`, sk: 'LIVE' });

/** `undefined` for an item that is not one of ours: nothing is known then, and the next claim mends it. */
export const liveFromItem = (item: Readonly<Record<string, unknown>>): Live | undefined => {
  const read = LiveItem.safeParse(item);
  if (!read.success) return undefined;
  return { ...read.data, turns: numbersUnder('turn#', item), offers: numbersUnder('offers#', item) };
};

const numbersUnder = (prefix: string, item: Readonly<Record<string, unknown>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(item)
      .filter((entry): entry is [string, number] => entry[0].startsWith(prefix) && typeof entry[1] === 'number')
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );

/** The update of a claim, on the condition of `isClaimable`. */
export const claimUpdate = (claim: Claim) => {
  const { agent, pool, atMs, lease, by, staleSlots } = claim;
  const stale = staleSlots.map((slot, index) => [`#stale${index}`, `offers#${slot}`] as const);
  return {
    Key: liveKey(agent),
    UpdateExpression: [
      'SET lastOfferedMs = :now, #turn = :now, lastBy = :by, expiresAt = :expiresAt',
      ...(lease === undefined ? [] : [', lease = :lease']),
      ' ADD #slot :one',
      ...(stale.length === 0 ? [] : [` REMOVE ${stale.map(([name]) => name).join(', ')}`]),
    ].join(''),
    ExpressionAttributeNames: {
      '#turn': `turn#${pool}`,
      '#slot': `offers#${slotOfClaim(claim)}`,
      ...Object.fromEntries(stale),
    },
    ExpressionAttributeValues: {
      ':now': atMs,
      ':by': by,
      ':one': 1,
      ':expiresAt': Math.floor(atMs / 1000) + keptSeconds,
      ...(lease === undefined ? {} : { ':lease': lease, ':callSid': lease.callSid, ':attempt': lease.attempt }),
    },
    ConditionExpression:
      lease === undefined
        ? 'attribute_not_exists(lastBy) OR lastBy <> :by'
        : 'attribute_not_exists(lease.untilMs) OR lease.untilMs <= :now OR (lease.callSid = :callSid AND lease.attempt <> :attempt)',
  };
};

/** The update that frees an agent, on condition that this attempt holds him and no later one of the same call. */
export const releaseUpdate = ({ agent, callSid, attempt }: Hold) => ({
  Key: liveKey(agent),
  UpdateExpression: 'REMOVE lease',
  ConditionExpression: 'lease.callSid = :callSid AND lease.attempt = :attempt',
  ExpressionAttributeValues: { ':callSid': callSid, ':attempt': attempt },
});
