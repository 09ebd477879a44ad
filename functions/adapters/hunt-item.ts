/**
 * A hunt as a table item: `CALL#<CallSid>` / `HUNT#<applet>#<leg>#<visit>`.
 * Its size is bounded by its plan: each number heads at most two attempts, and with 1,000 numbers that is 330 KB of the
 * 400 KB an item may have.
 */
import { deflateSync, inflateSync } from 'node:zlib';
import * as z from 'zod/mini';
import { type EmptyReason, emptyReasons, type HuntAnswer, lacks } from '../domain/answer.ts';
import type { Attempt, End, Hunt, HuntContinuation, HuntId } from '../domain/hunt.ts';
import type { DecisionRecord } from '../domain/record.ts';
import { outcomes } from '../domain/request.ts';
import { callKey, callSidOf, expiryOf, listedAs } from './call-item.ts';
import type { Item } from './item.ts';
import { fromIndexes, indexesPattern, toIndexes } from './plan-indexes.ts';

/** Up to so many numbers in a plan, attempts hold the bytes that were answered, for whoever reads the table. */
const fewNumbers = 100;

/** Of a larger plan, so many attempts keep who was passed over, and what was not known: 200 bytes each, of possibly 2,000. */
const explainedAttempts = 50;

const Indexes = z.optional(z.string().check(z.regex(indexesPattern)));

const AttemptItem = z.object({
  ordinal: z.number(),
  atMs: z.number(),
  /** The bytes that were answered, or the indexes in the plan of the numbers in them. */
  body: z.optional(z.string()),
  places: Indexes,
  reason: z.optional(z.enum(emptyReasons)),
  currentSeconds: z.optional(z.number()),
  /** Who was passed over: indexes in the plan, too. */
  held: Indexes,
  cooling: Indexes,
  paused: Indexes,
  lostClaims: z.optional(z.number()),
  degraded: z.optional(z.enum(lacks)),
});

const HuntItem = z.object({
  visit: z.number(),
  pool: z.string(),
  plan: z.array(z.string()),
  digits: z.optional(z.string()),
  config: z.object({ revision: z.number(), hash: z.string() }),
  attempts: z.record(z.string(), AttemptItem),
  rung: z.array(z.string()),
  outcomes: z.record(z.string(), z.enum(outcomes)),
  end: z.optional(z.object({ atMs: z.number(), key: z.string() })),
});

export const huntKey = ({ callSid, applet, leg }: HuntId, visit: number) => ({
  pk: callKey(callSid),
  // Padded, so that the last visit sorts last.
  sk: `HUNT#${applet}#${leg}#${String(visit).padStart(6, '0')}`,
});

/** Of all that is under the key of a call. */
export const isHuntItem = ({ sk }: Item): boolean => String(sk).startsWith('HUNT#');

/** Of an item that `isHuntItem`. */
export const huntIdOf = ({ pk, sk }: Item): HuntId => {
  const [, applet = '', leg = ''] = String(sk).split('#');
  return { callSid: callSidOf(pk), applet, leg };
};

/** Values for a query over all visits. */
export const huntPrefix = ({ callSid, applet, leg }: HuntId) => ({
  ':pk': callKey(callSid),
  ':prefix': `HUNT#${applet}#${leg}#`,
});

/** The whole item, for a visit that begins; its first attempt is in it. */
export const huntItem = (id: HuntId, hunt: Hunt) => ({
  ...huntKey(id, hunt.visit),
  ...hunt,
  attempts: Object.fromEntries(
    Object.entries(hunt.attempts).map(([key, attempt]) => [key, attemptItem(attempt, hunt.plan)]),
  ),
  end: hunt.end && endItem(hunt.end, hunt.attempts[hunt.end.key]),
  record: hunt.record && packed(hunt.record),
  attemptCount: Object.keys(hunt.attempts).length,
  caller: hunt.record?.call.caller,
  ...listedAs(id.callSid, Math.min(...Object.values(hunt.attempts).map(({ atMs }) => atMs))),
  expiresAt: expiryOf(id.callSid, Math.max(...Object.values(hunt.attempts).map(({ atMs }) => atMs))),
});

/** Throws on an item that is not ours; the caller treats that like a table that does not answer. */
export const huntFromItem = (item: Record<string, unknown>): Hunt => {
  const { attempts, ...hunt } = z.parse(HuntItem, item);
  return {
    ...hunt,
    record: item.record === undefined ? undefined : unpacked(item.record as string | Uint8Array),
    attempts: Object.fromEntries(
      Object.entries(attempts).map(([key, { body, places, reason, held, cooling, paused, ...attempt }]) => [
        key,
        {
          ...attempt,
          answer: answerOf(places === undefined ? body : fromIndexes(places, hunt.plan).join(','), reason),
          passedOver: passedOverFrom([held, cooling, paused], hunt.plan),
        },
      ]),
    ),
  } as Hunt;
};

const passedOverFrom = (groups: readonly (string | undefined)[], plan: readonly string[]): Attempt['passedOver'] => {
  if (groups.every((one) => one === undefined)) return undefined;
  const [held = [], cooling = [], paused = []] = groups.map((one) => (one === undefined ? [] : fromIndexes(one, plan)));
  return { held, cooling, paused };
};

const answerOf = (body: string | undefined, reason: EmptyReason | undefined): HuntAnswer => {
  if (body === undefined) throw new Error('an attempt without an answer');
  return body === '' ? { kind: 'empty', reason: reason ?? 'exhausted' } : { kind: 'offer', numbers: body.split(',') };
};

/** The update that adds one attempt, on condition that the count of attempts is still the one decided on. */
export const continuation = (id: HuntId, write: HuntContinuation) => ({
  Key: huntKey(id, write.visit),
  UpdateExpression: [
    'SET attempts.#key = :attempt, attemptCount = :count, rung = :rung, expiresAt = :expiresAt',
    ...(write.outcome === undefined ? [] : ['outcomes.#number = :outcome']),
    ...(write.end === undefined ? [] : ['#end = :end']),
  ].join(', '),
  ConditionExpression: 'attemptCount = :before AND attribute_not_exists(attempts.#key)',
  ExpressionAttributeNames: {
    '#key': write.key,
    ...(write.outcome === undefined ? {} : { '#number': write.outcome.number }),
    ...(write.end === undefined ? {} : { '#end': 'end' }),
  },
  ExpressionAttributeValues: {
    ':attempt': attemptItem(write.attempt, write.plan),
    ':before': write.attempt.ordinal - 1,
    ':count': write.attempt.ordinal,
    ':rung': write.rung,
    ':expiresAt': expiryOf(id.callSid, write.attempt.atMs),
    ...(write.outcome === undefined ? {} : { ':outcome': write.outcome.outcome }),
    ...(write.end === undefined ? {} : { ':end': endItem(write.end, write.attempt) }),
  },
});

/** With its reason, for the list of calls. */
const endItem = (end: End, attempt: Attempt | undefined) => ({
  ...end,
  reason: attempt?.answer.kind === 'empty' ? attempt.answer.reason : undefined,
});

const attemptItem = ({ answer, passedOver, ...rest }: Attempt, plan: readonly string[]) => {
  const isLarge = plan.length > fewNumbers;
  const isExplained = !isLarge || rest.ordinal <= explainedAttempts;
  const placesOf = (numbers: readonly string[] = []) =>
    isExplained && numbers.length > 0 ? toIndexes(numbers, plan) : undefined;
  const attempt = {
    ...rest,
    held: placesOf(passedOver?.held),
    cooling: placesOf(passedOver?.cooling),
    paused: placesOf(passedOver?.paused),
    degraded: isExplained ? rest.degraded : undefined,
  };
  if (answer.kind === 'empty') return { ...attempt, body: '', reason: answer.reason };
  const indexes = isLarge ? toIndexes(answer.numbers, plan) : undefined;
  return { ...attempt, ...(indexes === undefined ? { body: answer.numbers.join(',') } : { places: indexes }) };
};

/** One text and not hundreds of attributes: it is written on the answer path and read by `explain`. A long one is compressed. */
const packed = (record: DecisionRecord): string | Uint8Array => {
  const text = JSON.stringify(record);
  return text.length <= 2000 ? text : deflateSync(text);
};

const unpacked = (record: string | Uint8Array): DecisionRecord =>
  JSON.parse(typeof record === 'string' ? record : inflateSync(record).toString('utf8')) as DecisionRecord;
