/** An explanation for people: attempts and events in the order in which they happened. */
import type { LoggedEvent } from '../../functions/domain/call-log.ts';
import type { Explained, ExplainedAttempt } from './hunt.ts';

/** A call may have been in several applets, and in one of them several times; the last stay is told in full. */
export type Explanation = Explained & {
  readonly earlier?: readonly Explained[];
  readonly events?: readonly LoggedEvent[];
};

export const describe = ({ earlier = [], events = [], ...told }: Explanation): string => {
  const stays = [...earlier, told];
  // An event belongs to the stay that had begun when it came in.
  const startOf = (index: number) => Date.parse(stays[index]?.attempts[0]?.at ?? '') || Number.POSITIVE_INFINITY;
  return stays
    .map((stay, index) =>
      describeOne(
        stay,
        events.filter(({ atMs }) => (index === 0 || atMs >= startOf(index)) && atMs < startOf(index + 1)),
      ),
    )
    .join('\n');
};

const describeOne = (
  { callSid, applet, pool, revision, attempts }: Explained,
  events: readonly LoggedEvent[],
): string => {
  const lines = [
    ...attempts.map((attempt) => ({ atMs: Date.parse(attempt.at), lines: attemptLines(attempt) })),
    ...events.map((event) => ({ atMs: event.atMs, lines: [eventLine(event)] })),
  ].toSorted((one, other) => one.atMs - other.atMs);
  return [
    `${callSid === undefined ? '' : `call ${callSid}, `}applet ${applet}, pool ${pool}, revision ${revision}`,
    ...lines.flatMap((entry) => entry.lines),
    '',
  ].join('\n');
};

const eventLine = ({ atMs, kind, agent, number, outcome, effect }: LoggedEvent): string =>
  `${new Date(atMs).toISOString()}  event: ${number} of ${agent} ${eventWords[kind]}${outcome === undefined ? '' : `, ${outcome}`}${effect === 'changed' ? '' : ` (${effectWords[effect]})`}`;

const effectWords = {
  stale: 'nothing new',
  held: 'other calls hold him',
  lost: 'not remembered',
  stranger: 'no agent',
} as const;

const eventWords = {
  ringing: 'rings',
  talking: 'answers',
  over: 'is done',
  left: 'is done, the call has left the applet',
};

/** For somebody who was woken by it: what was wrong, and what that did to the answer. */
const lackWords = {
  state: 'DynamoDB did not say what agents were doing: who was ringing, talking, paused or last in turn did not count',
  'stale-config':
    'DynamoDB gave no newer configuration than the one in memory: what was changed in the last minutes or hours did not count',
} as const;

const attemptLines = ({ at, reported, offered, reason, degraded, candidates, others }: ExplainedAttempt): string[] => [
  `${at}  ${reported}: ${reason === undefined ? `${offered.length} ${offered.length === 1 ? 'number' : 'numbers'}` : `nobody (${reason})`}`,
  ...(degraded === undefined ? [] : [`  degraded    ${degraded}: ${lackWords[degraded]}`]),
  ...candidates.map(
    (candidate) =>
      `  ${candidate.verdict.padEnd(10)}  ${candidate.number.padEnd(16)} ${candidate.agent}: ${candidate.reason}`,
  ),
  ...Object.entries(others).map(([why, count]) => `  and ${count} more: ${why}`),
];
