/**
 * Three hours of a night that never was, minute by minute and the same each time: calls at the pace of a small centre, and
 * for the last quarter of an hour a table that is slow and fails.
 */
import { unitHash } from '../../functions/domain/hash.ts';

export const minutes = 180;
/** Since then the table fails. */
export const troubleAt = 164;
/** Midnight and so many minutes. */
export const clockText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

type Sample =
  | {
      /** About so much in a quiet minute, and while the table fails. */
      readonly calm: number;
      readonly trouble?: number;
      /** How far it may be away from that, as a part of it. */
      readonly noise?: number;
    }
  | ((minute: number) => number);

/** Counts a minute. They are whole, so 0.2 is one in five minutes. */
const counts: Record<string, Sample> = {
  Offered: { calm: 9, trouble: 6 },
  HuntStarted: { calm: 6.5, trouble: 4.4 },
  Exhausted: { calm: 0.5, trouble: 0.3 },
  Busy: { calm: 0.3, trouble: 0.2 },
  Closed: { calm: 0.15 },
  Blocked: { calm: 0.04 },
  Ended: { calm: 3.6, trouble: 2 },
  Repeated: { calm: 0.2, trouble: 0.5 },
  FallbackServed: { calm: 0, trouble: 2.6 },
  'Unavailable ap-southeast-1': { calm: 0 },
  '5xx': { calm: 0, trouble: 2.6 },
  '4xx': { calm: 0.05 },
  Refused: { calm: 0.05 },
  KeyRejected: { calm: 0.02 },
  Errors: { calm: 0 },
  Throttles: { calm: 0 },
  ConcurrentExecutions: { calm: 1.6, trouble: 4.5 },
  ColdStart: { calm: 0.15 },
  OutcomeCompleted: { calm: 4.6, trouble: 3 },
  OutcomeBusy: { calm: 0.9 },
  OutcomeNoAnswer: { calm: 2.1, trouble: 1.4 },
  OutcomeFailed: { calm: 0.15 },
  OutcomeCanceled: { calm: 0.6, trouble: 1 },
  UnclaimedOffer: { calm: 0, trouble: 1.5 },
  LastAgentOffered: { calm: 0.05 },
  LeaseExpired: { calm: 0.2 },
  NobodyEligible: { calm: 0.02 },
  Degraded: { calm: 0, trouble: 4 },
  StaleConfig: { calm: 0, trouble: 0.7 },
  ConfigInvalid: { calm: 0 },
  InvalidAnswerBlocked: { calm: 0 },
  ClockApart: { calm: 0 },
  EventUsed: { calm: 14, trouble: 9 },
  EventStale: { calm: 1.2 },
  EventUnusable: { calm: 0.3 },
  EventLost: { calm: 0, trouble: 1.3 },
  ReadThrottleEvents: { calm: 0 },
  WriteThrottleEvents: { calm: 0 },
  SystemErrors: { calm: 0, trouble: 1.2 },
  SnapshotPublished: (minute) => (minute % 5 === 2 && minute < troubleAt ? 1 : 0),
  SnapshotRefused: { calm: 0 },
  SnapshotUnread: { calm: 0 },
  PrimaryProbeFailed: (minute) => (minute > troubleAt && minute % 6 === 0 ? 1 : 0),
  FallbackProbeFailed: { calm: 0 },
};

/** Everything else, by name and statistic. */
const gauges: Record<string, Sample> = {
  'Latency p50': { calm: 21, trouble: 640 },
  'Latency p90': { calm: 38, trouble: 1_500 },
  'Latency p99': { calm: 90, trouble: 2_480, noise: 0.05 },
  'Latency Maximum': { calm: 260, trouble: 2_530, noise: 0.04 },
  'IntegrationLatency p99': { calm: 82, trouble: 2_470, noise: 0.05 },
  'Duration p99': { calm: 75, trouble: 2_450, noise: 0.05 },
  'AnswerMs p99': { calm: 66, trouble: 1_600 },
  'ConfigMs p50': { calm: 0.2, trouble: 0.3 },
  'HuntMs p50': { calm: 5, trouble: 210 },
  'LiveMs p50': { calm: 4, trouble: 160 },
  'ClaimMs p50': { calm: 6, trouble: 240 },
  'CommitMs p50': { calm: 7, trouble: 270 },
  'ConfigMs p99': { calm: 12, trouble: 640 },
  'HuntMs p99': { calm: 19, trouble: 1_210, noise: 0.1 },
  'LiveMs p99': { calm: 16, trouble: 500, noise: 0.05 },
  'ClaimMs p99': { calm: 22, trouble: 1_050, noise: 0.1 },
  'CommitMs p99': { calm: 26, trouble: 1_230, noise: 0.1 },
  SuccessfulRequestLatency: { calm: 14, trouble: 900, noise: 0.7 },
  'CompletedAtFirst Average': { calm: 0.78, noise: 0.12 },
  'AttemptsToCompleted Average': { calm: 1.3, noise: 0.12 },
  'AttemptsToCompleted Maximum': (minute) => 2 + Math.floor(3 * unitHash('most', String(minute)) ** 2),
  SnapshotAgeSeconds: (minute) => 25 + 60 * (minute < troubleAt ? (minute + 3) % 5 : minute - 162),
};

const value = (sample: Sample, name: string, minute: number): number => {
  if (typeof sample === 'function') return sample(minute);
  const { calm, trouble = calm, noise = 0.35 } = sample;
  const usual = minute < troubleAt ? calm : trouble;
  return usual * (1 + noise * (2 * unitHash(name, String(minute)) - 1));
};

/** The value of each minute. `names`: from the most special to the most general. */
export const seriesOf = (names: readonly string[], seed: string): readonly number[] => {
  const found = (from: Record<string, Sample>) =>
    names.map((name) => from[name]).find((sample) => sample !== undefined);
  const [count, gauge] = [found(counts), found(gauges)];
  const sample = count ?? gauge;
  if (sample === undefined) throw new Error(`test/picture/sample-data.ts has nothing for ${names.join(' or ')}`);
  return Array.from({ length: minutes }, (_, minute) => {
    const exact = value(sample, seed, minute);
    return count === undefined ? exact : Math.floor(exact + unitHash('whole', seed, String(minute)));
  });
};

/** Alarms that are on. */
export const alarmsOn: ReadonlySet<string> = new Set(['ServerErrors', 'DegradedAnswers', 'TableFaults']);

/** By the title of a table; a column that is not here is empty. */
export const rows: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> = {
  'Answers by pool': [
    ['sales', 'offer', '1128', '19', '88', '4'],
    ['sales', 'ended', '402', '14', '61', '5'],
    ['support', 'offer', '356', '21', '97', '6'],
    ['support', 'ended', '144', '15', '64', '6'],
    ['sales', 'exhausted', '61', '18', '70', '7'],
    ['support', 'busy', '37', '20', '75', '1'],
    ['on-call', 'offer', '29', '22', '93', '3'],
  ].map(
    ([pool, kind, answers, p50, p99, attempts]) =>
      ({ pool, kind, answers, p50, p99, attempts }) as Record<string, string>,
  ),
  'Calls without numbers, and why': [
    ['02:59:41', '8f21c6…', 'main', '', '503', '', 'deadline passed: ask the fallback', ''],
    ['02:59:12', '01c7aa…', 'main', '', '503', '', 'unavailable: ask the fallback', 'TimeoutError'],
    ['02:58:50', 'b90e44…', 'support', '', '503', '', 'unavailable: ask the fallback', 'TimeoutError'],
    ['02:58:02', '6d1f70…', 'main', 'sales', '200', 'exhausted', '', ''],
    ['02:57:33', '2ac94b…', 'main', '', '503', '', 'deadline passed: ask the fallback', ''],
    ['02:56:18', '77e0d5…', 'support', 'support', '200', 'busy', '', ''],
    ['02:54:47', 'e3b812…', 'main', '', '503', '', 'unavailable: ask the fallback', 'TimeoutError'],
  ].map(
    ([at, callSid, applet, pool, status, reason, why, cause]) =>
      ({ '@timestamp': at, callSid, applet, pool, status, reason, why, cause }) as Record<string, string>,
  ),
};
