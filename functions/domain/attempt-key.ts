/** How the attempts of a call are named: within their visit, and within the call. Both are kept, and read back. */
import { reportedNumber } from './call-numbers.ts';
import type { Config } from './config.ts';
import type { HuntId } from './hunt.ts';
import type { Call } from './request.ts';

/**
 * What a request says about the attempt before it, as the name of the attempt it asks for. Only a status without a
 * number needs more to be told from the next one like it.
 */
export const attemptKey = (call: Call, config: Config): string => {
  const { number, status, durationSeconds } = call.report;
  if (number === undefined && status === undefined) return 'first';
  // Stored as an attribute name, so what the provider sent is cut to a harmless size and alphabet.
  const name = reportedNumber(call, config) ?? (number ?? '').replaceAll(/[^\w+:@.-]/g, '?').slice(0, 64);
  return number === undefined
    ? `|${status}|${durationSeconds ?? ''}|${call.currentSeconds ?? ''}`
    : `${name}|${status ?? ''}`;
};

/** The number whose end an attempt of that key reports, if it is one of this visit and not of an earlier applet. */
export const reportedIn = (key: string): string | undefined => /^(\+\d+)\|/.exec(key)?.[1];

/** For people: what was reported of which number, or `first`; `isEntry` where a visit began with that. */
export const readAttemptKey = (key: string) => {
  const isEntry = key.startsWith('entry|');
  const [number = '', status, ...more] = key.slice(isEntry ? 'entry|'.length : 0).split('|');
  return { isEntry, number, status, more };
};

/** A visit that begins with a report keeps it apart from the same report of its own number. */
export const entryKey = (key: string): string => (key === 'first' ? key : `entry|${key}`);

/**
 * An attempt's name within its call: of what its request reported and not of its number, because the attempt before it may
 * have claimed somebody and never been written.
 */
export const nameOfAttempt = ({ applet, leg }: HuntId, visit: number, key: string): string =>
  `${applet}#${leg}#${visit}#${key}`;
