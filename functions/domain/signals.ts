/** What operators get to know: log lines, and the numbers in them that CloudWatch keeps as metrics. */
import type { EmptyReason } from './answer.ts';

/**
 * Every metric of the namespace `DialWhom`, with its unit. What each means stands in `docs/metrics.md`; a test compares.
 */
export const units = {
  Offered: 'Count',
  Exhausted: 'Count',
  Closed: 'Count',
  Blocked: 'Count',
  Busy: 'Count',
  Ended: 'Count',
  Repeated: 'Count',
  FallbackServed: 'Count',
  Refused: 'Count',
  Unavailable: 'Count',

  HuntStarted: 'Count',
  Degraded: 'Count',
  StaleConfig: 'Count',
  InvalidAnswerBlocked: 'Count',
  KeyRejected: 'Count',
  NobodyEligible: 'Count',
  UnclaimedOffer: 'Count',
  LastAgentOffered: 'Count',
  LeaseExpired: 'Count',
  ConfigInvalid: 'Count',
  ClockApart: 'Count',
  ColdStart: 'Count',

  AnswerMs: 'Milliseconds',
  ConfigMs: 'Milliseconds',
  HuntMs: 'Milliseconds',
  LiveMs: 'Milliseconds',
  ClaimMs: 'Milliseconds',
  CommitMs: 'Milliseconds',

  OutcomeCompleted: 'Count',
  OutcomeBusy: 'Count',
  OutcomeNoAnswer: 'Count',
  OutcomeFailed: 'Count',
  OutcomeCanceled: 'Count',
  CompletedAtFirst: 'Count',
  AttemptsToCompleted: 'Count',
  EventUsed: 'Count',
  EventStale: 'Count',
  EventUnusable: 'Count',
  EventLost: 'Count',

  SnapshotPublished: 'Count',
  SnapshotRefused: 'Count',
  SnapshotUnread: 'Count',
  SnapshotAgeSeconds: 'Seconds',
  PrimaryProbeFailed: 'Count',
  FallbackProbeFailed: 'Count',
} as const;

export type MetricName = keyof typeof units;

/** Values by metric: `{ Offered: 1, AnswerMs: 12 }`. */
export type Metrics = Readonly<Partial<Record<MetricName, number>>>;

/** What each kind of an empty answer counts as. */
export const emptyMetrics = {
  exhausted: 'Exhausted',
  closed: 'Closed',
  blocked: 'Blocked',
  busy: 'Busy',
  ended: 'Ended',
} as const satisfies Record<EmptyReason, MetricName>;

/** Values of the same metric add up. */
export const sumOf = (one: Metrics, other: Metrics): Metrics => {
  const all = { ...one };
  for (const [name, value] of Object.entries(other) as [MetricName, number][]) all[name] = (all[name] ?? 0) + value;
  return all;
};

/** How often each of them occurred. */
export const countsOf = (occurred: readonly MetricName[]): Metrics =>
  occurred.reduce<Metrics>((counts, name) => sumOf(counts, { [name]: 1 }), {});

export type Fields = Readonly<Record<string, unknown>>;

/** One JSON object a line, numbers masked by the writer; the metrics in it cost no line and no call of their own. */
export type Log = (fields: Fields, metrics?: Metrics) => void;
