/** A configuration as the items it is in the table, and what brings one set of items to another. Pure. */
import { keys, memberKey } from '../../functions/adapters/config-keys.ts';
import { type Item, type Key, pathOf } from '../../functions/adapters/item.ts';
import type { Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';

/** Overrides are the table's: no file and no revision has any. */
export const withoutOverrides = (config: Config): Config => ({
  ...config,
  pools: Object.fromEntries(Object.entries(config.pools).map(([id, pool]) => [id, { ...pool, overrides: [] }])),
});

/** What is referred to before what refers to it. */
export const itemsOf = ({ settings, hours, rotations, agents, pools, applets }: Config): (Key & Item)[] => [
  { ...keys.settings, ...settings },
  ...Object.entries(hours).map(([name, times]) => ({ ...keys.hours(name), ...times })),
  ...Object.entries(agents).map(([id, agent]) => ({ ...keys.agent(id), ...agent })),
  ...Object.entries(rotations).map(([name, rotation]) => ({ ...keys.rotation(name), ...rotation })),
  ...Object.entries(pools).flatMap(([id, { members, overrides: _theTables, ...pool }]) => [
    ...members.map((member, position) => ({ ...memberKey(id, member), ...member, position })),
    { ...keys.pool(id), ...pool },
  ]),
  ...Object.entries(applets).map(([id, applet]) => ({ ...keys.applet(id), ...applet })),
];

/** A key in each of their partitions, the shared one first. */
export const partitionsOf = ({ agents, pools, applets }: Config): Key[] => [
  keys.settings,
  ...Object.keys(agents).map((id) => keys.agent(id)),
  ...Object.keys(pools).map((id) => keys.pool(id)),
  ...Object.keys(applets).map((id) => keys.applet(id)),
];

export type Changes = { readonly put: readonly (Key & Item)[]; readonly remove: readonly Key[] };

/** What makes those that are there the wanted ones. */
export const changesTo = (wanted: readonly (Key & Item)[], there: readonly (Key & Item)[]): Changes => {
  const before = new Map(there.map((item) => [pathOf(item), item]));
  const paths = new Set(wanted.map(pathOf));
  return {
    put: wanted.filter((item) => !sameContent(item, before.get(pathOf(item)))),
    remove: there.filter((item) => !paths.has(pathOf(item))).map(({ pk, sk }) => ({ pk, sk })),
  };
};

export const isEmpty = ({ put, remove }: Changes): boolean => put.length + remove.length === 0;

/** The same text for the same content: the table gives attributes back in an order of its own. */
export const canonical = (value: unknown): string => {
  const plain = asJson(value);
  if (Array.isArray(plain)) return `[${plain.map(canonical).join()}]`;
  if (typeof plain !== 'object' || plain === null) return JSON.stringify(plain) ?? 'null';
  const said = Object.entries(plain).filter(([, inner]) => inner !== undefined);
  const fields = said.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join()}}`;
};

/** Another tool can write what JSON has no words for: whole numbers of more than 16 digits, and sets. */
export const asJson = (value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value instanceof Set ? [...value] : value;

/** As the same text would tell, in a tenth of the time: a large plan asks it a hundred thousand times. */
export const sameContent = (one: unknown, other: unknown): boolean => {
  const [had, has] = [asJson(one), asJson(other)];
  if (typeof had !== 'object' || typeof has !== 'object' || had === null || has === null) return had === has;
  if (Array.isArray(had) && Array.isArray(has))
    return had.length === has.length && had.every((inner, index) => sameContent(inner, has[index]));
  return !Array.isArray(had) && !Array.isArray(has) && sameFields(had as Item, has as Item);
};

/** What is undefined is as good as missing. */
const sameFields = (one: Item, other: Item): boolean =>
  Object.keys(one).every((name) => sameContent(one[name], entry(other, name))) &&
  Object.keys(other).every((name) => other[name] === undefined || Object.hasOwn(one, name));

export const byPath = <T extends Item>(items: readonly T[]): ReadonlyMap<string, T> =>
  new Map(items.map((item) => [pathOf(item), item]));

/** The names of fields that are not the same in both. */
export const fieldsBetween = (before: Item = {}, after: Item = {}): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (field) => !sameContent(before[field], after[field]),
  );

/** Of items that are in one list and not, or not the same, in the other. */
export const changedPaths = (before: readonly Item[], after: readonly Item[]): Set<string> => {
  const [old, next] = [byPath(before), byPath(after)];
  return new Set([...old.keys(), ...next.keys()].filter((path) => !sameContent(old.get(path), next.get(path))));
};
