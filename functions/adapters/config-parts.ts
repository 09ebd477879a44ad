/** Pools, rotations, agents and hours of one applet, each as far as items and the last good configuration have them. */
import type { Agent, Applet, Config } from '../domain/config.ts';
import { entriesOf, entry } from '../domain/entries.ts';
import type { Override, Pool } from '../domain/pool.ts';
import { agentsOf } from '../domain/roster.ts';
import { type Read, readHours, readOverride, readPool, readRotation } from './config-item.ts';
import { keys } from './config-keys.ts';
import { membersOf } from './config-members.ts';
import type { Sources } from './config-sources.ts';
import { type Item, type Key, pathOf } from './item.ts';
import { withoutTaken } from './stand-ins.ts';

type Pools = Readonly<Record<string, Pool>>;

/** Does the pool's item say something that can be used, or has it ever? */
export const isPool = (id: string, { usable, lastGood }: Sources): boolean =>
  usable(keys.pool(id), readPool, lastGood && entry(lastGood.pools, id)) !== undefined;

/** Those of the routes and all they overflow to. */
export const poolsOf = (applet: Applet, sources: Sources): Pools => {
  const pools: Record<string, Pool> = {};
  // Grows while it is walked: a pool's overflow is reached as well.
  const open = new Set(applet.routes.map(({ pool }) => pool));
  for (const id of open) {
    const good = sources.lastGood && entry(sources.lastGood.pools, id);
    const read = sources.usable(keys.pool(id), readPool, good);
    // Cannot be: routes and overflow to unusable pools were dropped before.
    if (read === undefined) continue;
    const overflow = overflowOf(id, read.overflow, good, sources);
    for (const next of overflow) open.add(next);
    pools[id] = {
      ...read,
      overflow,
      members: membersOf(id, good, sources),
      overrides: overridesOf(id, good, sources),
    };
  }
  return pools;
};

/** Where it would lead nowhere it leads where it did last, or no further. */
const overflowOf = (
  id: string,
  overflow: readonly string[],
  good: Pool | undefined,
  sources: Sources,
): readonly string[] => {
  const { has, lastGood, report } = sources;
  const isKnown = (next: string) =>
    has(keys.pool(next)) ? isPool(next, sources) : (lastGood && entry(lastGood.pools, next)) !== undefined;
  if (overflow.every(isKnown)) return overflow;
  report(
    keys.pool(id),
    `overflow to a pool that is not there, or not usable: ${overflow.filter((next) => !isKnown(next)).join(', ')}`,
  );
  return (good?.overflow ?? overflow).filter(isKnown);
};

const overridesOf = (id: string, good: Pool | undefined, { under, report }: Sources): Override[] =>
  under(keys.override(id, '')).flatMap((item: Item) => {
    const override = readOverride(item);
    if (override !== undefined) return override;
    report(item as Key, readOverride.why?.(item) ?? '');
    const agent = pathOf(item).slice(pathOf(keys.override(id, '')).length);
    return good?.overrides.find((known) => known.agent === agent) ?? [];
  });

/** Rotations that members name and nobody has any more: as they were last. */
export const namedRotations = (
  pools: Pools,
  { has, usable, lastGood }: Sources,
): Record<string, Config['rotations'][string]> => {
  const missing = [...turningIn(pools)].filter((name) => !has(keys.rotation(name)));
  const read = (name: string) => usable(keys.rotation(name), readRotation, lastGood && entry(lastGood.rotations, name));
  return Object.fromEntries(missing.flatMap((name) => entriesOf(name, read(name))));
};

/** The rotations that members of these pools name. */
export const turningIn = (pools: Pools): ReadonlySet<string> =>
  new Set(Object.values(pools).flatMap(({ members }) => members.flatMap(({ rotation }) => rotation ?? [])));

/** Everybody these pools may ring; as he was last, whose item cannot be used. */
export const agentsIn = (
  pools: Pools,
  rotations: Config['rotations'],
  { has, usable, lastGood }: Sources,
  readAgent: Read<Agent>,
): Record<string, Agent> => {
  const ids = [...agentsOf(Object.values(pools), rotations)];
  const read = ids.map((id) => usable(keys.agent(id), readAgent));
  const taken = new Set(read.flatMap((agent) => agent?.numbers ?? []));
  const lastOf = (id: string): Agent | undefined => {
    // Of somebody who was deleted the last good one would be dialled for ever.
    const good = has(keys.agent(id)) ? lastGood && entry(lastGood.agents, id) : undefined;
    return good && withoutTaken(good, taken);
  };
  return Object.fromEntries(ids.flatMap((id, index) => entriesOf(id, read[index] ?? lastOf(id))));
};

/** Turns of somebody whom nobody knows are the next one's: else nobody would be on duty, and without him all others moved. */
export const withKnownAgents = (
  rotations: Config['rotations'],
  pools: Pools,
  agents: Config['agents'],
  { lastGood, report }: Pick<Sources, 'lastGood' | 'report'>,
): Config['rotations'] => {
  const isKnown = (agent: string) => entry(agents, agent) !== undefined;
  const turning = turningIn(pools);
  return Object.fromEntries(
    Object.entries(rotations).map(([name, rotation]) => {
      if (!turning.has(name) || rotation.agents.every(isKnown)) return [name, rotation];
      report(
        keys.rotation(name),
        `agents who are not there: ${rotation.agents.filter((agent) => !isKnown(agent)).join(', ')}`,
      );
      const good = lastGood && entry(lastGood.rotations, name);
      return [name, good?.agents.every(isKnown) ? good : { ...rotation, agents: handedOn(rotation.agents, isKnown) }];
    }),
  );
};

const handedOn = (agents: readonly string[], isKnown: (agent: string) => boolean): string[] =>
  agents.flatMap((_agent, turn) => [...agents.slice(turn), ...agents.slice(0, turn)].find(isKnown) ?? []);

/** Hours that something names and nobody has any more: as they were last, or always where nobody knows. */
export const namedHours = (
  { applet, pools, agents, rotations }: Pick<Config, 'pools' | 'agents' | 'rotations'> & { readonly applet: Applet },
  { has, usable, lastGood }: Sources,
): Record<string, Config['hours'][string]> => {
  const names = [
    ...[pools, agents, rotations].flatMap((all) => Object.values<{ readonly hours?: string | undefined }>(all)),
    ...applet.routes.map(({ when }) => when),
  ].flatMap(({ hours }) => hours ?? []);
  const missing = [...new Set(names)].filter((name) => !has(keys.hours(name)));
  const read = (name: string) => usable(keys.hours(name), readHours, lastGood && entry(lastGood.hours, name));
  return Object.fromEntries(missing.flatMap((name) => entriesOf(name, read(name))));
};
