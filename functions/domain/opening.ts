/** Hours by their names. */
import type { Config } from './config.ts';
import { entry } from './entries.ts';
import { isOpen } from './schedule.ts';

/** Open unless the hours say otherwise: hours that somebody deleted by hand must not silence a line. */
export const isOpenBy = (hours: string | undefined, config: Config, nowMs: number): boolean => {
  const known = hours === undefined ? undefined : entry(config.hours, hours);
  return known === undefined || isOpen(known, nowMs);
};
