/** When a rotation hands over next, and to whom. */
import type { Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import { type Rotation, turnAt, whoseTurn } from '../../functions/domain/rotation.ts';
import { dayReached, daysAfter, nextOpening } from '../../functions/domain/schedule.ts';

export type Handover = { readonly atMs: number; readonly agent: string };
export type Turns = { readonly now: string | null; readonly next: readonly Handover[] };

const dayMs = 24 * 3600_000;
const minuteMs = 60_000;
const most = 3;

/** Whose turn it is, and the next three handovers to somebody else; where there are hours, from their opening on. */
export const turnsFrom = (rotation: Rotation, { hours }: Pick<Config, 'hours'>, nowMs: number): Turns => {
  const own = rotation.hours === undefined ? undefined : entry(hours, rotation.hours);
  const next: Handover[] = [];
  let current = turnAt(rotation, hours, nowMs);
  for (const day of startsAfter(rotation, nowMs)) {
    const handover = reachedAt(rotation, day);
    const agent = turnAt(rotation, hours, handover);
    if (agent === undefined || agent === current) continue;
    current = agent;
    next.push({ atMs: (own && nextOpening(own, handover)) ?? handover, agent });
    if (next.length === most) break;
  }
  return { now: whoseTurn(rotation, hours, nowMs) ?? null, next };
};

/** The days on which the next turns begin; more than are shown, because some do not count. */
const startsAfter = ({ timeZone, handoverMinute, start, turnDays }: Rotation, nowMs: number): string[] => {
  const turn = Math.floor(daysAfter(start, dayReached(timeZone, handoverMinute, nowMs)) / turnDays);
  return Array.from({ length: 3 * most }, (_, step) =>
    new Date(Date.parse(start) + (turn + 1 + step) * turnDays * dayMs).toISOString().slice(0, 10),
  );
};

/** The minute from which on the clock has shown the handover of that day. */
const reachedAt = ({ timeZone, handoverMinute }: Rotation, day: string): number => {
  let [early, late] = [Date.parse(day) - dayMs, Date.parse(day) + 2 * dayMs];
  while (late - early > minuteMs) {
    const middle = early + Math.floor((late - early) / 2 / minuteMs) * minuteMs;
    if (dayReached(timeZone, handoverMinute, middle) >= day) late = middle;
    else early = middle;
  }
  return late;
};
