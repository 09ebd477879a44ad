/** Of items that have the right shape: can they be worked with? Each of these has taken a line down when it could not. */
import type { Applet } from '../domain/config.ts';
import type { Hours } from '../domain/schedule.ts';

/** Asked of all hours for every applet, and 60 µs a time where it is not remembered. */
export const isZone = (timeZone: string): boolean => {
  const known = zones.get(timeZone);
  if (known !== undefined) return known;
  const is = hasFormat(timeZone);
  zones.set(timeZone, is);
  return is;
};

const zones = new Map<string, boolean>();

const hasFormat = (timeZone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
};

/** A day that there is: `2026-11-08`, or `11-08` for every year. */
export const isDate = (text: string): boolean => {
  const date = text.length === 5 ? `2024-${text}` : text;
  const atMs = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(date) : Number.NaN;
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(date);
};

/** In a zone that there is, on weekdays 0 to 6 and days that there are, from minute to minute of a day. */
export const areHours = ({ timeZone, weekly, dates }: Hours): boolean =>
  isZone(timeZone) &&
  Object.keys(weekly).every((day) => /^[0-6]$/.test(day)) &&
  Object.keys(dates).every(isDate) &&
  [...Object.values(weekly), ...Object.values(dates)]
    .flat()
    .every((interval) => interval.length === 2 && interval.every((minute) => minute >= 0 && minute <= 24 * 60));

/** Without a default some callers would get nobody. */
export const hasDefault = ({ routes }: Applet): boolean =>
  Object.values(routes.at(-1)?.when ?? {}).every((condition) => condition === undefined);
