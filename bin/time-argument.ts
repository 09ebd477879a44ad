/** Times as people type them. */
import { InvalidArgumentError } from 'commander';
import { UsageError } from './usage-error.ts';

const example = 'a time with its offset, such as 2026-11-28T21:00:00+05:30';

/** In milliseconds since the epoch. */
export const time = (text: string): number => {
  const atMs = readTime(text);
  if (atMs !== undefined) return atMs;
  throw new InvalidArgumentError(`Write ${example}.`);
};

/** The same, or so long before now: `90m`. */
export const timeAgo = (text: string): number => {
  const spanMs = readSpan(text);
  const atMs = spanMs === undefined ? readTime(text) : Date.now() - spanMs;
  if (atMs !== undefined) return atMs;
  throw new InvalidArgumentError(`Write minutes, hours or days, such as 30m, 2h or 1d, or ${example}.`);
};

/** A time to come, once the zone is known in which `18:00` is meant; throws when it is over already. */
export type TimeToCome = (timeZone: string, nowMs: number) => number;

/** The same, so long after now, or the next time a clock shows it: `18:00`. */
export const timeToCome = (text: string): TimeToCome => {
  const moment = momentOf(text);
  if (moment === undefined) {
    throw new InvalidArgumentError(
      `Write minutes, hours or days, such as 30m, 2h or 1d, a time of the day such as 18:00, or ${example}.`,
    );
  }
  return (timeZone, nowMs) => {
    const atMs = moment(timeZone, nowMs);
    if (atMs > nowMs) return atMs;
    throw new UsageError(`${text} is over already: give a time to come`, 2);
  };
};

const momentOf = (text: string): TimeToCome | undefined => {
  if (/^([01]?\d|2[0-3]):[0-5]\d$/.test(text)) return nextShown(text.padStart(5, '0'));
  const spanMs = readSpan(text);
  if (spanMs !== undefined) return (_timeZone, nowMs) => nowMs + spanMs;
  const atMs = readTime(text);
  return atMs === undefined ? undefined : () => atMs;
};

/** Within two days, should a clock change leave out that time tomorrow. */
const nextShown =
  (clock: string): TimeToCome =>
  (timeZone, nowMs) => {
    const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    const firstMs = (Math.floor(nowMs / 60_000) + 1) * 60_000;
    const minutes = Array.from({ length: 2 * 24 * 60 }, (_, minute) => firstMs + minute * 60_000);
    return minutes.find((atMs) => format.format(atMs) === clock) ?? firstMs;
  };

const spansMs: Readonly<Record<string, number>> = { m: 60_000, h: 3600_000, d: 24 * 3600_000 };

/** Of `90m` the milliseconds. */
const readSpan = (text: string): number | undefined => {
  const [, count, unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * (spansMs[unit] ?? 0);
};

const readTime = (text: string): number | undefined => {
  const atMs = Date.parse(text);
  const [, day] = /^(\d{4}-\d{2}-\d{2})T.*(?:Z|[+-]\d{2}:?\d{2})$/.exec(text) ?? [];
  return !Number.isNaN(atMs) && day !== undefined && isDay(day) ? atMs : undefined;
};

/** Of 30 February JavaScript makes 2 March. */
const isDay = (day: string): boolean => new Date(day).toISOString().startsWith(day);
