/**
 * Reads what one applet can reach: its routes, their pools, their agents. Three sequential round trips and one a step of
 * overflow, which only a cold start and the refresh behind an answer pay.
 */
import { type Config, entry, idPattern } from '../domain/config.ts';
import type { ConfigReading } from '../domain/ports.ts';
import { assemble } from './config-assembly.ts';
import { latestRevision, readHistory } from './config-history.ts';
import { readApplet, readMember, readOverride, readPool, readRevision, readRotation } from './config-item.ts';
import { keys } from './config-keys.ts';
import { causeOf, type Table, within } from './dynamo.ts';
import { type Item, type Key, pathOf } from './item.ts';
import { getAll, partition, queryAll } from './whole-reads.ts';

/** `broken` names the items that could not be used, as `pk/sk`; `reasons` says what is wrong with each. */
export type ConfigRead = {
  readonly reading: ConfigReading;
  readonly broken: readonly string[];
  readonly reasons?: Readonly<Record<string, string>>;
  /** What it was read from, where numbers are `written`. */
  readonly items?: readonly Item[];
};

/**
 * `judged`: of an agent whose numbers have no stamp of theirs the last good ones, once the publisher has judged all there
 * were. `written`: as they stand, for whoever judges them.
 */
export type Numbers = 'judged' | 'written';

/** `lastGood` stands in for items that somebody broke by hand. */
export type ReadConfig = (applet: string, lastGood: Config | undefined, signal: AbortSignal) => Promise<ConfigRead>;

export const createConfigReader =
  (table: Table, numbers: Numbers = 'judged'): ReadConfig =>
  async (applet, lastGood, signal) => {
    const getPartition = (pk: string) => queryAll(table, partition(pk), signal);
    const get = (wanted: readonly Key[]) => getAll(table, wanted, signal);

    /** These pools and those they overflow to, one more round trip for each step of overflow. */
    const getPools = async (
      wanted: readonly string[],
      good: Config | undefined,
      seen: Set<string>,
    ): Promise<Item[]> => {
      const fresh = [...new Set(wanted)].filter((pool) => !seen.has(pool));
      if (fresh.length === 0) return [];
      for (const pool of fresh) seen.add(pool);
      const items = (await Promise.all(fresh.map((pool) => getPartition(keys.pool(pool).pk)))).flat();
      const metas = items.filter(({ sk }) => sk === 'META');
      const next = [
        ...metas.flatMap((item) => readPool(item)?.overflow ?? []),
        ...fresh.flatMap((pool) => (good && entry(good.pools, pool)?.overflow) ?? []),
      ];
      return [...items, ...(await getPools(next, good, seen))];
    };

    const getReach = async (good: Config | undefined): Promise<Item[]> => {
      const [shared, own] = await Promise.all([getPartition(keys.settings.pk), get([keys.applet(applet)])]);
      const applets = [readApplet(own[0]), good && entry(good.applets, applet)];
      const routes = applets.flatMap((one) => one?.routes ?? []);
      const pools = await getPools(
        routes.map(({ pool }) => pool),
        good,
        new Set(),
      );
      const rotating = new Set(pools.flatMap((item) => readMember(item)?.rotation ?? []));
      const rotations = shared.filter((item) =>
        [...rotating].some((name) => pathOf(item) === pathOf(keys.rotation(name))),
      );
      const agents = new Set([
        ...pools.flatMap((item) => readMember(item)?.agent ?? readOverride(item)?.agent ?? []),
        ...rotations.flatMap((item) => readRotation(item)?.agents ?? []),
        // The last good ones as well: they may have to stand in for what is broken.
        ...Object.keys(good?.agents ?? {}),
      ]);
      return [...shared, ...own, ...pools, ...(await get([...agents].map(keys.agent)))];
    };

    /** What was applied last, for a cold start, which has no last good one in memory. */
    const getApplied = async (items: readonly Item[]): Promise<Config | undefined> => {
      try {
        const applied = readRevision(items.find((item) => pathOf(item) === pathOf(keys.revision)))?.revision;
        const revision = applied ?? (await latestRevision(table, signal));
        return revision === undefined ? undefined : await readHistory(table, revision, signal);
      } catch {
        return undefined;
      }
    };

    if (!idPattern.test(applet)) return { reading: { kind: 'unknown-applet' }, broken: [] };
    try {
      const items = await within(signal, getReach(lastGood));
      const read = assemble(applet, items, lastGood, numbers);
      if (read.broken.length === 0 || lastGood !== undefined) return read;
      const applied = await getApplied(items);
      return applied === undefined ? read : assemble(applet, await within(signal, getReach(applied)), applied, numbers);
    } catch (error) {
      return { reading: { kind: 'unavailable', cause: causeOf(error) }, broken: [] };
    }
  };
