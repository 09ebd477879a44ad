/** Are there hours of that name, and can a pool ever have somebody on duty? */
import type { Config } from './config.ts';
import { entry } from './entries.ts';
import type { Finding } from './finding.ts';
import type { Pool } from './pool.ts';
import { type Hours, isOpen } from './schedule.ts';

/** Are there hours of that name? */
export const checkHours = (name: string | undefined, path: Finding['path'], hours: Config['hours']): Finding[] =>
  name === undefined || entry(hours, name) !== undefined
    ? []
    : [{ path, what: `there are no hours ${name}`, cure: `add ${name} under hours, or correct the name` }];

const quarterMs = 15 * 60_000;
const dayMs = 24 * 3600_000;

/** For each pool: is there a moment from now on at which it is open and one of its people is on duty? */
export const everOnDuty = (config: Config, nowMs: number): ((pool: Pool) => boolean) => {
  const moments = momentsOf(Object.values(config.hours), nowMs);
  const known = new Map<string, boolean[]>();
  /** Looked at only until somebody is found on duty, which is early as a rule. */
  const isOpenAt = (moment: number, name: string | undefined): boolean => {
    const hours = name === undefined ? undefined : entry(config.hours, name);
    if (name === undefined || hours === undefined) return true;
    const open = known.get(name) ?? [];
    known.set(name, open);
    open[moment] ??= isOpen(hours, moments[moment] ?? nowMs);
    return open[moment];
  };
  return ({ hours, members }) =>
    members.some(({ agent, rotation }) => {
      const own =
        rotation === undefined ? entry(config.agents, agent)?.hours : entry(config.rotations, rotation)?.hours;
      return moments.some((_, moment) => isOpenAt(moment, hours) && isOpenAt(moment, own));
    });
};

/** Every quarter of an hour of two weeks, which show each weekday twice, and of every day that has times of its own. */
const momentsOf = (all: readonly Hours[], nowMs: number): number[] => {
  const year = new Date(nowMs).getUTCFullYear();
  const days = all
    .flatMap(({ dates }) => Object.keys(dates))
    .flatMap((date) => (date.length === 10 ? [date] : [`${year}-${date}`, `${year + 1}-${date}`]))
    .map((date) => Date.parse(`${date}T00:00:00Z`))
    .filter((day) => !Number.isNaN(day) && day > nowMs - 2 * dayMs);
  // A day somewhere on earth begins up to fourteen hours before UTC's and ends up to twelve hours after it.
  const quarters = (fromMs: number, length: number) =>
    Array.from({ length: length / quarterMs }, (_, step) => fromMs + step * quarterMs);
  const fortnight = quarters(Math.ceil(nowMs / quarterMs) * quarterMs, 14 * dayMs);
  const special = [...new Set(days)].flatMap((day) => quarters(day - 14 * 3600_000, 2 * dayMs + 2 * 3600_000));
  return [...fortnight, ...special.filter((atMs) => atMs >= nowMs)];
};
