/**
 * Is it within these hours now? Pure; time zones come from Intl. Opening times are wall-clock times: where a clock
 * change repeats one, an interval begins at its first occurrence and ends at its last.
 */

/** `[540, 1080]`: from 09:00 to before 18:00, in minutes of the day. An end at or before the start is on the next day. */
export type Interval = readonly [startMinute: number, endMinute: number];

export type Hours = {
  /** IANA name. */
  readonly timeZone: string;
  /** By day of the week, `0` is Sunday. */
  readonly weekly: Readonly<Record<string, readonly Interval[]>>;
  /** By date, `2026-11-08`, or `11-08` for every year; replaces the week's intervals. None: closed all day. */
  readonly dates: Readonly<Record<string, readonly Interval[]>>;
};

/** By the clock of its own zone; an interval's end is not in it. Throws on a zone that there is not, which no item read has. */
export const isOpen = (hours: Hours, nowMs: number): boolean => {
  const here = wallTime(hours.timeZone, nowMs);
  const yesterday = previousDay(here.day);
  return (
    intervalsOf(hours, here.day).some(
      ([start, end]) => reached(hours.timeZone, here, start, nowMs) && (end <= start || !left(hours, here, end, nowMs)),
    ) ||
    // What began yesterday and runs over midnight.
    intervalsOf(hours, yesterday).some(([start, end]) => end <= start && !left(hours, here, end, nowMs))
  );
};

/** When it next opens, to the quarter of an hour, within the next eight days. For people, not for decisions. */
export const nextOpening = (hours: Hours, nowMs: number): number | undefined => {
  const firstMs = Math.ceil(nowMs / stepMs) * stepMs;
  return Array.from({ length: (8 * dayMs) / stepMs }, (_, step) => firstMs + step * stepMs).find((atMs) =>
    isOpen(hours, atMs),
  );
};

/** The day in that zone, or the day before for as long as its clock has not shown that minute: `2026-11-25`. */
export const dayReached = (timeZone: string, minute: number, nowMs: number): string => {
  const here = wallTime(timeZone, nowMs);
  return (reached(timeZone, here, minute, nowMs) ? here.day : previousDay(here.day)).date;
};

/** Calendar days from one date to the other. */
export const daysAfter = (start: string, date: string): number => (utcOf(date) - utcOf(start)) / dayMs;

/** Are there opening times on the day so many days after the date? */
export const hasIntervals = (hours: Hours, date: string, days: number): boolean =>
  intervalsOf(hours, dayOf(utcOf(date) + days * dayMs)).length > 0;

const dayMs = 24 * 3600_000;
const utcOf = (date: string): number => Date.parse(`${date}T00:00:00Z`);

/** The entry of `dates` that decides this day, if one does: a holiday or an exception. For people, not for decisions. */
export const specialDate = ({ timeZone, dates }: Hours, nowMs: number): string | undefined => {
  const { date } = wallTime(timeZone, nowMs).day;
  return [date, date.slice(5)].find((key) => Object.hasOwn(dates, key));
};

type Day = { readonly date: string; readonly weekday: number };
type WallTime = { readonly day: Day; readonly minute: number };

const intervalsOf = ({ weekly, dates }: Hours, { date, weekday }: Day): readonly Interval[] =>
  dates[date] ?? dates[date.slice(5)] ?? weekly[weekday] ?? [];

/** All clock changes there are happen on a quarter of an hour, and move the clock by three hours at most. */
const stepMs = 15 * 60_000;
const steps = Array.from({ length: 12 }, (_, step) => step);

/** What the clock showed last before each quarter of the last three hours: the latest times before a change. */
const shownBefore = (timeZone: string, nowMs: number): WallTime[] =>
  steps.map((step) => wallTime(timeZone, Math.floor(nowMs / stepMs - step) * stepMs - 1));

/** What it will show at each quarter of the next three hours: the earliest times after a change. */
const shownAfter = (timeZone: string, nowMs: number): WallTime[] =>
  steps.map((step) => wallTime(timeZone, Math.floor(nowMs / stepMs + 1 + step) * stepMs));

/** The clock shows that minute or has shown it before on this day, even if it was put back since. */
const reached = (timeZone: string, here: WallTime, minute: number, nowMs: number): boolean =>
  here.minute >= minute ||
  (changesNear(timeZone, nowMs) &&
    shownBefore(timeZone, nowMs).some((then) => isSameDay(then, here) && then.minute >= minute));

/** The clock shows that minute or a later one, and will not be put back before it on this day. */
const left = ({ timeZone }: Hours, here: WallTime, minute: number, nowMs: number): boolean =>
  here.minute >= minute &&
  !(
    changesNear(timeZone, nowMs) &&
    shownAfter(timeZone, nowMs).some((then) => isSameDay(then, here) && then.minute < minute)
  );

const isSameDay = (one: WallTime, other: WallTime): boolean => one.day.date === other.day.date;

/** Six hours apart, the clock should be six hours apart. */
const changesNear = (timeZone: string, nowMs: number): boolean => {
  const [before, after] = [wallTime(timeZone, nowMs - 3 * 3600_000), wallTime(timeZone, nowMs + 3 * 3600_000)];
  return (after.minute - before.minute + 24 * 60) % (24 * 60) !== 6 * 60;
};

const formats = new Map<string, Intl.DateTimeFormat>();

const formatFor = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  formats.set(timeZone, format);
  return format;
};

/** What clocks show at a moment is asked once for each pool, rotation and agent with hours, and costs 10 µs to find out. */
const wallTime = (timeZone: string, atMs: number): WallTime => {
  const key = `${timeZone} ${atMs}`;
  const known = shown.get(key);
  if (known !== undefined) return known;
  if (shown.size === mostShown) shown.clear();
  const found = findWallTime(timeZone, atMs);
  shown.set(key, found);
  return found;
};

const shown = new Map<string, WallTime>();
const mostShown = 10_000;

const findWallTime = (timeZone: string, atMs: number): WallTime => {
  const parts = new Map(
    formatFor(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, value]),
  );
  const [year = '', month = '', day = ''] = (['year', 'month', 'day'] as const).map((type) => parts.get(type));
  return {
    day: dayOf(Date.UTC(Number(year), Number(month) - 1, Number(day))),
    minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
};

const dayOf = (utcMidnight: number): Day => {
  const date = new Date(utcMidnight);
  return { date: date.toISOString().slice(0, 10), weekday: date.getUTCDay() };
};

const previousDay = ({ date }: Day): Day => dayOf(utcOf(date) - dayMs);
