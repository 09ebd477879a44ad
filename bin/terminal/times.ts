/** Moments as people read them. */

/** `2026-11-25 10:00:31` in that zone. */
export const localTime = (atMs: number, timeZone: string): string =>
  new Date(atMs).toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });

/** An ISO time as `2026-11-25 10:00:31`: UTC, which a heading or a word after it has to say. */
export const utcTime = (iso: string): string => iso.slice(0, 19).replace('T', ' ');

/** `Sun 29 Nov 09:00` in that zone, of a day within the year. */
export const dayTime = (atMs: number, timeZone: string): string => {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', { timeZone, ...timeParts });
  formats.set(timeZone, format);
  return format.format(atMs).replaceAll(',', '');
};

const timeParts = {
  weekday: 'short',
  day: '2-digit',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
} as const;

/** To make one takes longer than to use it a hundred times. */
const formats = new Map<string, Intl.DateTimeFormat>();
