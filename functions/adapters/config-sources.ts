/** Where the parts of a configuration come from: the table's items, or the last good configuration; and what was wrong. */
import type { Config } from '../domain/config.ts';
import { entry } from '../domain/entries.ts';
import type { Read } from './config-item.ts';
import { entriesUnder } from './config-keys.ts';
import { type Item, type Key, pathOf } from './item.ts';

/** For one reading of one applet; what was wrong gathers in it. */
export type Sources = {
  readonly lastGood: Config | undefined;
  readonly has: (key: Key) => boolean;
  readonly itemOf: (key: Key) => Item | undefined;
  readonly under: (key: Key) => Item[];
  /** What the item says, or else the last good one; an item that cannot be used is reported. */
  readonly usable: <T>(key: Key, read: Read<T>, good?: T) => T | undefined;
  /** The same for all items under a key, by their names. */
  readonly allUnder: <T>(
    key: (name: string) => Key,
    read: Read<T>,
    good?: Readonly<Record<string, T>>,
  ) => Record<string, T>;
  readonly report: (key: Key, why: string) => void;
  /** What was reported, by the path of the item. */
  readonly reasons: Readonly<Record<string, string>>;
};

/** Of each item the first fault that is found is kept. */
export const sourcesOf = (items: readonly Item[], lastGood: Config | undefined): Sources => {
  const byPath = new Map(items.map((item) => [pathOf(item), item]));
  const byPartition = Map.groupBy(items, ({ pk }) => pk);
  const reasons: Record<string, string> = {};
  const report = (key: Key, why: string): void => {
    reasons[pathOf(key)] ??= why;
  };
  const under: Sources['under'] = ({ pk, sk }) =>
    (byPartition.get(pk) ?? []).filter((item) => String(item.sk).startsWith(sk));
  const usable: Sources['usable'] = (key, read, good) => {
    const item = byPath.get(pathOf(key));
    const value = read(item);
    if (value === undefined) report(key, read.why?.(item) ?? 'it leads to something that is not there');
    return value ?? good;
  };
  return {
    lastGood,
    has: (key) => byPath.has(pathOf(key)),
    itemOf: (key) => byPath.get(pathOf(key)),
    under,
    usable,
    allUnder: (key, read, good = {}) => {
      const nameOf = (item: Item | undefined) => pathOf(item ?? {}).slice(pathOf(key('')).length);
      return entriesUnder(key, (item) => usable(key(nameOf(item)), read, entry(good, nameOf(item))), under(key('')));
    },
    report,
    reasons,
  };
};
