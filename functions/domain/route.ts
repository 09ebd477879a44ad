/** Which pool an applet's caller gets. Pure: applet, request and time decide. */
import { calledNumber, callerNumber } from './call-numbers.ts';
import type { Applet, Condition, Config } from './config.ts';
import { isOpenBy } from './opening.ts';
import type { Call } from './request.ts';

/** The first route whose conditions all hold; `undefined` only if somebody removed the default by hand. */
export const routeFor = (call: Call, applet: Applet, config: Config, nowMs: number): string | undefined =>
  applet.routes.find(({ when }) => matches(when, call, config, nowMs))?.pool;

/** The pools of all routes whose conditions hold, leaving one condition aside. */
export const routesBut = (
  condition: keyof Condition,
  call: Call,
  applet: Applet,
  config: Config,
  nowMs: number,
): string[] =>
  applet.routes
    .filter(({ when }) => matches({ ...when, [condition]: undefined }, call, config, nowMs))
    .map(({ pool }) => pool);

/** Is this a caller who gets nobody? */
export const isBlocked = (call: Call, config: Config): boolean =>
  startsWithAny(callerNumber(call, config), config.settings.blockedCallers);

const matches = (when: Condition, call: Call, config: Config, nowMs: number): boolean =>
  (when.digits === undefined || when.digits === call.digits) &&
  (when.called === undefined || when.called === calledNumber(call, config)) &&
  (when.caller === undefined || startsWithAny(callerNumber(call, config), when.caller)) &&
  (when.direction === undefined || when.direction === call.direction) &&
  (when.customField === undefined || fits(when.customField, call.customField)) &&
  isOpenBy(when.hours, config, nowMs);

const startsWithAny = (number: string | undefined, prefixes: readonly string[]): boolean =>
  number !== undefined && prefixes.some((prefix) => number.startsWith(prefix));

const fits = (wanted: string | Readonly<Record<string, string>>, sent: string | undefined): boolean => {
  if (sent === undefined) return false;
  if (typeof wanted === 'string') return sent === wanted;
  const fields = readFields(sent);
  return Object.entries(wanted).every(([name, value]) => String(fields.get(name)) === value);
};

/** The fields of a JSON object; none of anything else. */
const readFields = (text: string): ReadonlyMap<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  } catch {
    return new Map();
  }
};
