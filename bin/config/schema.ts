/** The shape of `pools.yaml`. Whether its parts fit together is checked after this, on the configuration made of it. */
import * as z from 'zod';
import { type Config, idPattern, mostCapacity, numberTypes } from '../../functions/domain/config.ts';
import { dialPlanOf, isCountry, prefixOf } from '../../functions/domain/number-policy.ts';
import { directions } from '../../functions/domain/request.ts';
import { HoursEntry, toHours } from './hours.ts';
import { PoolEntry } from './pool-entry.ts';
import { RotationEntry, toRotation } from './rotation-entry.ts';
import { between, id, isTimeZone, list, oneOf, strict, text } from './schema-parts.ts';

const phoneNumber = text('a phone number', '"+919000000001"');
const prefix = text('a prefix', '"+91140"').regex(
  /^\+\d{1,15}$/,
  'no number or prefix of one|write + and digits: "+91140"',
);
const entries = <T extends z.ZodType>(item: T, what: string) =>
  z.record(
    z.string().regex(idPattern, {
      error: ({ input }) =>
        `${JSON.stringify(input)} cannot be a name|use lower-case letters, digits and -, at most 40`,
    }),
    item,
    { error: () => `${what} is missing or no map|write one entry a line, indented, under ${what}:` },
  );

const Settings = strict({
  country: text('the country', 'a two-letter code such as IN').refine(
    isCountry,
    'no country libphonenumber knows|write a two-letter ISO code such as IN',
  ),
  timeZone: text('the time zone', 'an IANA name such as Asia/Kolkata').refine(
    isTimeZone,
    'no IANA time zone|write a name such as Asia/Kolkata',
  ),
  numberPolicy: strict({
    countries: list(
      text('a country', 'a two-letter code such as IN'),
      'numberPolicy.countries',
      'list the countries that may be dialled: [IN]',
    ),
    types: list(
      oneOf(numberTypes, 'type of number'),
      'numberPolicy.types',
      'list the types that may be dialled: [mobile, fixed-line]',
    ),
    deniedPrefixes: z.array(prefix).default([]),
  }),
  exophones: z.array(phoneNumber.regex(/^\+[1-9]\d{6,14}$/, 'not an E.164 number|write "+918040001000"')).default([]),
  lastResort: list(phoneNumber, 'lastResort', 'list at least one number that is always answered'),
  blockedCallers: z
    .array(prefix, { error: () => 'blockedCallers is no list|list numbers or prefixes in quotes' })
    .default([]),
  leases: strict({
    maxTalkMinutes: between(1, 24 * 60, 'maxTalkMinutes').optional(),
    wrapUpSeconds: between(0, 3600, 'wrapUpSeconds').optional(),
  }).optional(),
  misses: strict({
    coolDownSeconds: strict({
      busy: between(0, 3600, 'busy').optional(),
      'no-answer': between(0, 3600, 'no-answer').optional(),
      failed: between(0, 24 * 3600, 'failed').optional(),
    }).optional(),
    pauseAfter: between(1, 1000, 'pauseAfter').int('pauseAfter is no number it can be|write a whole number').optional(),
    pauseMinutes: between(0, 24 * 60, 'pauseMinutes').optional(),
  }).optional(),
});

const Condition = strict({
  digits: text('digits', '"2"')
    .regex(/^[0-9*#]{1,32}$/, 'not key presses|digits, * and # only: "2"')
    .optional(),
  called: phoneNumber.optional(),
  caller: z
    .union([prefix.transform((one) => [one]), z.array(prefix).min(1)], {
      error: () => 'caller is no number or prefix|write "+919900112233", "+9144", or a list of them',
    })
    .optional(),
  direction: oneOf(directions, 'direction').optional(),
  customField: z
    .union([z.string().min(1), z.record(z.string(), z.string()).refine((fields) => Object.keys(fields).length > 0)], {
      error: () =>
        'customField is no text in quotes|write the whole text, or { field: "value" } for a field of its JSON, numbers in quotes too',
    })
    .optional(),
  hours: id.optional(),
});

const PoolsFile = strict({
  settings: Settings,
  hours: entries(HoursEntry, 'hours').default({}),
  agents: entries(
    strict({
      name: text('the name', 'what people call this agent'),
      numbers: list(phoneNumber, 'numbers', 'list at least one number'),
      hours: id.optional(),
      capacity: between(1, mostCapacity, 'capacity')
        .int('capacity is no number it can be|write a whole number')
        .optional(),
    }),
    'agents',
  ),
  rotations: entries(RotationEntry, 'rotations').default({}),
  pools: entries(PoolEntry, 'pools'),
  applets: entries(
    strict({
      routes: list(
        strict({
          when: Condition.default({}),
          pool: id,
        }),
        'routes',
        'list the routes of this applet, the last one without when',
      ),
      fetch: oneOf(['each', 'once'], 'way to fetch').default('each'),
    }),
    'applets',
  ).refine(
    (applets) => Object.keys(applets).length > 0,
    'there is no applet|add one: it is the last segment of the URL in Exotel',
  ),
});

export const parsePoolsFile = (content: unknown) => PoolsFile.safeParse(content);

/** Adds what follows from the countries, so that no metadata is needed where calls are answered. */
export const toConfig = ({ settings, hours, rotations, pools, ...rest }: z.infer<typeof PoolsFile>): Config => ({
  settings: {
    ...settings,
    dialPlan: dialPlanOf(settings.country),
    numberPolicy: {
      ...settings.numberPolicy,
      allowedPrefixes: [...new Set(settings.numberPolicy.countries.filter(isCountry).map(prefixOf))],
    },
  },
  hours: mapValues(hours, (times) => toHours(times, settings.timeZone)),
  rotations: mapValues(rotations, (rotation) => toRotation(rotation, settings.timeZone)),
  pools: mapValues(pools, (pool) => ({ ...pool, overrides: [] })),
  ...rest,
});

const mapValues = <From, To>(entries: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, map(value)]));
