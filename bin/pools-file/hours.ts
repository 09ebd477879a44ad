/** Opening hours as people write them in `pools.yaml`, read into minutes of days. */
import * as z from 'zod';
import { isDate } from '../../functions/adapters/config-soundness.ts';
import type { Hours, Interval } from '../../functions/domain/schedule.ts';
import { strict, TimeZone, text } from './schema-parts.ts';

/** As a file has them. */
export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** `09:00-18:00`; an end at or before the start is on the next day, so `22:00-06:00` and `00:00-24:00` are fine. */
const Times = text('opening times', '"09:00-18:00"')
  .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'no opening times|write "09:00-18:00"')
  .meta({ id: 'times', examples: ['09:00-18:00', '22:00-06:00'] })
  .transform((times): Interval => {
    const [start = 0, end = 0] = times.split('-').map(minuteOf);
    return [start, end];
  });

const Intervals = z
  .union([Times.transform((interval) => [interval]), z.array(Times)], {
    error: () => 'no opening times|write "09:00-18:00", or a list of them',
  })
  .refine((intervals) => !overlap(intervals), 'these times overlap|join them, or correct one');

const DateKey = text('a date', '"2026-12-25", or "12-25" for every year')
  .refine(isDate, 'no date|write "2026-12-25", or "12-25" for every year')
  .meta({ id: 'date', pattern: '^(\\d{4}-)?\\d{2}-\\d{2}$', examples: ['12-25', '2026-12-25'] });

const dayPattern = `^(${weekdays.join('|')})(-(${weekdays.join('|')}))?$`;

/** `mon`, or `mon-fri`. */
const Days = z.string().transform((name, context) => {
  const [first = '', last = first, ...more] = name.split('-');
  const [from, to] = [weekdays.indexOf(first), weekdays.indexOf(last)];
  if (from === -1 || to === -1 || more.length > 0) {
    context.addIssue({ code: 'custom', message: `no day of the week|write ${weekdays.join(', ')}, or mon-fri` });
    return z.NEVER;
  }
  const count = ((to - from + 7) % 7) + 1;
  return Array.from({ length: count }, (_, index) => (from + index) % 7);
});

const Weekly = z
  .record(z.string().meta({ pattern: dayPattern, examples: ['mon-fri', 'sat'] }), Intervals, {
    error: () => 'missing or no map|write mon-fri: "09:00-18:00" under it',
  })
  .transform((entries, context) => {
    const weekly: Record<string, Interval[]> = {};
    for (const [name, intervals] of Object.entries(entries)) {
      const days = Days.safeParse(name);
      if (!days.success) {
        context.addIssue({ code: 'custom', path: [name], message: days.error.issues[0]?.message ?? '' });
        continue;
      }
      for (const day of days.data) {
        if (weekly[day] !== undefined) {
          context.addIssue({
            code: 'custom',
            path: [name],
            message: `${weekdays[day]} is given twice|give each day once`,
          });
        }
        weekly[day] = intervals;
      }
    }
    return weekly;
  });

/** One entry under `hours:`. */
export const HoursEntry = strict({
  weekly: Weekly.describe('By day: mon, or mon-fri: "09:00-18:00", or a list of times. Other days are closed.'),
  holidays: z
    .array(DateKey, { error: () => 'holidays is no list|list dates in quotes' })
    .default([])
    .describe('Closed: "12-25" every year, "2026-11-08" on that day, in quotes.'),
  exceptions: z
    .record(DateKey, Intervals, { error: () => 'exceptions is no map|write "2026-12-24": "09:00-12:00" under it' })
    .default({})
    .describe('By date in quotes, instead of the hours of the week.'),
  timeZone: TimeZone.optional().describe('That of settings, if not given.'),
})
  .refine(
    ({ weekly, exceptions }) => [...Object.values(weekly), ...Object.values(exceptions)].flat().length > 0,
    'these hours are never open|give at least one day opening times',
  )
  .describe('Opening times.');

/** With the holidays as days without hours; a one-off exception comes before a holiday. */
export const toHours = (
  { weekly, holidays, exceptions, timeZone }: z.infer<typeof HoursEntry>,
  defaultZone: string,
): Hours => ({
  timeZone: timeZone ?? defaultZone,
  weekly,
  dates: { ...Object.fromEntries(holidays.map((date) => [date, []])), ...exceptions },
});

export const minuteOf = (time: string): number => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return (hour % 24) * 60 + minute;
};

const overlap = (intervals: readonly Interval[]): boolean => {
  const sorted = [...intervals].sort(([one], [other]) => one - other);
  return sorted.some(([, end], index) => {
    const next = sorted[index + 1];
    const [start] = sorted[index] ?? [0];
    return next !== undefined && (end <= start || next[0] < end);
  });
};
