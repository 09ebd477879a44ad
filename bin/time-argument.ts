/** Times as people type them. */
import { InvalidArgumentError } from 'commander';

const example = 'a time with its offset, such as 2026-11-28T21:00:00+05:30';

/** In milliseconds since the epoch. */
export const time = (text: string): number => {
  const atMs = readTime(text);
  if (atMs !== undefined) return atMs;
  throw new InvalidArgumentError(`Write ${example}.`);
};

/** The same, or so long before now: `90m`. */
export const timeAgo = (text: string): number => timeOrSpan(text, -1);

/** The same, or so long after now. */
export const timeAhead = (text: string): number => timeOrSpan(text, 1);

const timeOrSpan = (text: string, direction: 1 | -1): number => {
  const [, count, unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const atMs = count === undefined ? readTime(text) : Date.now() + direction * Number(count) * (spansMs[unit] ?? 0);
  if (atMs !== undefined) return atMs;
  throw new InvalidArgumentError(`Write minutes, hours or days, such as 30m, 2h or 1d, or ${example}.`);
};

const spansMs: Readonly<Record<string, number>> = { m: 60_000, h: 3600_000, d: 24 * 3600_000 };

const readTime = (text: string): number | undefined => {
  const atMs = Date.parse(text);
  return !Number.isNaN(atMs) && /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(text) ? atMs : undefined;
};
