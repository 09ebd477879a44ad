/** Reads what the table really has, and puts it beside a file: people, items edited by hand, and what is the table's own. */
import type { Revision } from '../../functions/adapters/config-item.ts';
import { keys } from '../../functions/adapters/config-keys.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Key } from '../../functions/adapters/item.ts';
import type { Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import type { Override } from '../../functions/domain/pool.ts';
import type { Drift } from '../change/drift.ts';
import { type BegunGround, completeGround } from '../change/ground.ts';
import { decide, type PrepareOptions } from '../change/prepare.ts';
import { configIn } from '../table/config-in.ts';
import type { RevisedEdit } from '../table/revised.ts';
import { goneBy, lostBy } from './lost.ts';
import { type Plan, planBetween } from './plan.ts';

export type Compared = {
  readonly table: string;
  /** `undefined` before the first apply. */
  readonly standing: Revision | undefined;
  /** Items that apply would write and remove. */
  readonly items: { readonly written: number; readonly removed: number };
  /** Of precisely this plan: `apply --plan`. */
  readonly id: string;
  readonly drift: readonly Drift[];
  /** The revision that was made from a file last, and what was changed since without one. */
  readonly fileRevision: number | undefined;
  readonly quickEdits: readonly RevisedEdit[];
  /** The revision that the file goes by, and what others applied from theirs since, which this one undoes. */
  readonly baseRevision: number | undefined;
  readonly othersEdits: readonly RevisedEdit[];
  /** What goes altogether, and people whom the fallback would not let go. */
  readonly gone: readonly string[];
  /** Apply asks first. */
  readonly asks: boolean;
  /** Items that nobody can use, with what is wrong. */
  readonly unusable: Readonly<Record<string, string>>;
  readonly overrides: readonly (Override & { readonly pool: string })[];
  readonly plan: Plan;
  /** Everybody before and after. */
  readonly agents: Config['agents'];
};

export const compare = async (
  table: Table,
  begun: BegunGround,
  file: Config,
  nowMs: number,
  options?: PrepareOptions,
): Promise<Compared> => {
  const ground = await completeGround(table, begun, file, options?.by);
  const prepared = decide(ground, file, nowMs, options);
  const { standing, applied, changes, drift, quickEdits, fileRevision, othersEdits, baseRevision } = prepared;
  const { config: before, unusable } = configIn(ground.items, applied ?? nothing(file));
  const after = withTheTables(prepared.config, before, ground.outside);
  return {
    table: table.name,
    standing,
    id: prepared.id,
    items: { written: changes.put.length, removed: changes.remove.length },
    drift,
    fileRevision,
    quickEdits,
    baseRevision,
    othersEdits,
    gone: goneBy(prepared),
    asks: lostBy(prepared).length > 0,
    unusable,
    overrides: overridesIn(before, nowMs),
    plan: planBetween(before, after, nowMs, ground.followed ?? applied ?? before, prepared.unfollowed),
    agents: { ...before.agents, ...file.agents },
  };
};

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
  const left = <T>(keyOf: (id: string) => Key, all: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(all).filter(([id]) => outside.has(keyOf(id).pk)));
  const pools = Object.entries(file.pools).map(([id, pool]) => {
    const overrides = entry(before.pools, id)?.overrides ?? [];
    return [id, { ...pool, overrides }] as const;
  });
  return {
    ...file,
    agents: { ...left(keys.agent, before.agents), ...file.agents },
    pools: { ...left(keys.pool, before.pools), ...Object.fromEntries(pools) },
  };
};

const overridesIn = ({ pools }: Config, nowMs: number): Compared['overrides'] =>
  Object.entries(pools).flatMap(([pool, { overrides }]) =>
    overrides.filter(({ untilMs }) => untilMs > nowMs).map((override) => ({ pool, ...override })),
  );

/** Would apply change anything? A change that was cut short keeps the table from being exported until one ends it. */
export const isChange = ({ standing, items, plan }: Compared): boolean =>
  standing?.pending !== undefined ||
  items.written + items.removed > 0 ||
  plan.differences.length > 0 ||
  plan.pools.some(({ isAffected }) => isAffected);
