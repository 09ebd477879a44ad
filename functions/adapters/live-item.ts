/**
 * What is known of an agent now, as a table item: `AGENT#<agent>` / `LIVE`. Flat attributes, because an update cannot add
 * to a map that is not there yet: `turn#<pool>`, `offers#<slot>`, `lease#<place>`, `ended#<CallSid>#<number>` and
 * `failing#<number>`. Bounded by the pools he has been in, the slots of an hour, the calls he may have at once, the rings
 * of half an hour, and his numbers. It never expires: somebody may be paused for months.
 */
import * as z from 'zod/mini';
import { type Live, missedOutcomes } from '../domain/live.ts';
import { outcomes } from '../domain/request.ts';
import type { Item } from './item.ts';

/** Names of the attributes that are entries of a part of `Live`. */
const prefixes = { turns: 'turn#', offers: 'offers#', leases: 'lease#', ended: 'ended#', failing: 'failing#' } as const;
type Part = keyof typeof prefixes;

const number = z.number();
const text = z.string();
const maybe = z.optional<typeof number>;
const times = z.record(text, number);

const LiveItem = z.object({
  version: maybe(number),
  lastOfferedMs: maybe(number),
  lastAnsweredMs: maybe(number),
  lastBy: z.optional(text),
  misses: maybe(number),
  lastMiss: z.optional(z.object({ outcome: z.enum(missedOutcomes), atMs: number, callSid: text })),
  paused: z.optional(z.object({ atMs: number, by: text, untilMs: maybe(number), reason: z.optional(text) })),
  turns: times,
  offers: times,
  leases: z.record(
    text,
    z.object({
      callSid: text,
      attempt: text,
      number: text,
      caller: z.optional(text),
      claimedAtMs: number,
      sentMs: maybe(number),
      untilMs: number,
      phase: z.optional(z.enum(['ringing', 'talking', 'wrap-up'])),
    }),
  ),
  ended: z.optional(
    z.record(
      text,
      z.object({
        atMs: number,
        sentMs: maybe(number),
        outcome: z.optional(z.enum(outcomes)),
        isAssumed: z.optional(z.boolean()),
      }),
    ),
  ),
  failing: z.optional(z.record(text, z.object({ count: number, sinceMs: number, lastMs: number }))),
});

export const liveKey = (agent: string) => ({ pk: `AGENT#${agent}`, sk: 'LIVE' });

/** Of an item that somebody broke by hand as much as can be used. */
export const liveFromItem = (item: Item): Live => {
  const parts = partsOf(item);
  return LiveItem.safeParse(parts).data ?? usableOf(parts);
};

export const isSound = (item: Item): boolean => LiveItem.safeParse(partsOf(item)).success;

/** In one pass, because a lost claim reads a hundred of them anew. */
const partsOf = (item: Item): Item => {
  const live: Record<string, unknown> = {};
  const parts: Record<Part, Record<string, unknown>> = { turns: {}, offers: {}, leases: {}, ended: {}, failing: {} };
  for (const name in item) {
    const at = name.indexOf('#');
    const part = at === -1 ? undefined : partOf[name.slice(0, at + 1)];
    if (part === undefined) live[name] = item[name];
    else parts[part][name.slice(at + 1)] = item[name];
  }
  return { ...live, ...parts, ended: orNone(parts.ended), failing: orNone(parts.failing) };
};

/**
 * Whoever was paused by hand stays so, whatever somebody wrote for that, unless it says no; until the time that was written,
 * if one was.
 */
const pausedByHand = (written: unknown): Live['paused'] => {
  if (written === false || written === null) return undefined;
  const { untilMs, reason } = Object(written) as Readonly<Record<string, unknown>>;
  return {
    atMs: 0,
    by: 'hand',
    ...(typeof untilMs === 'number' ? { untilMs } : {}),
    ...(typeof reason === 'string' ? { reason } : {}),
  };
};

const usableOf = (broken: Item): Live =>
  Object.fromEntries(
    Object.entries(LiveItem.shape).map(([name, schema]) => {
      const value = broken[name];
      const isUsable = (one: unknown) => schema.safeParse(one).success;
      if (isUsable(value)) return [name, value];
      if (name === 'paused') return [name, pausedByHand(value)];
      const entries = Object.entries(name in prefixes ? (value as Item) : {});
      const usable = entries.filter(([key, one]) => isUsable({ [key]: one }));
      return [name, name in prefixes ? Object.fromEntries(usable) : undefined];
    }),
  ) as unknown as Live;

const partOf: Readonly<Record<string, Part>> = Object.fromEntries(
  Object.entries(prefixes).map(([part, prefix]) => [prefix, part as Part]),
);

const orNone = (entries: Item): Item | undefined => (Object.keys(entries).length === 0 ? undefined : entries);

/** What `liveFromItem` reads back. */
const liveItem = (agent: string, live: Live): Item => ({
  ...Object.fromEntries(Object.entries(live).flatMap(([name, value]) => attributesFor(name, value))),
  ...liveKey(agent),
});

const attributesFor = (name: string, value: unknown): [string, unknown][] =>
  name in prefixes
    ? Object.entries(value ?? {}).map(([key, one]) => [prefixes[name as Part] + key, one])
    : [[name, value]];

/** What tells whether somebody has written an agent since he was read: a pause made by hand counts no version up. */
export type AsRead = { readonly version?: unknown; readonly paused?: unknown };

/** The agent as he is to be, on condition that nobody has written, paused or resumed him since he was read. */
export const replacement = (agent: string, live: Live, { version, paused }: AsRead) => {
  const { untilMs } = Object(paused) as { readonly untilMs?: unknown };
  const values: unknown[] = [];
  const named = (value: unknown): string => `:${values.push(value) - 1}`;
  const isSame = Object.entries({ version, paused, 'paused.untilMs': untilMs }).flatMap(([path, value]) => {
    if (value === undefined) return `attribute_not_exists(${path})`;
    if (Object(value) !== value) return `${path} = ${named(value)}`;
    // dynalite takes no two maps for the same: it has to do that this is there, and no value that counts.
    const others = [null, false, true].map((other) => `${path} <> ${named(other)}`);
    return [`attribute_exists(${path})`, `NOT attribute_type(${path}, ${named('N')})`, ...others];
  });
  return {
    Item: liveItem(agent, { ...live, version: (Number(version) || 0) + 1 }),
    ConditionExpression: isSame.join(' AND '),
    ...(values.length === 0
      ? {}
      : { ExpressionAttributeValues: Object.fromEntries(values.map((value, index) => [`:${index}`, value])) }),
  };
};
