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
import { membersFrom } from '../../functions/adapters/config-members.ts';
import { type Item, type Key, pathOf } from '../../functions/adapters/item.ts';
import { withNumbersOnce } from '../../functions/adapters/stand-ins.ts';
import type { Config } from '../../functions/domain/config.ts';
import { entriesOf, entry } from '../../functions/domain/entries.ts';
import type { Pool } from '../../functions/domain/pool.ts';
import { placeOf } from './place.ts';

export type TableConfig = {
  readonly config: Config;
  /** Items that nobody can use, with what is wrong; what was applied stands in for them. */
  readonly unusable: Readonly<Record<string, string>>;
};

type NamedKind = 'hours' | 'rotation' | 'agent' | 'applet';

/** As the handlers do: what is broken, and a pool, rotation or hours that are gone, are as they were applied. */
export const configIn = (items: readonly (Key & Item)[], applied: Config): TableConfig => {
  const unusable: Record<string, string> = {};
  const usable = <T>(item: Item | undefined, read: Read<T>, good: T | undefined): T | undefined => {
    const value = read(item);
    if (value === undefined && item !== undefined) unusable[pathOf(item)] = read.why?.(item) ?? 'not usable';
    return value ?? good;
  };
  const placed = items.map((item) => ({ item, place: placeOf(item) }));
  const allOf = <T>(kind: NamedKind, read: Read<T>, good: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(
      placed.flatMap(({ item, place }) =>
        place?.kind === kind ? entriesOf(place.name, usable(item, read, entry(good, place.name))) : [],
      ),
    );
  /** With those that are gone: what is left may need them. */
  const shared = <T>(kind: NamedKind, read: Read<T>, good: Readonly<Record<string, T>>): Record<string, T> => ({
    ...good,
    ...allOf(kind, read, good),
  });

  const metas = new Map(placed.flatMap(({ item, place }) => (place?.kind === 'pool' ? [[place.name, item]] : [])));
  const inPools = Map.groupBy(placed, ({ place }) => (place !== undefined && 'pool' in place ? place.pool : undefined));
  const poolOf = (id: string): Pool | undefined => {
    const good = entry(applied.pools, id);
    const meta = metas.get(id);
    const pool = usable(meta, readPool, good);
    const own = inPools.get(id) ?? [];
    const members = own.filter(({ place }) => place?.kind === 'member').map(({ item }) => item);
    for (const item of members) usable(item, readMember, undefined);
    const overrides = own
      .filter(({ place }) => place?.kind === 'override')
      .flatMap(({ item }) => usable(item, readOverride, undefined) ?? []);
    if (pool === undefined) return undefined;
    return { ...pool, members: membersFrom(meta === undefined ? [] : members, good?.members), overrides };
  };
  const pools = [...new Set([...Object.keys(applied.pools), ...metas.keys()])].flatMap((id) =>
    entriesOf(id, poolOf(id)),
  );
  const settings = placed.find(({ place }) => place?.kind === 'settings')?.item;
  return {
    config: {
      settings: usable(settings, readSettings, applied.settings) ?? applied.settings,
      hours: shared('hours', readHours, applied.hours),
      rotations: shared('rotation', readRotation, applied.rotations),
      agents: withNumbersOnce(inOrderOf(applied.agents, allOf('agent', readAgent, applied.agents)), unusable),
      pools: Object.fromEntries(pools),
      applets: inOrderOf(applied.applets, allOf('applet', readApplet, applied.applets)),
    },
    unusable,
  };
};

/** Items come in any order; new ones stand last. */
const inOrderOf = <T>(applied: Readonly<Record<string, T>>, found: Readonly<Record<string, T>>): Record<string, T> => {
  const ids = new Set([...Object.keys(applied).filter((id) => Object.hasOwn(found, id)), ...Object.keys(found)]);
  return Object.fromEntries([...ids].map((id) => [id, found[id] as T]));
};
