/** The shape of `pools.yaml`. Whether its parts fit together is checked after this, on the configuration made of it. */
import * as z from 'zod';
import { type Config, idPattern } from '../../functions/domain/config.ts';
import { dialPlanOf, isCountry, prefixOf } from '../../functions/domain/number-policy.ts';
import { AgentEntry } from './agent-entry.ts';
import { AppletEntry } from './applet-entry.ts';
import { HoursEntry, toHours } from './hours.ts';
import { PoolEntry } from './pool-entry.ts';
import { RotationEntry, toRotation } from './rotation-entry.ts';
import { strict } from './schema-parts.ts';
import { Settings } from './settings-entry.ts';

const entries = <T extends z.ZodType>(item: T, what: string) =>
  z.record(
    z.string().regex(idPattern, {
      error: ({ input }) =>
        `${JSON.stringify(input)} cannot be a name|use lower-case letters, digits and -, at most 40`,
    }),
    item,
    { error: () => `missing or no map|write one entry a line, indented, under ${what}:` },
  );

const PoolsFile = strict({
  settings: Settings,
  hours: entries(HoursEntry, 'hours').default({}).describe('Opening times, by a name of yours.'),
  agents: entries(AgentEntry, 'agents').describe('Who can be rung, by a name of yours.'),
  rotations: entries(RotationEntry, 'rotations').default({}).describe('Whose turn it is, by a name of yours.'),
  pools: entries(PoolEntry, 'pools').describe('Who is rung together and in which order, by a name of yours.'),
  applets: entries(AppletEntry, 'applets')
    .refine(
      (applets) => Object.keys(applets).length > 0,
      'there is no applet|add one: it is the last segment of the URL in Exotel',
    )
    .meta({ description: 'Which pool a call goes to, by the last segment of the URL.', minProperties: 1 }),
});

export const parsePoolsFile = (content: unknown) => PoolsFile.safeParse(content);

/**
 * For editors: they complete and explain with it. It says what can be said of one key at a time; of what refers to each
 * other, and of which numbers may be dialled, only `validate` knows. Draft 7 is what editors of YAML know best.
 */
export const poolsFileJsonSchema = () => ({
  title: 'pools.yaml of Dial Whom',
  ...z.toJSONSchema(PoolsFile, { io: 'input', target: 'draft-07' }),
});

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
