/** Hours as people write them in `pools.yaml`, from minutes of days: the way back of `hours.ts`. */
import type { Hours, Interval } from '../../functions/domain/schedule.ts';

/** As the file counts them: its weeks begin on Monday. */
const week = [
  ['1', 'mon'],
  ['2', 'tue'],
  ['3', 'wed'],
  ['4', 'thu'],
  ['5', 'fri'],
  ['6', 'sat'],
  ['0', 'sun'],
] as const;

export type FileHours = {
  readonly weekly: Readonly<Record<string, FileTimes>>;
  readonly holidays: readonly string[];
  readonly exceptions: Readonly<Record<string, FileTimes>>;
};

/** `"09:00-18:00"`, or a list of them. */
export type FileTimes = string | readonly string[];

export const fileHours = ({ weekly, dates }: Hours): FileHours => {
  const special = Object.entries(dates);
  return {
    weekly: fileWeek(weekly),
    holidays: special.filter(([, intervals]) => intervals.length === 0).map(([date]) => date),
    exceptions: Object.fromEntries(
      special.filter(([, intervals]) => intervals.length > 0).map(([date, intervals]) => [date, fileTimes(intervals)]),
    ),
  };
};

/** `09:00` of 540. */
export const fileTime = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');

type Run = { readonly first: string; readonly last: string; readonly times: FileTimes };

/** Days that follow each other and have the same times are one entry: `mon-fri`. */
const fileWeek = (weekly: Hours['weekly']): Record<string, FileTimes> => {
  const runs: Run[] = [];
  for (const [index, [number, day]] of week.entries()) {
    const times = weekly[number] && fileTimes(weekly[number]);
    const before = runs.at(-1);
    if (times === undefined) continue;
    if (before !== undefined && before.last === week[index - 1]?.[1] && String(before.times) === String(times)) {
      runs[runs.length - 1] = { ...before, last: day };
    } else {
      runs.push({ first: day, last: day, times });
    }
  }
  return Object.fromEntries(runs.map(({ first, last, times }) => [first === last ? first : `${first}-${last}`, times]));
};

const fileTimes = (intervals: readonly Interval[]): FileTimes => {
  const [first, ...others] = intervals.map(fileInterval);
  return first !== undefined && others.length === 0 ? first : intervals.map(fileInterval);
};

/** `09:00-18:00`; midnight, where it is an end, is `24:00` to people. */
export const fileInterval = ([start, end]: Interval): string =>
  `${fileTime(start)}-${end === 0 ? '24:00' : fileTime(end)}`;
