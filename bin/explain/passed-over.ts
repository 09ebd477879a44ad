/** Why somebody was not offered in his turn, in words. */
import { leasesAt } from '../../functions/domain/availability.ts';
import type { Candidate } from '../../functions/domain/candidates.ts';
import type { PassedOver } from '../../functions/domain/eligibility.ts';
import { isPaused } from '../../functions/domain/live.ts';
import type { DecisionRecord } from '../../functions/domain/record.ts';
import { utcTime } from '../terminal/times.ts';

/** Until when and by which call is known of what the first answer saw: `seen`. */
export const whyPassedOver = (
  { agent, number }: Pick<Candidate, 'agent' | 'number'>,
  { held, cooling, paused }: PassedOver,
  seen: DecisionRecord | undefined,
  atMs: number,
): string | undefined => {
  const live = seen?.live[agent];
  if (held.includes(number)) return whatHeDoes(agent, seen, atMs) ?? 'is held by another call';
  if (cooling.includes(number)) {
    const miss = live?.lastMiss;
    return miss === undefined
      ? 'has just missed a call'
      : `has just missed a call (${miss.outcome}, ${timeOf(miss.atMs)})`;
  }
  if (!paused.includes(number)) return undefined;
  if (live === undefined) return 'is paused';
  if (!isPaused(live, atMs)) return `is paused: ${live.misses} calls missed in a row`;
  const { by, untilMs, reason } = live.paused ?? {};
  return `is paused by ${by}${untilMs === undefined ? '' : ` until ${timeOf(untilMs)}`}${reason === undefined ? '' : `: ${reason}`}`;
};

/** On which call he is; it keeps nobody from ringing him where leases are off. */
export const whatHeDoes = (agent: string, seen: DecisionRecord | undefined, atMs: number): string | undefined => {
  const live = seen?.live[agent];
  const [, lease] = (live && leasesAt(live, atMs)[0]) ?? [];
  if (lease === undefined) return undefined;
  const doing = lease.phase === 'wrap-up' ? 'in wrap-up' : (lease.phase ?? 'ringing');
  return `is ${doing}: call ${lease.callSid} until ${timeOf(lease.untilMs)}`;
};

const timeOf = (atMs: number): string => `${utcTime(new Date(atMs).toISOString())} UTC`;
