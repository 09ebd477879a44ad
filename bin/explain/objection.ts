/** What kept somebody out of a plan, in words and with the time until when. */
import type { Candidate } from '../../functions/domain/candidates.ts';
import type { Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import { whoseTurn } from '../../functions/domain/rotation.ts';
import { nextOpening, specialDate } from '../../functions/domain/schedule.ts';
import { dayTime } from '../terminal/times.ts';

export const whyLeftOut = (
  { pool, agent, objection, by = '', untilMs }: Candidate,
  config: Config | undefined,
  atMs: number,
): string => {
  switch (objection) {
    case 'pool closed':
      return `pool ${pool} closed ${onHoliday(by, config, atMs)}${untilOpen(by, config, atMs)}`;
    case 'off duty':
      return `outside hours ${onHoliday(by, config, atMs)}${untilOpen(by, config, atMs)}`;
    case 'not his turn':
      return `not on duty: rotation ${by}, ${onTurn(by, config, atMs)}`;
    case 'sent home':
      return `sent home by an override until ${zonedTime(untilMs ?? atMs, config?.settings.timeZone ?? 'UTC')}`;
    case 'refused by the number policy':
      return 'blocked by policy: its country or prefix may not be dialled';
    case 'is the caller':
      return `${agent} is the caller`;
    default:
      return objection ?? '';
  }
};

/** `on 01-26, which has hours of its own, `: a holiday or an exception decides that day. */
const onHoliday = (name: string, config: Config | undefined, atMs: number): string => {
  const hours = config && entry(config.hours, name);
  const date = hours && specialDate(hours, atMs);
  if (hours === undefined || date === undefined) return '';
  return hours.dates[date]?.length === 0 ? `for the holiday ${date}, ` : `by the exception of ${date}, `;
};

const untilOpen = (name: string, config: Config | undefined, atMs: number): string => {
  const hours = config && entry(config.hours, name);
  const opens = hours && nextOpening(hours, atMs);
  return hours === undefined || opens === undefined
    ? `(${name}), for the next eight days`
    : `until ${zonedTime(opens, hours.timeZone)}`;
};

const onTurn = (name: string, config: Config | undefined, atMs: number): string => {
  const rotation = config && entry(config.rotations, name);
  const agent = rotation && config && whoseTurn(rotation, config.hours, atMs);
  return agent === undefined ? 'outside its hours' : `it is the turn of ${agent}`;
};

const zonedTime = (atMs: number, timeZone: string): string => `${dayTime(atMs, timeZone)} ${timeZone}`;
