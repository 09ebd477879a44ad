/** An override that somebody adds: the item, and the words for it. */
import { keys } from '../../functions/adapters/config-keys.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { isPaused } from '../../functions/domain/live.ts';
import type { Override } from '../../functions/domain/pool.ts';
import { readLives } from '../agents/lives.ts';
import { withOverride } from '../change/edits.ts';
import type { Performed } from '../change/quick-command.ts';
import { commandLine } from '../table/command-line.ts';
import type { TargetOptions } from '../table/target.ts';
import { localTime } from '../terminal/times.ts';
import type { OverrideEntry } from './listing.ts';

export type Wanted = Override & { readonly pool: string; readonly reason?: string | undefined };

export const isSame = (before: OverrideEntry | undefined, { duty, untilMs, reason }: Wanted): boolean =>
  before?.duty === duty && before.until === new Date(untilMs).toISOString() && before.reason === reason;

/** `asha is brought into pool sales until 2026-11-28 21:00:00 Asia/Kolkata` */
export const wordsOf = ({ agent, pool, duty, untilMs }: Wanted, timeZone: string): string =>
  `${agent} is ${duty === 'out' ? 'sent home from' : 'brought into'} pool ${pool} until ${localTime(untilMs, timeZone)} ${timeZone}`;

export const adding = (
  wanted: Wanted,
  timeZone: string,
  signed: { readonly by: string; readonly at: string },
  target: TargetOptions,
): Omit<Performed, 'nowMs'> => {
  const { agent, pool, duty, untilMs, reason } = wanted;
  const words = wordsOf(wanted, timeZone);
  const until = new Date(untilMs).toISOString();
  return {
    edit: withOverride(pool, { agent, duty, untilMs }),
    put: [
      { ...keys.override(pool, agent), agent, duty, until, ...signed, ...(reason === undefined ? {} : { reason }) },
    ],
    note: `override: ${words}${reason === undefined ? '' : `: ${reason}`}`,
    says: `${words}; ${commandLine(['override', 'remove', agent, '--pool', pool], target)} ends it`,
  };
};

/** A pause is stronger than an override: whoever brings somebody in should know of it. */
export const pausedLines = async (
  table: Table,
  agent: string,
  timeZone: string,
  nowMs: number,
  target: TargetOptions,
): Promise<string[]> => {
  const lives = await readLives(table, [agent]);
  if (lives.kind === 'unknown') return [`whether ${agent} is paused cannot be read: ${lives.why}`];
  const live = lives.view.get(agent);
  if (live?.paused === undefined || !isPaused(live, nowMs)) return [];
  const { by, untilMs } = live.paused;
  const until = untilMs === undefined ? '' : ` until ${localTime(untilMs, timeZone)}`;
  const resume = commandLine(['agent', 'resume', agent], target);
  return [`${agent} is paused by ${by}${until}, and rung by no call until ${resume}`];
};
