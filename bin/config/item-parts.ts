/** A configuration made of items as they stand, and what is wrong with those it could not be made of. */
import { isDeepStrictEqual } from 'node:util';
import type { Read } from '../../functions/adapters/config-item.ts';
import { type Item, type Key, keys, pathOf } from '../../functions/adapters/config-keys.ts';
import { type Config, entry } from '../../functions/domain/config.ts';
import type { Member, Pool } from '../../functions/domain/pool.ts';
import type { Parts } from './file-content.ts';
import { type Kind, placeOf, readers } from './item-kinds.ts';

/** By their paths: why items cannot be used, or that they are not there. */
export type Broken = Readonly<Record<string, string>>;

type Placed = { readonly item: Key & Item; readonly kind: Kind; readonly name: string };

/** Items have no order, and the attributes of one have none either: both are as they were in `applied`. */
export const partsOf = (items: readonly (Key & Item)[], applied: Config): { parts: Parts; broken: Broken } => {
  const placed = items.flatMap((item): Placed[] => {
    const place = placeOf(item);
    return place === undefined ? [] : [{ item, ...place }];
  });
  const all = <T>(wanted: Kind, read: Read<T>): Record<string, T> =>
    Object.fromEntries(
      placed.flatMap(({ item, kind, name }): [string, T][] => {
        const value = kind === wanted ? read(item) : undefined;
        return value === undefined ? [] : [[name, value]];
      }),
    );
  const members = Map.groupBy(
    placed.filter(({ kind }) => kind === 'member'),
    ({ name }) => name,
  );
  const pools = Object.entries(all('pool', readers.pool)).map(([id, pool]): [string, Pool] => [
    id,
    { ...pool, members: membersIn(members.get(id) ?? []), overrides: [] },
  ]);
  const settings = all('settings', readers.settings)[''];
  const parts = {
    settings: isDeepStrictEqual(settings, applied.settings) ? applied.settings : settings,
    hours: asApplied(all('hours', readers.hours), applied.hours),
    rotations: asApplied(all('rotation', readers.rotation), applied.rotations),
    agents: asApplied(all('agent', readers.agent), applied.agents),
    pools: asApplied(Object.fromEntries(pools), applied.pools),
    applets: asApplied(all('applet', readers.applet), applied.applets),
  };
  return { parts, broken: brokenIn(placed) };
};

/** In the order of their positions; one that was added by hand without any stands last. */
const membersIn = (placed: readonly Placed[]): Member[] =>
  placed
    .flatMap(({ item }) => readers.member(item) ?? [])
    .sort((one, other) => one.position - other.position || nameOf(one).localeCompare(nameOf(other)))
    .map(({ position: _position, ...member }) => member);

const nameOf = ({ agent, rotation }: Member): string => agent ?? rotation;

const asApplied = <T>(found: Readonly<Record<string, T>>, applied: Readonly<Record<string, T>>): Record<string, T> => {
  const ids = [...new Set([...Object.keys(applied), ...Object.keys(found)])].filter((id) => Object.hasOwn(found, id));
  return Object.fromEntries(
    ids.map((id) => [id, (isDeepStrictEqual(found[id], entry(applied, id)) ? applied : found)[id] as T]),
  );
};

const brokenIn = (placed: readonly Placed[]): Broken => {
  const paths = new Set(placed.map(({ item }) => pathOf(item)));
  // Whoever deleted the pool and left its members has not said what should become of them.
  const needed = [
    keys.settings,
    ...placed.filter(({ kind }) => kind === 'member').map(({ name }) => keys.pool(name)),
  ].map(pathOf);
  const missing = needed.filter((path) => !paths.has(path)).map((path) => [path, 'missing'] as const);
  const unread = placed.flatMap(({ item, kind }) => {
    const read: Read<unknown> = readers[kind];
    return read(item) === undefined ? [[pathOf(item), read.why?.(item) ?? 'not usable'] as const] : [];
  });
  return Object.fromEntries([...missing, ...unread]);
};
