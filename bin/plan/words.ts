/** Values and times as a supervisor would say them. */
import type { Condition, Route } from '../../functions/domain/config.ts';
import type { Interval } from '../../functions/domain/schedule.ts';
import { fileInterval, fileTime } from '../pools-file/file-hours.ts';
import { weekdays } from '../pools-file/hours.ts';

export const valueText = (field: string, value: unknown): string => {
  if (value === undefined) return whenMissing[field] ?? 'none';
  if (field === 'routes') return (value as readonly Route[]).map(routeText).join('; ');
  if (field === 'weekly') return weeklyText(value as Readonly<Record<string, readonly Interval[]>>);
  if (field === 'dates') {
    const dates = Object.entries(value as Readonly<Record<string, readonly Interval[]>>);
    return dates.map(([date, times]) => `${date} ${timesText(times)}`).join(', ') || 'none';
  }
  if (field === 'handoverMinute') return fileTime(Number(value));
  if (Array.isArray(value)) return value.join(', ') || 'none';
  return typeof value === 'object' ? fieldsText(value as object) : String(value);
};

const whenMissing: Readonly<Record<string, string>> = { hours: 'always', capacity: '1' };

const fieldsText = (value: object): string =>
  Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([name, inner]) => `${name} ${valueText(name, inner)}`)
    .join(', ');

export const routeText = ({ when, pool }: Route): string => {
  const conditions = conditionText(when);
  return `${conditions === '' ? 'otherwise' : conditions} to ${pool}`;
};

const conditionText = (when: Condition): string => fieldsText(when);

const weeklyText = (weekly: Readonly<Record<string, readonly Interval[]>>): string =>
  [1, 2, 3, 4, 5, 6, 0]
    .flatMap((day) => {
      const times = weekly[day] ?? [];
      return times.length === 0 ? [] : [`${weekdays[day]} ${timesText(times)}`];
    })
    .join(', ') || 'never';

const timesText = (times: readonly Interval[]): string => times.map(fileInterval).join(' and ') || 'closed';

/** `1 item`, `2 items` */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
