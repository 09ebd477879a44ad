/** Reads what the table really has, and puts it beside a file: people, items edited by hand, and what is the table's own. */
import { readHistory } from '../../functions/adapters/config-history.ts';
import type { Revision } from '../../functions/adapters/config-item.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { type Config, entry } from '../../functions/domain/config.ts';
import type { Override } from '../../functions/domain/pool.ts';
import { keepTurns } from '../../functions/domain/rotation.ts';
import { itemsOf } from '../config/items.ts';
import { readStanding } from '../config/revision.ts';
import { configIn } from '../config/table-config.ts';
import { isOverride, readTable } from '../config/table-items.ts';
import { rotasIn } from '../config/write.ts';
import { countWrites, type Drift, driftOf } from './drift.ts';
import { type Plan, planBetween } from './plan.ts';

export type Compared = {
  readonly table: string;
  /** `undefined` before the first apply. */
  readonly standing: Revision | undefined;
  /** Items that apply would write and remove. */
  readonly items: { readonly written: number; readonly removed: number };
  readonly drift: readonly Drift[];
  /** Items that nobody can use, with what is wrong. */
  readonly unusable: Readonly<Record<string, string>>;
  readonly overrides: readonly (Override & { readonly pool: string })[];
  readonly plan: Plan;
  /** Everybody before and after. */
  readonly agents: Config['agents'];
};

export const compare = async (
  table: Table,
  file: Config,
  nowMs: number,
  { restartRotations = false }: { readonly restartRotations?: boolean | undefined } = {},
): Promise<Compared> => {
  const standing = await readStanding(table);
  const [applied, interrupted] = await Promise.all([
    historyOf(table, standing?.revision),
    historyOf(table, standing?.pending?.revision),
  ]);
  const known = [file, applied, interrupted].flatMap((config) => config ?? []);
  const { items, outside } = await readTable(table, known.flatMap(itemsOf));
  const there = items.filter((item) => !isOverride(item));
  const inside = there.filter(({ pk }) => !outside.has(pk));

  const { config: before, unusable } = configIn(items, applied ?? nothing(file));
  const rotations = restartRotations ? file.rotations : keepTurns(rotasIn(inside, applied), file, nowMs);
  const wanted = { ...file, rotations };
  const compared = {
    applied: applied === undefined ? [] : itemsOf(applied),
    there,
    wanted: itemsOf(wanted),
    interrupted: interrupted === undefined ? [] : itemsOf(interrupted),
    outside,
  };
  return {
    table: table.name,
    standing,
    items: countWrites(compared),
    drift: applied === undefined ? [] : driftOf(compared),
    unusable,
    overrides: overridesIn(before, nowMs),
    plan: planBetween(before, withTheTables(wanted, before, outside), nowMs, applied ?? before),
    agents: { ...before.agents, ...file.agents },
  };
};

const historyOf = async (table: Table, revision: number | undefined): Promise<Config | undefined> =>
  revision === undefined ? undefined : readHistory(table, revision);

const nothing = ({ settings }: Config): Config => ({
  settings,
  hours: {},
  rotations: {},
  agents: {},
  pools: {},
  applets: {},
});

/** What apply leaves alone: overrides, and whatever it does not know of. */
const withTheTables = (file: Config, before: Config, outside: ReadonlySet<string>): Config => {
  const left = <T>(prefix: string, all: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(all).filter(([id]) => outside.has(`${prefix}#${id}`)));
  const pools = Object.entries(file.pools).map(([id, pool]) => {
    const overrides = entry(before.pools, id)?.overrides ?? [];
    return [id, { ...pool, overrides }] as const;
  });
  return {
    ...file,
    agents: { ...left('AGENT', before.agents), ...file.agents },
    pools: { ...left('POOL', before.pools), ...Object.fromEntries(pools) },
  };
};

const overridesIn = ({ pools }: Config, nowMs: number): Compared['overrides'] =>
  Object.entries(pools).flatMap(([pool, { overrides }]) =>
    overrides.filter(({ untilMs }) => untilMs > nowMs).map((override) => ({ pool, ...override })),
  );

/** Would apply change anything? */
export const isChange = ({ items, plan }: Compared): boolean =>
  items.written + items.removed > 0 || plan.differences.length > 0 || plan.pools.some(({ isAffected }) => isAffected);
