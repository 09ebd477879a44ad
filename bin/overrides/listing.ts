/** The overrides of a table, for people and for machines. */
import { readOverride } from '../../functions/adapters/config-item.ts';
import { keys } from '../../functions/adapters/config-keys.ts';
import { type Item, type Key, pathOf } from '../../functions/adapters/item.ts';
import { isOverride } from '../table/read-items.ts';
import { columns } from '../terminal/columns.ts';
import { localTime } from '../terminal/times.ts';

export type OverrideEntry = {
  readonly pool: string;
  readonly agent: string;
  readonly duty: 'in' | 'out';
  readonly until: string;
  readonly inForce: boolean;
  /** Of one that was written with another tool nobody knows who did it. */
  readonly by?: string;
  readonly at?: string;
  readonly reason?: string;
};

export type Overrides = {
  readonly overrides: readonly OverrideEntry[];
  /** Items that are ignored, as `pk/sk`, with what is wrong with each. */
  readonly unusable: Readonly<Record<string, string>>;
};

export const overridesOf = (items: readonly (Key & Item)[], nowMs: number): Overrides => {
  const read = items.filter(isOverride).map((item) => ({ item, override: readOverride(item) }));
  return {
    overrides: read.flatMap(({ item, override }) =>
      override === undefined
        ? []
        : {
            pool: item.pk.slice(keys.pool('').pk.length),
            agent: override.agent,
            duty: override.duty,
            until: new Date(override.untilMs).toISOString(),
            inForce: override.untilMs > nowMs,
            ...textsOf(item),
          },
    ),
    unusable: Object.fromEntries(
      read
        .filter(({ override }) => override === undefined)
        .map(({ item }) => [pathOf(item), readOverride.why?.(item) ?? '']),
    ),
  };
};

const textsOf = (item: Item): Partial<Pick<OverrideEntry, 'by' | 'at' | 'reason'>> =>
  Object.fromEntries(
    (['by', 'at', 'reason'] as const).flatMap((name) => (typeof item[name] === 'string' ? [[name, item[name]]] : [])),
  );

export const describe = (overrides: readonly OverrideEntry[], timeZone: string): string => {
  const timeOf = (iso: string | undefined) => (iso === undefined ? '-' : localTime(Date.parse(iso), timeZone));
  const rows = overrides.map(({ pool, agent, duty, until, inForce, by = 'by hand', at, reason = '' }) => [
    pool,
    agent,
    duty,
    `${timeOf(until)}${inForce ? '' : ' (over)'}`,
    by,
    timeOf(at),
    reason,
  ]);
  return columns(['pool', 'agent', 'duty', `until (${timeZone})`, 'added by', 'added', 'reason'], rows);
};
