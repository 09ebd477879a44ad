/** Table items as a configuration. An item that is missing or broken is replaced by the last good one, and named. */
import { createHash } from 'node:crypto';
import { type Agent, type Config, type ConfigIdentity, entry, type Member, type Pool } from '../domain/config.ts';
import type { Hours } from '../domain/schedule.ts';
import {
  type Item,
  type Key,
  keys,
  pathOf,
  readAgent,
  readApplet,
  readHours,
  readMember,
  readPool,
  readRevision,
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
  const applet = usable(keys.applet(appletId), readApplet, lastGood && entry(lastGood.applets, appletId));
  if (settings === undefined || applet === undefined) return unusable();

  const pools: Record<string, Pool> = {};
  // Grows while it is walked: a pool's overflow is reached as well.
  const open = new Set(applet.routes.map(({ pool }) => pool));
  for (const id of open) {
    const good = lastGood && entry(lastGood.pools, id);
    const pool = usable(keys.pool(id), readPool, good);
    if (pool === undefined) return unusable();
    for (const next of pool.overflow) open.add(next);
    const own = membersOf(id, items);
    broken.push(...own.broken);
    // One broken member has lost his place as well: the last good list is better than a list without him.
    const isWhole = own.broken.length === 0 && byPath.has(pathOf(keys.pool(id)));
    pools[id] = { ...pool, members: isWhole ? own.members : (good?.members ?? own.members) };
  }

  const agents: Record<string, Agent> = {};
  for (const id of new Set(Object.values(pools).flatMap(({ members }) => members.map(({ agent }) => agent)))) {
    // Somebody deleted him: the last good one would be dialled for ever.
    const good = byPath.has(pathOf(keys.agent(id))) ? lastGood && entry(lastGood.agents, id) : undefined;
    const agent = usable(keys.agent(id), readAgent, good);
    if (agent !== undefined) agents[id] = agent;
  }

  const hours: Record<string, Hours> = {};
  for (const item of items.filter((candidate) => pathOf(candidate).startsWith(pathOf(keys.hours(''))))) {
    const name = pathOf(item).slice(pathOf(keys.hours('')).length);
    const known = usable(keys.hours(name), readHours, lastGood && entry(lastGood.hours, name));
    if (known !== undefined) hours[name] = known;
  }

  const config = { settings, hours, agents, pools, applets: { [appletId]: applet } };
  return { reading: { kind: 'found', config, identity: identityOf(config, byPath) }, broken };
};

/** In the order of their positions, and the items that could not be read. */
const membersOf = (pool: string, items: readonly Item[]): { members: Member[]; broken: string[] } => {
  const own = items.filter((item) => pathOf(item).startsWith(pathOf(keys.member(pool, ''))));
  const members = own
    .map(readMember)
    .filter((member) => member !== undefined)
    .sort((one, other) => one.position - other.position || one.agent.localeCompare(other.agent))
    .map(({ position: _position, ...member }) => member);
  return { members, broken: own.filter((item) => readMember(item) === undefined).map(pathOf) };
};

/** The revision says what was applied last; the hash says what was read, which somebody may have edited since. */
const identityOf = (config: Config, byPath: ReadonlyMap<string, Item>): ConfigIdentity => ({
  revision: readRevision(byPath.get(pathOf(keys.revision)))?.revision ?? 0,
  hash: createHash('sha256').update(JSON.stringify(config)).digest('hex').slice(0, 16),
});
