/** Items of the table as the configuration that the handlers answer from. Pure. */

import type { Read } from '../../functions/adapters/config-item.ts';
import {
  readAgent,
  readApplet,
  readHours,
  readMember,
  readOverride,
  readPool,
  readRotation,
  readSettings,
} from '../../functions/adapters/config-item.ts';
import { keys } from '../../functions/adapters/config-keys.ts';
import { membersFrom } from '../../functions/adapters/config-members.ts';
import { type Item, type Key, pathOf } from '../../functions/adapters/item.ts';
import { type Config, entry } from '../../functions/domain/config.ts';
import type { Pool } from '../../functions/domain/pool.ts';

export type TableConfig = {
  readonly config: Config;
  /** Items that nobody can use, with what is wrong; what was applied stands in for them. */
  readonly unusable: Readonly<Record<string, string>>;
};

/** As the handlers do: what is broken, and a pool, rotation or hours that are gone, are as they were applied. */
export const configIn = (items: readonly (Key & Item)[], applied: Config): TableConfig => {
  const unusable: Record<string, string> = {};
  const usable = <T>(item: Item | undefined, read: Read<T>, good: T | undefined): T | undefined => {
    const value = read(item);
    if (value === undefined && item !== undefined) unusable[pathOf(item)] = read.why?.(item) ?? 'not usable';
    return value ?? good;
  };
  const byPartition = Map.groupBy(items, ({ pk }) => pk);
  const shared = byPartition.get(keys.settings.pk) ?? [];
  const sharedBy = <T>(prefix: string, read: Read<T>, good: Readonly<Record<string, T>>): Record<string, T> => ({
    ...good,
    ...entriesOf(
      shared.filter(({ sk }) => sk.startsWith(prefix)),
      (item) => item.sk.slice(prefix.length),
      (item, name) => usable(item, read, entry(good, name)),
    ),
  });
  const singles = <T>(prefix: string, read: Read<T>, good: Readonly<Record<string, T>>): Record<string, T> =>
    entriesOf(
      items.filter(({ pk, sk }) => pk.startsWith(prefix) && sk === 'META'),
      ({ pk }) => pk.slice(prefix.length),
      (item, name) => usable(item, read, entry(good, name)),
    );

  const poolOf = (id: string): Pool | undefined => {
    const good = entry(applied.pools, id);
    const own = byPartition.get(keys.pool(id).pk) ?? [];
    const meta = own.find(({ sk }) => sk === 'META');
    const pool = usable(meta, readPool, good);
    const members = own.filter(({ sk }) => sk.startsWith('MEMBER#'));
    for (const item of members) usable(item, readMember, undefined);
    const overrides = own
      .filter(({ sk }) => sk.startsWith('OVERRIDE#'))
      .flatMap((item) => usable(item, readOverride, undefined) ?? []);
    if (pool === undefined) return undefined;
    return { ...pool, members: membersFrom(meta === undefined ? [] : members, good?.members), overrides };
  };
  const poolIds = items.filter(({ pk }) => pk.startsWith('POOL#')).map(({ pk }) => pk.slice('POOL#'.length));
  const pools = [...new Set([...Object.keys(applied.pools), ...poolIds])].flatMap((id) => {
    const pool = poolOf(id);
    return pool === undefined ? [] : [[id, pool] as const];
  });
  const settings = shared.find(({ sk }) => sk === keys.settings.sk);
  return {
    config: {
      settings: usable(settings, readSettings, applied.settings) ?? applied.settings,
      hours: sharedBy('HOURS#', readHours, applied.hours),
      rotations: sharedBy('ROTATION#', readRotation, applied.rotations),
      agents: inOrderOf(applied.agents, singles('AGENT#', readAgent, applied.agents)),
      pools: Object.fromEntries(pools),
      applets: inOrderOf(applied.applets, singles('APPLET#', readApplet, applied.applets)),
    },
    unusable,
  };
};

/** Items come in any order; new ones stand last. */
const inOrderOf = <T>(applied: Readonly<Record<string, T>>, found: Readonly<Record<string, T>>): Record<string, T> => {
  const ids = new Set([...Object.keys(applied).filter((id) => Object.hasOwn(found, id)), ...Object.keys(found)]);
  return Object.fromEntries([...ids].map((id) => [id, found[id] as T]));
};

const entriesOf = <T>(
  items: readonly (Key & Item)[],
  nameOf: (item: Key) => string,
  read: (item: Key & Item, name: string) => T | undefined,
): Record<string, T> =>
  Object.fromEntries(
    items.flatMap((item) => {
      const name = nameOf(item);
      const value = read(item, name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
