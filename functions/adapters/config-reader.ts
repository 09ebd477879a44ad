/**
 * Reads what one applet can reach: its routes, their pools, their agents. Three sequential round trips and one a step of
 * overflow, which only a cold start and the refresh behind an answer pay.
 */
import { type Config, idPattern } from '../domain/config.ts';
import { entry } from '../domain/entries.ts';
import { assemble, type ConfigRead, type Numbers } from './config-assembly.ts';
import { latestRevision, readHistory } from './config-history.ts';
import { readApplet, readMember, readOverride, readPool, readRevision, readRotation } from './config-item.ts';
import { keys } from './config-keys.ts';
import { causeOf, type Table, within } from './dynamo.ts';
import { type Item, pathOf } from './item.ts';
import { getAll, partition, queryAll } from './whole-reads.ts';

/** `lastGood` stands in for items that somebody broke by hand. */
export type ReadConfig = (applet: string, lastGood: Config | undefined, signal: AbortSignal) => Promise<ConfigRead>;

/**
 * Never rejects: a table that does not answer is `unavailable`. With broken items and no last good configuration it reads once
 * more, with what was applied last as the last good one. Where that cannot be had, it is `unavailable` as well: what is read
 * without it would be remembered, and go without a pool's hours for as long as they are broken.
 */
export const createConfigReader =
  (table: Table, numbers: Numbers = 'judged'): ReadConfig =>
  async (applet, lastGood, signal) => {
    if (!idPattern.test(applet)) return { reading: { kind: 'unknown-applet' }, broken: [] };
    try {
      const items = await within(signal, readReach(table, applet, lastGood, signal));
      const read = assemble(applet, items, lastGood, numbers);
      if (read.broken.length === 0 || lastGood !== undefined) return read;
      const applied = await readApplied(table, items, signal);
      if (applied === undefined) return read;
      return assemble(applet, await within(signal, readReach(table, applet, applied, signal)), applied, numbers);
    } catch (error) {
      return { reading: { kind: 'unavailable', cause: causeOf(error) }, broken: [] };
    }
  };

/** All items that the applet leads to, and those of the last good configuration: they may have to stand in for what is broken. */
const readReach = async (
  table: Table,
  applet: string,
  good: Config | undefined,
  signal: AbortSignal,
): Promise<Item[]> => {
  const [shared, own] = await Promise.all([
    queryAll(table, partition(keys.settings.pk), signal),
    getAll(table, [keys.applet(applet)], signal),
  ]);
  const routes = [readApplet(own[0]), good && entry(good.applets, applet)].flatMap((one) => one?.routes ?? []);
  const pools = await readPools(
    table,
    routes.map(({ pool }) => pool),
    good,
    signal,
  );
  const rotating = new Set(pools.flatMap((item) => readMember(item)?.rotation ?? []));
  const rotations = shared.filter((item) => [...rotating].some((name) => pathOf(item) === pathOf(keys.rotation(name))));
  const agents = new Set([
    ...pools.flatMap((item) => readMember(item)?.agent ?? readOverride(item)?.agent ?? []),
    ...rotations.flatMap((item) => readRotation(item)?.agents ?? []),
    ...Object.keys(good?.agents ?? {}),
  ]);
  return [...shared, ...own, ...pools, ...(await getAll(table, [...agents].map(keys.agent), signal))];
};

/** These pools and those they overflow to, one more round trip for each step of overflow. */
const readPools = async (
  table: Table,
  wanted: readonly string[],
  good: Config | undefined,
  signal: AbortSignal,
): Promise<Item[]> => {
  const seen = new Set<string>();
  const found: Item[] = [];
  let open = [...new Set(wanted)];
  while (open.length > 0) {
    for (const pool of open) seen.add(pool);
    const items = (await Promise.all(open.map((id) => queryAll(table, partition(keys.pool(id).pk), signal)))).flat();
    found.push(...items);
    const next = [
      ...items.filter(({ sk }) => sk === 'META').flatMap((item) => readPool(item)?.overflow ?? []),
      ...open.flatMap((pool) => (good && entry(good.pools, pool)?.overflow) ?? []),
    ];
    open = [...new Set(next)].filter((pool) => !seen.has(pool));
  }
  return found;
};

/** What was applied last, for a cold start, which has no last good one in memory; nothing if it was not kept whole. */
const readApplied = async (table: Table, items: readonly Item[], signal: AbortSignal): Promise<Config | undefined> => {
  const named = readRevision(items.find((item) => pathOf(item) === pathOf(keys.revision)))?.revision;
  const revision = named ?? (await latestRevision(table, signal));
  return revision === undefined ? undefined : readHistory(table, revision, signal);
};
