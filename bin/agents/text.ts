/** Agents and the log of their pauses for people, with times in the zone of the settings. */
import { commandLine } from '../table/command-line.ts';
import type { TargetOptions } from '../table/target.ts';
import { columns } from '../terminal/columns.ts';
import { green, yellow } from '../terminal/paint.ts';
import { localTime } from '../terminal/times.ts';
import type { LogEntry } from './pause.ts';
import type { AgentState } from './state.ts';

export const describe = (states: readonly AgentState[], timeZone: string): string => {
  const timeOf = (iso: string | undefined) => (iso === undefined ? '-' : localTime(Date.parse(iso), timeZone));
  const rows = states.map((one) => [
    one.agent,
    stateOf(one),
    one.leases.map(({ callSid }) => callSid).join(' ') || '-',
    timeOf(one.until),
    `${one.misses}${one.lastMiss === undefined ? '' : ` (${one.lastMiss.outcome})`}`,
    timeOf(one.lastOffered),
    timeOf(one.lastAnswered),
    one.paused === undefined
      ? ''
      : `paused by ${one.paused.by}${one.paused.reason === undefined ? '' : `: ${one.paused.reason}`}`,
  ]);
  const proposals = states.flatMap(({ agent, proposals: his }) =>
    his.map(
      ({ number, failed, since, last }) =>
        `proposal: remove ${number} of ${agent} from pools.yaml: failed ${failed} times in a row, from ${timeOf(since)} to ${timeOf(last)}\n`,
    ),
  );
  const header = ['agent', 'state', 'call', `until (${timeZone})`, 'misses', 'last offered', 'last answered', 'note'];
  return columns(header, rows) + proposals.join('');
};

const stateOf = ({ state, leases, capacity }: AgentState): string => {
  if (state === 'free') return green(state);
  if (state === 'paused' || state === 'auto-paused') return yellow(state);
  return leases.length > 0 && capacity > 1 ? `${state} ${leases.length}/${capacity}` : state;
};

export const describeLog = (log: readonly LogEntry[] = [], timeZone: string): string =>
  log
    .map(
      ({ at, what, by, until, reason }) =>
        `${localTime(Date.parse(at), timeZone)}  ${what} by ${by}${until === undefined ? '' : ` until ${localTime(Date.parse(until), timeZone)}`}${reason === undefined ? '' : `: ${reason}`}\n`,
    )
    .join('');

/** What `resume` says of somebody as he stands after it. */
export const afterResume = (
  agent: string,
  now: AgentState | undefined,
  wasPaused: boolean,
  timeZone: string,
  target: TargetOptions,
): string => {
  if (now?.state === 'wrap-up' && now.until !== undefined) {
    return `${agent} is not paused, and in wrap-up until ${localTime(Date.parse(now.until), timeZone)} ${timeZone}: then offered again\n`;
  }
  if (now !== undefined && now.leases.length > 0) {
    const held = now.leases.map(({ callSid }) => callSid).join(', ');
    return `${agent} is not paused, and held by ${held}: when that call is over, ${commandLine(['agent', 'free', agent], target)}\n`;
  }
  return wasPaused ? `${agent} is offered again\n` : `${agent} was not paused: nothing to change\n`;
};
