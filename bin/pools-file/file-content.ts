/** A configuration as what a pools file holds, without what the file may leave out; and such content as a configuration. */
import type { Agent, Applet, Condition, Config, Settings } from '../../functions/domain/config.ts';
import { checkConfig } from '../../functions/domain/config-check.ts';
import type { Finding } from '../../functions/domain/finding.ts';
import { defaultMaxAttempts, defaultMaxOffersPerHour, type Member, type Pool } from '../../functions/domain/pool.ts';
import type { Rotation } from '../../functions/domain/rotation.ts';
import type { Hours } from '../../functions/domain/schedule.ts';
import { fileHours, fileTime } from './file-hours.ts';
import { parsePoolsFile, toConfig } from './schema.ts';
import { findingsOf } from './schema-findings.ts';

export type FileContent = Readonly<Record<string, unknown>>;

/** Whose turn it is in a rotation is not in a file, nor are overrides: both stay the table's. */
export const contentOf = ({ settings, hours, rotations, agents, pools, applets }: Config): FileContent => {
  const zone = { timeZone: settings.timeZone };
  return {
    settings: settingsEntry(settings),
    ...unlessUsual(
      {
        hours: mapValues(hours, (one) => hoursEntry(one, zone)),
        agents: mapValues(agents, agentEntry),
        rotations: mapValues(rotations, (one) => rotationEntry(one, zone)),
      },
      { hours: {}, rotations: {} },
    ),
    pools: mapValues(pools, poolEntry),
    applets: mapValues(applets, appletEntry),
  };
};

export type Understood =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'problems'; readonly problems: readonly Finding[] };

/** What `validate` would make of a file with this content, by the paths in it. */
export const configOf = (content: FileContent, nowMs: number): Understood => {
  const parsed = parsePoolsFile(content);
  if (!parsed.success) {
    return { kind: 'problems', problems: parsed.error.issues.flatMap(findingsOf) };
  }
  const config = toConfig(parsed.data);
  const problems = checkConfig(config, nowMs);
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'config', config };
};

/** `pools.sales.members.0: what is wrong. To mend it: what to do.` */
export const describeFinding = ({ path, what, cure }: Finding): string =>
  `${path.length === 0 ? '' : `${path.join('.')}: `}${what}. To mend it: ${cure}.`;

const settingsEntry = ({ dialPlan: _derived, numberPolicy, ...settings }: Settings) => {
  const { allowedPrefixes: _ofCountries, ...policy } = numberPolicy;
  const usual = { exophones: [], blockedCallers: [] };
  return unlessUsual({ ...settings, numberPolicy: unlessUsual(policy, { deniedPrefixes: [] }) }, usual, [
    'country',
    'timeZone',
    'numberPolicy',
  ]);
};

type Zone = { readonly timeZone: string };

const hoursEntry = (hours: Hours, usual: Zone) =>
  unlessUsual({ ...fileHours(hours), timeZone: hours.timeZone }, { holidays: [], exceptions: {}, ...usual });

const agentEntry = (agent: Agent) => unlessUsual(agent, {}, ['name', 'numbers']);

const rotationEntry = ({ handoverMinute, offset: _theTables, ...rotation }: Rotation, usual: Zone) =>
  unlessUsual({ ...rotation, handover: fileTime(handoverMinute) }, usual, ['agents', 'start', 'handover', 'turnDays']);

const poolEntry = ({ overrides: _theTables, members, overflow, sticky, ...pool }: Pool) =>
  unlessUsual(
    {
      ...pool,
      members: members.map(memberEntry),
      overflow: oneOrList(overflow),
      sticky: sticky && unlessUsual(sticky, { maxOffersPerHour: defaultMaxOffersPerHour }),
    },
    {
      strategy: 'least-recently-offered',
      overflow: [],
      maxAttempts: defaultMaxAttempts,
      answer: 'list',
      leases: 'on',
    },
    ['strategy', 'members', 'hours', 'overflow'],
  );

const memberEntry = (member: Member) => {
  const entry = unlessUsual(member, { tier: 1, weight: 1 }, ['agent', 'rotation']);
  return Object.keys(entry).join() === 'agent' ? entry.agent : entry;
};

const appletEntry = ({ routes, fetch }: Applet) =>
  unlessUsual(
    { fetch, routes: routes.map(({ when, pool }) => unlessUsual({ when: conditionEntry(when), pool }, { when: {} })) },
    { fetch: 'each' },
  );

const conditionEntry = ({ caller, ...when }: Condition) => unlessUsual({ ...when, caller: oneOrList(caller) }, {});

const oneOrList = (names: readonly string[] | undefined): string | readonly string[] | undefined =>
  names?.length === 1 ? names[0] : names;

/** What is given and is not what a file means by leaving it out; the first ones in this order. */
const unlessUsual = (
  entry: Readonly<Record<string, unknown>>,
  usual: Readonly<Record<string, unknown>>,
  first: readonly string[] = [],
): Record<string, unknown> => {
  const names = [...new Set([...first, ...Object.keys(entry)])];
  const said = names.filter((name) => entry[name] !== undefined && textOf(entry[name]) !== textOf(usual[name]));
  return Object.fromEntries(said.map((name) => [name, entry[name]]));
};

const textOf = (value: unknown): string => JSON.stringify(value) ?? '';

const mapValues = <From>(
  entries: Readonly<Record<string, From>>,
  map: (value: From) => unknown,
): Record<string, unknown> => Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, map(value)]));
