/** Pools as they stand now: who is in them, who is on duty, and why the others are not. */
import type { Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import { isPaused, type LiveView } from '../../functions/domain/live.ts';
import { isOpenBy } from '../../functions/domain/opening.ts';
import { memberLabel, type Pool } from '../../functions/domain/pool.ts';
import { offDutyIn, overrideOf, rosterOf } from '../../functions/domain/roster.ts';
import { whyLeftOut } from '../explain/objection.ts';
import { columns } from '../terminal/columns.ts';
import { green, red } from '../terminal/paint.ts';
import { localTime } from '../terminal/times.ts';
import { isResting, onDutyIn } from './duty.ts';

export type PoolSummary = {
  readonly pool: string;
  readonly strategy: string;
  /** As listed: agents, and rotations as `rotation night`. */
  readonly members: readonly string[];
  readonly onDuty: readonly string[];
  /** By hand, who would be on duty otherwise. */
  readonly paused: readonly string[];
  readonly open: boolean;
  readonly hours?: string;
  readonly overflow: readonly string[];
};

export type PoolPlace = {
  readonly agent: string;
  readonly name: string;
  readonly tier: number;
  readonly rotation?: string;
  readonly numbers: readonly string[];
  readonly onDuty: boolean;
  /** Why he is, or is not. */
  readonly why: string;
};

export const summariesOf = (config: Config, live: LiveView, nowMs: number): PoolSummary[] =>
  Object.entries(config.pools).map(([pool, one]) => summaryOf(pool, one, config, live, nowMs));

export const summaryOf = (pool: string, one: Pool, config: Config, live: LiveView, nowMs: number): PoolSummary => {
  const due = onDutyIn(pool, config, nowMs);
  return {
    pool,
    strategy: one.strategy,
    members: one.members.map(memberLabel),
    onDuty: due.filter((agent) => !isResting(agent, live, nowMs)),
    paused: due.filter((agent) => isResting(agent, live, nowMs)),
    open: isOpenBy(one.hours, config, nowMs),
    ...(one.hours === undefined ? {} : { hours: one.hours }),
    overflow: one.overflow,
  };
};

/** In the order of the list, the people of a rotation in its place; then those whom an override brings in. */
export const placesOf = (id: string, pool: Pool, config: Config, live: LiveView, nowMs: number): PoolPlace[] => {
  const offDuty = offDutyIn(pool, config, nowMs);
  const { timeZone } = config.settings;
  return rosterOf(pool, config, nowMs).map((place) => {
    const { agent, tier, rotation } = place;
    const { name = agent, numbers = [] } = entry(config.agents, agent) ?? {};
    const off = offDuty(place);
    const override = overrideOf(agent, pool, nowMs);
    const his = live.get(agent);
    const paused = his !== undefined && isPaused(his, nowMs) ? his.paused : undefined;
    const until = paused?.untilMs === undefined ? '' : ` until ${localTime(paused.untilMs, timeZone)}`;
    const onDuty = override?.duty === 'in' ? `brought in until ${localTime(override.untilMs, timeZone)}` : 'on duty';
    const why = off && whyLeftOut({ pool: id, agent, tier, number: '', ...off }, config, nowMs);
    return {
      agent,
      name,
      tier,
      ...(rotation === undefined ? {} : { rotation }),
      numbers,
      onDuty: off === undefined && paused === undefined,
      why: why ?? (paused === undefined ? onDuty : `paused by ${paused.by}${until}`),
    };
  });
};

export const describeSummaries = (pools: readonly PoolSummary[]): string => {
  const rows = pools.map((one) => [
    one.pool,
    one.strategy,
    String(one.members.length),
    `${one.onDuty.join(', ') || red('nobody')}${one.paused.length === 0 ? '' : `; paused: ${one.paused.join(', ')}`}`,
    openOf(one),
  ]);
  return columns(['pool', 'strategy', 'members', 'on duty now', 'open'], rows);
};

export const describePool = (one: PoolSummary, places: readonly PoolPlace[]): string => {
  const next = one.overflow.length === 0 ? '' : `, overflow to ${one.overflow.join(', ')}`;
  const rows = places.map(({ agent, name, tier, rotation, numbers, onDuty, why }) => [
    rotation === undefined ? agent : `${agent} (rotation ${rotation})`,
    name,
    String(tier),
    numbers.join(', ') || 'none',
    onDuty ? green(why) : why,
  ]);
  return `${one.pool}: ${one.strategy}, ${openOf(one)}${next}\n${columns(['agent', 'name', 'tier', 'numbers', 'now'], rows)}`;
};

const openOf = ({ open, hours }: PoolSummary): string =>
  hours === undefined ? 'always open' : `${open ? 'open' : 'closed'} (${hours})`;
