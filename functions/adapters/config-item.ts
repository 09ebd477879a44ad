/**
 * The configuration as readable table items, one per thing a person would edit. Read and written through the same
 * schemas, because items may also be edited by hand.
 */
import * as z from 'zod/mini';
import { type Agent, type Applet, idPattern, mostCapacity, numberTypes, type Settings } from '../domain/config.ts';
import { e164Pattern } from '../domain/phone.ts';
import {
  defaultMaxAttempts,
  defaultMaxOffersPerHour,
  type Member,
  type Override,
  type Pool,
  strategies,
} from '../domain/pool.ts';
import { directions } from '../domain/request.ts';
import type { Rotation } from '../domain/rotation.ts';
import type { Hours } from '../domain/schedule.ts';
import { areHours, hasDefault, isDate, isZone } from './config-soundness.ts';
import type { Item } from './item.ts';

const e164 = z.string().check(z.regex(e164Pattern));
const prefix = z.string().check(z.regex(/^\+\d{1,15}$/));
const id = z.string().check(z.regex(idPattern));
const amount = z.optional(z.number().check(z.minimum(0)));

const SettingsItem = z.object({
  country: z.string(),
  timeZone: z.string(),
  dialPlan: z.object({
    callingCode: z.string(),
    trunkPrefix: z.string(),
    internationalPrefix: z.string(),
    nationalLengths: z.array(z.number()),
  }),
  numberPolicy: z.object({
    countries: z.array(z.string()),
    types: z.array(z.enum(numberTypes)),
    allowedPrefixes: z.array(prefix).check(z.minLength(1)),
    deniedPrefixes: z.array(prefix),
  }),
  exophones: z.array(e164),
  lastResort: z.array(e164).check(z.minLength(1)),
  blockedCallers: z._default(z.array(prefix), []),
  leases: z.optional(z.object({ maxTalkMinutes: amount, wrapUpSeconds: amount })),
  misses: z.optional(
    z.object({
      coolDownSeconds: z.optional(z.object({ busy: amount, 'no-answer': amount, failed: amount })),
      pauseAfter: amount,
      pauseMinutes: amount,
    }),
  ),
});

/** Pairs; `areHours` sees to it, because zod's tuples are a kilobyte on the answer path. */
const Intervals = z.array(z.array(z.number())) as unknown as z.ZodMiniType<Hours['weekly'][string]>;

const HoursItem = z.object({
  timeZone: z.string(),
  weekly: z.record(z.string(), Intervals),
  dates: z.record(z.string(), Intervals),
});

/** As a check of our own: zod's `int` is a kilobyte on the answer path. */
const wholeNumber = z.number().check(({ value, issues }) => {
  if (!Number.isInteger(value)) issues.push({ code: 'custom', input: value, message: 'no whole number' });
});

const AgentItem = z.object({
  name: z.string(),
  numbers: z.array(e164).check(z.minLength(1)),
  hours: z.optional(id),
  capacity: z.optional(wholeNumber.check(z.minimum(1), z.maximum(mostCapacity))),
});

const RotationItem = z.object({
  agents: z.array(id).check(z.minLength(1)),
  timeZone: z.string(),
  start: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/)),
  handoverMinute: wholeNumber.check(z.minimum(0), z.maximum(1439)),
  turnDays: wholeNumber.check(z.minimum(1)),
  hours: z.optional(id),
  offset: z._default(wholeNumber, 0),
});

const PoolItem = z.object({
  strategy: z._default(z.enum(strategies), 'least-recently-offered'),
  maxAttempts: z._default(wholeNumber.check(z.minimum(1), z.maximum(100)), defaultMaxAttempts),
  answer: z._default(z.enum(['list', 'one']), 'list'),
  leases: z._default(z.enum(['on', 'off']), 'on'),
  huntDeadlineSeconds: z.optional(z.number().check(z.minimum(1))),
  sticky: z.optional(
    z.object({
      withinHours: z.number().check(z.minimum(0)),
      maxOffersPerHour: z._default(z.number().check(z.minimum(0)), defaultMaxOffersPerHour),
    }),
  ),
  overflow: z._default(z.array(id), []),
  hours: z.optional(id),
});

/** Without a position a member stands last: somebody may have added him with another tool. */
const place = {
  position: z._default(z.number(), Number.MAX_SAFE_INTEGER),
  tier: z._default(wholeNumber.check(z.minimum(1)), 1),
  weight: z._default(z.number().check(z.minimum(0)), 1),
};
const MemberItem = z.union([z.object({ agent: id, ...place }), z.object({ rotation: id, ...place })]);

/** `until` is ISO 8601 with its offset, for whoever writes it by hand. */
const OverrideItem = z.object({
  agent: id,
  duty: z.enum(['in', 'out']),
  until: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/)),
});

const Condition = z.object({
  digits: z.optional(z.string()),
  called: z.optional(e164),
  caller: z.optional(z.array(prefix)),
  direction: z.optional(z.enum(directions)),
  customField: z.optional(z.union([z.string(), z.record(z.string(), z.string())])),
  hours: z.optional(id),
});

const AppletItem = z.object({
  routes: z.array(z.object({ when: Condition, pool: id })).check(z.minLength(1)),
  fetch: z._default(z.enum(['each', 'once']), 'each'),
});

/** `pending` is the apply that is under way, or was cut short. Before the first one is done the revision is 0. */
const RevisionItem = z.object({
  revision: z.number(),
  contentHash: z.optional(z.string()),
  at: z.optional(z.string()),
  by: z.optional(z.string()),
  note: z.optional(z.string()),
  /** The last revision of which somebody said that what it loses is meant: the fallback shall follow it. */
  forced: z.optional(z.number()),
  /** Set by the publisher once it found a stamp on every agent: from then on numbers without one are not dialled. */
  stamp: z.optional(z.boolean()),
  /** Set by the publisher: the revision that the fallback answers from. */
  published: z.optional(z.number()),
  pending: z.optional(z.object({ revision: z.number(), token: z.string(), by: z.string(), at: z.string() })),
});

/** An apply of 10,000 numbers takes seconds; one that has been pending for longer than this was cut short. */
export const applyMs = 60_000;

export type Revision = z.infer<typeof RevisionItem>;
/** A member as an item: with its place in the pool's list. */
export type PlacedMember = Member & { readonly position: number };

/** `undefined` for an item that is missing, does not have the shape it should, or could not be worked with. */
export type Read<T> = ((item: Item | undefined) => T | undefined) & {
  /** What is wrong with an item that was not read: the fields in question. */
  readonly why?: (item: Item | undefined) => string;
};

const reader = <T>(schema: z.ZodMiniType<T>, isSound: (value: T) => boolean = () => true): Read<T> =>
  Object.assign(
    (item: Item | undefined): T | undefined => {
      const result = schema.safeParse(item);
      return result.success && isSound(result.data) ? result.data : undefined;
    },
    {
      why: (item: Item | undefined): string => {
        if (item === undefined) return 'missing';
        const fields = schema.safeParse(item).error?.issues.map(({ path }) => path.join('.')) ?? [];
        // Of what may have one shape or another it does not say in which it is wrong.
        return fields.length > 0
          ? `wrong or missing: ${[...new Set(fields)].join(', ') || 'some of its fields'}`
          : 'right in shape, but useless';
      },
    },
  );

export const readSettings = reader<Settings>(SettingsItem, ({ timeZone }) => isZone(timeZone));
export const readHours = reader<Hours>(HoursItem, areHours);
export const readAgent = reader<Agent>(AgentItem);
export const readRotation = reader<Rotation>(RotationItem, ({ timeZone, start }) => isZone(timeZone) && isDate(start));
export const readPool = reader<Omit<Pool, 'members' | 'overrides'>>(PoolItem);
export const readMember = reader<PlacedMember>(MemberItem);
const readOverrideItem = reader(OverrideItem, ({ until }) => !Number.isNaN(Date.parse(until)));
export const readOverride: Read<Override> = Object.assign(
  (item: Item | undefined): Override | undefined => {
    const read = readOverrideItem(item);
    return read && { agent: read.agent, duty: read.duty, untilMs: Date.parse(read.until) };
  },
  { why: readOverrideItem.why },
);
export const readApplet = reader<Applet>(AppletItem, hasDefault);
export const readRevision = reader<Revision>(RevisionItem);
