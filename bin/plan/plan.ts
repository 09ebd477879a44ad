/** What applying a file would mean for people. Pure: two configurations and a time. */
import type { Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import { lossesBetween } from '../../functions/domain/snapshot-check.ts';
import { sameContent } from '../table/items.ts';
import { newlyUncovered, type Uncovered } from './coverage.ts';
import { type Difference, differencesBetween } from './differences.ts';
import { firstOnDuty, type OnDuty, onDutyAt, sharesAt } from './duty.ts';
import { type Turns, turnsFrom } from './handovers.ts';
import { isEmpty, type MemberChanges, memberChanges } from './members.ts';
import { timelineFrom } from './timeline.ts';
import { type Warning, warningsOf } from './warnings.ts';
import { type Week, weekOf } from './week.ts';

export type BeforeAfter<T> = { readonly before: T; readonly after: T };

export type PoolPlan = {
  readonly pool: string;
  /** False when neither it nor who is on duty now is another. */
  readonly isAffected: boolean;
  readonly members: MemberChanges;
  readonly onDuty: BeforeAfter<readonly OnDuty[]>;
  /** Of first offers, by agent; now, or when somebody is on duty next. Not where nobody ever is. */
  readonly shares?: BeforeAfter<Readonly<Record<string, number>>> & { readonly atMs: number };
};

export type RotationPlan = { readonly rotation: string } & BeforeAfter<Turns | null>;

export type Plan = {
  readonly atMs: number;
  readonly timeZone: string;
  readonly differences: readonly Difference[];
  readonly pools: readonly PoolPlan[];
  /** Those that come, go or change. */
  readonly rotations: readonly RotationPlan[];
  readonly uncovered: readonly Uncovered[];
  readonly warnings: readonly Warning[];
};

/** `published` is what the fallback has, and `losses` those for which it will not follow. */
export const planBetween = (
  before: Config,
  after: Config,
  nowMs: number,
  published: Config = before,
  losses: readonly string[] = lossesBetween(published, after, nowMs),
): Plan => {
  const timeline = timelineFrom(nowMs);
  const [was, will] = [weekOf(before, timeline), weekOf(after, timeline)];
  const differences = differencesBetween(before, after);
  const changed = new Set(differences.filter(({ part }) => part === 'pools').map(({ name }) => name));
  return {
    atMs: nowMs,
    timeZone: after.settings.timeZone,
    differences,
    pools: names(before.pools, after.pools).map((pool) => poolPlan(pool, changed.has(pool), was, will)),
    rotations: rotationPlans(before, after, nowMs),
    uncovered: newlyUncovered(was, will),
    warnings: warningsOf(was, will, published, losses),
  };
};

const poolPlan = (pool: string, isChanged: boolean, was: Week, will: Week): PoolPlan => {
  const members = memberChanges(entry(was.config.pools, pool), entry(will.config.pools, pool));
  const onDuty = { before: onDutyAt(pool, 0, was), after: onDutyAt(pool, 0, will) };
  const moment = firstOnDuty(pool, was, will);
  return {
    pool,
    isAffected: isChanged || !isEmpty(members) || !sameContent(onDuty.before, onDuty.after),
    members,
    onDuty,
    ...(moment === undefined
      ? {}
      : {
          shares: {
            atMs: was.moments[moment] ?? 0,
            before: sharesAt(pool, moment, was),
            after: sharesAt(pool, moment, will),
          },
        }),
  };
};

const rotationPlans = (before: Config, after: Config, nowMs: number): RotationPlan[] =>
  names(before.rotations, after.rotations)
    .filter((name) => !sameContent(rotaOf(name, before), rotaOf(name, after)))
    .map((rotation) => ({
      rotation,
      before: turnsIn(rotation, before, nowMs),
      after: turnsIn(rotation, after, nowMs),
    }));

const rotaOf = (name: string, { rotations, hours }: Config) => {
  const rotation = entry(rotations, name);
  return [rotation, rotation?.hours === undefined ? undefined : entry(hours, rotation.hours)];
};

const turnsIn = (name: string, config: Config, nowMs: number): Turns | null => {
  const rotation = entry(config.rotations, name);
  return rotation === undefined ? null : turnsFrom(rotation, config, nowMs);
};

const names = (before: object, after: object): string[] => [
  ...new Set([...Object.keys(after), ...Object.keys(before)]),
];
