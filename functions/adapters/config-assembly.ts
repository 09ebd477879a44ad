/** Table items as a configuration. An item that is missing or broken is replaced by the last good one, and named. */
import { createHash } from 'node:crypto';
import { type Agent, type Applet, type Config, type ConfigIdentity, entry } from '../domain/config.ts';
import type { Member, Pool } from '../domain/pool.ts';
import {
  entriesUnder,
  type Item,
  type Key,
  keys,
  pathOf,
  readAgent,
  readApplet,
  readHours,
  readMember,
  readOverride,
  readPool,
  readRevision,
  readRotation,
  readSettings,
} from './config-item.ts';
import type { ConfigRead } from './config-reader.ts';

/**
 * Without settings, applet or a pool of its routes there is no configuration, unless the last good one has them; an
 * agent that cannot be read is left out, because the others still ring.
 */
export const assemble = (appletId: string, items: readonly Item[], lastGood: Config | undefined): ConfigRead => {
  const byPath = new Map(items.map((item) => [pathOf(item), item]));
  const broken: string[] = [];
  const usable = <T>(key: Key, read: (item: Item | undefined) => T | undefined, good: T | undefined): T | undefined => {
    const value = read(byPath.get(pathOf(key)));
    if (value === undefined) broken.push(pathOf(key));
    return value ?? good;
  };
  const unusable = (): ConfigRead => ({
    reading: { kind: 'unavailable', cause: `not usable and no last good one: ${broken.join(', ')}` },
    broken,
  });

  if (!byPath.has(pathOf(keys.applet(appletId)))) return { reading: { kind: 'unknown-applet' }, broken: [] };
  const settings = usable(keys.settings, readSettings, lastGood?.settings);
  const hasPool = (pool: string) => byPath.has(pathOf(keys.pool(pool)));
  const isWhole = (one: Applet | undefined) => one?.routes.every(({ pool }) => hasPool(pool)) === true;
  const applet =
    usable(
      keys.applet(appletId),
      (item) => (isWhole(readApplet(item)) ? readApplet(item) : undefined),
      lastGood && entry(lastGood.applets, appletId),
    ) ?? withoutRoutesToNowhere(readApplet(byPath.get(pathOf(keys.applet(appletId)))), hasPool);
  if (settings === undefined || applet === undefined) return unusable();

  const pools: Record<string, Pool> = {};
  // Grows while it is walked: a pool's overflow is reached as well.
  const open = new Set(applet.routes.map(({ pool }) => pool));
  for (const id of open) {
    const good = lastGood && entry(lastGood.pools, id);
    const pool = usable(keys.pool(id), readPool, good);
    if (pool === undefined) return unusable();
    // Where it would lead nowhere it leads where it did last, or no further.
    const isKnown = (next: string) => hasPool(next) || (lastGood && entry(lastGood.pools, next)) !== undefined;
    const leadsNowhere = !pool.overflow.every(isKnown);
    if (leadsNowhere) broken.push(pathOf(keys.pool(id)));
    const overflow = leadsNowhere ? (good?.overflow ?? pool.overflow).filter(isKnown) : pool.overflow;
    for (const next of overflow) open.add(next);
    const own = membersOf(id, items);
    broken.push(...own.broken);
    // One broken member has lost his place as well: the last good list is better than a list without him.
    if (own.members.length === 0 && own.broken.length === 0) broken.push(pathOf(keys.member(id, '')));
    const hasAllMembers = own.members.length > 0 && own.broken.length === 0 && byPath.has(pathOf(keys.pool(id)));
    const overrides = itemsUnder(keys.override(id, ''), items);
    broken.push(...overrides.filter((item) => readOverride(item) === undefined).map(pathOf));
    pools[id] = {
      ...pool,
      overflow,
      members: hasAllMembers ? own.members : (good?.members ?? own.members),
      overrides: overrides.flatMap((item) => {
        const agent = pathOf(item).slice(pathOf(keys.override(id, '')).length);
        return readOverride(item) ?? good?.overrides.find((known) => known.agent === agent) ?? [];
      }),
    };
  }

  const allUnder = <T>(
    key: (name: string) => Key,
    read: (item: Item | undefined) => T | undefined,
    good: Readonly<Record<string, T>> = {},
  ): Record<string, T> => {
    const nameOf = (item: Item | undefined) => pathOf(item ?? {}).slice(pathOf(key('')).length);
    return entriesUnder(key, (item) => usable(key(nameOf(item)), read, entry(good, nameOf(item))), items);
  };
  const hours = allUnder(keys.hours, readHours, lastGood?.hours);
  const rotations = allUnder(keys.rotation, readRotation, lastGood?.rotations);
  const turning = new Set(Object.values(pools).flatMap(({ members }) => members.map(({ rotation }) => rotation)));
  const isTurning = (name: string) => turning.has(name);
  for (const rotation of turning) {
    if (rotation === undefined || byPath.has(pathOf(keys.rotation(rotation)))) continue;
    const good = usable(keys.rotation(rotation), readRotation, lastGood && entry(lastGood.rotations, rotation));
    if (good !== undefined) rotations[rotation] = good;
  }

  const agents: Record<string, Agent> = {};
  for (const id of agentsIn(Object.values(pools), rotations)) {
    // Somebody deleted him: the last good one would be dialled for ever.
    const good = byPath.has(pathOf(keys.agent(id))) ? lastGood && entry(lastGood.agents, id) : undefined;
    const agent = usable(keys.agent(id), readAgent, good);
    if (agent !== undefined) agents[id] = agent;
  }

  // Somebody in a rotation whom nobody knows would have his turn all the same.
  for (const [name, rotation] of Object.entries(rotations)) {
    const isKnown = (agent: string) => entry(agents, agent) !== undefined;
    if (!isTurning(name) || rotation.agents.every(isKnown)) continue;
    broken.push(pathOf(keys.rotation(name)));
    const good = lastGood && entry(lastGood.rotations, name);
    rotations[name] = good?.agents.every(isKnown) ? good : { ...rotation, agents: rotation.agents.filter(isKnown) };
  }

  // Hours that somebody deleted: as they were last, or always where nobody knows.
  const named = [
    ...Object.values(pools).map((pool) => pool.hours),
    ...Object.values(agents).map((agent) => agent.hours),
    ...Object.values(rotations).map((rotation) => rotation.hours),
    ...applet.routes.map(({ when }) => when.hours),
  ];
  for (const name of new Set(named.filter((one) => one !== undefined))) {
    if (byPath.has(pathOf(keys.hours(name)))) continue;
    const good = usable(keys.hours(name), readHours, lastGood && entry(lastGood.hours, name));
    if (good !== undefined) hours[name] = good;
  }

  const config = { settings, hours, rotations, agents, pools, applets: { [appletId]: applet } };
  return { reading: { kind: 'found', config, identity: identityOf(config, byPath) }, broken };
};

/** As far as it can be followed; `undefined` when nothing is left of it. */
const withoutRoutesToNowhere = (applet: Applet | undefined, hasPool: (pool: string) => boolean): Applet | undefined => {
  const routes = applet?.routes.filter(({ pool }) => hasPool(pool)) ?? [];
  return applet === undefined || routes.length === 0 ? undefined : { ...applet, routes };
};

/** In the order of their positions, and the items that could not be read. */
const membersOf = (pool: string, items: readonly Item[]): { members: Member[]; broken: string[] } => {
  const own = itemsUnder(keys.member(pool, ''), items);
  const members = own
    .map(readMember)
    .filter((member) => member !== undefined)
    .sort((one, other) => one.position - other.position || labelOf(one).localeCompare(labelOf(other)))
    .map(({ position: _position, ...member }) => member);
  return { members, broken: own.filter((item) => readMember(item) === undefined).map(pathOf) };
};

const labelOf = ({ agent, rotation }: Member): string => agent ?? rotation;

const itemsUnder = (key: Key, items: readonly Item[]): Item[] =>
  items.filter((item) => pathOf(item).startsWith(pathOf(key)));

/** Everybody these pools may ring: their members, the people of their rotations, and whoever is brought in. */
export const agentsIn = (
  pools: readonly Pick<Pool, 'members' | 'overrides'>[],
  rotations: Config['rotations'],
): ReadonlySet<string> =>
  new Set(
    pools.flatMap(({ members, overrides }) => [
      ...members.flatMap(({ agent, rotation }) =>
        rotation === undefined ? [agent] : (entry(rotations, rotation)?.agents ?? []),
      ),
      ...overrides.filter(({ duty }) => duty === 'in').map(({ agent }) => agent),
    ]),
  );

/** The revision says what was applied last; the hash says what was read, which somebody may have edited since. */
const identityOf = (config: Config, byPath: ReadonlyMap<string, Item>): ConfigIdentity => ({
  revision: readRevision(byPath.get(pathOf(keys.revision)))?.revision ?? 0,
  hash: createHash('sha256').update(JSON.stringify(config)).digest('hex').slice(0, 16),
});
