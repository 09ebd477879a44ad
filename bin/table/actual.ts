/** What the table really has: its items as they stand, hand edits included, and those that cannot be used. */
import { isDeepStrictEqual } from 'node:util';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { type Item, type Key, pathOf } from '../../functions/adapters/item.ts';
import type { Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import { UsageError } from '../usage-error.ts';
import { itemsOf, withoutOverrides } from './items.ts';
import { placeOf } from './place.ts';
import { readStanding } from './revision.ts';
import { readState } from './state.ts';

export type Actual = {
  readonly revision: number;
  /** What cannot be used, and what is gone, stands as it was applied. */
  readonly config: Config;
  /** By their paths: why items cannot be used, or that they are not there. */
  readonly broken: Readonly<Record<string, string>>;
};

/**
 * Every item of what was applied, and whatever items lead to: somebody may have added a member, his agent, and the pool
 * it overflows to. Not an applet or an agent that nothing leads to. Throws a `UsageError` when there is no telling.
 */
export const readActual = async (table: Table): Promise<Actual> => {
  const { standing, applied, there, config, unusable } = await readState(table);
  if (standing.pending !== undefined) {
    const { by, at } = standing.pending;
    throw new UsageError(
      `${table.name} may hold half of what ${by} began to apply at ${at}: wait until it is done; if it was cut short, apply it again`,
    );
  }
  const after = await readStanding(table);
  if (after?.revision !== standing.revision || after.pending !== undefined) {
    throw new UsageError(`somebody began to apply a configuration to ${table.name} meanwhile: run this again`);
  }
  return {
    revision: standing.revision,
    config: asAppliedIn(applied, withoutOverrides(config)),
    broken: { ...goneFrom(there, applied), ...unusable },
  };
};

/** What the handlers go on with when it is gone: a deleted agent or applet was meant. */
const goneFrom = (items: readonly Item[], applied: Config): Record<string, string> => {
  const there = new Set(items.map(pathOf));
  const isNeeded = (item: Key) => ['settings', 'pool'].includes(placeOf(item)?.kind ?? '');
  const gone = itemsOf(applied).filter((item) => isNeeded(item) && !there.has(pathOf(item)));
  return Object.fromEntries(gone.map((item) => [pathOf(item), 'missing']));
};

/** The attributes of an item have no order: they are as they were in `applied` where they say the same. */
const asAppliedIn = (applied: Config, { settings, hours, rotations, agents, pools, applets }: Config): Config => {
  const like = <T>(found: T, before: T | undefined): T => (isDeepStrictEqual(found, before) ? (before as T) : found);
  const all = <T>(found: Readonly<Record<string, T>>, before: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(found).map(([id, one]) => [id, like(one, entry(before, id))]));
  return {
    settings: like(settings, applied.settings),
    hours: all(hours, applied.hours),
    rotations: all(rotations, applied.rotations),
    agents: all(agents, applied.agents),
    pools: all(pools, applied.pools),
    applets: all(applets, applied.applets),
  };
};
