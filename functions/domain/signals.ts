/** What operators get to know: log lines, counters and values. */

/** One JSON object a line; phone numbers are masked by the writer. */
export type Log = (fields: Readonly<Record<string, unknown>>) => void;

/** Names of the counters in the metrics namespace `DialWhom`. */
export type MetricName =
  | 'Offered'
  | 'Empty'
  | 'Refused'
  | 'Unavailable'
  /** Besides what it was for the caller: answered without what is remembered of the call or of agents, in whole or in part. */
  | 'Degraded'
  /** Besides what it was for the caller: answered from a configuration in memory that the table no longer confirms. */
  | 'StaleConfig'
  | 'Repeated'
  | 'FallbackServed'
  /** The fallback could not read its snapshot, and answers from the one it has, or from its floor. */
  | 'SnapshotUnread'
  /** The publisher did not publish what the table has: it would lose people, or has mistakes. */
  | 'SnapshotRefused'
  | 'SnapshotPublished'
  | 'InvalidAnswerBlocked'
  | 'ConfigInvalid'
  /** The head of an offer was not held for its call: there was no time left, or no answer. */
  | 'UnclaimedOffer'
  /** Somebody was offered who missed too many calls in a row: nobody else of his pool was left. */
  | 'LastAgentOffered'
  /** The provider's clock and ours differ by more than events can be told apart by. */
  | 'ClockApart'
  /** Events of the provider: what came of each. */
  | 'EventUsed'
  | 'EventUnusable'
  | 'EventStale'
  | 'EventLost';

export type Count = (metric: MetricName) => void;

/** Names of the values in the same namespace. */
export type GaugeName = 'SnapshotAgeSeconds' | 'PrimaryProbeFailed' | 'FallbackProbeFailed';

export type Measure = (metric: GaugeName, value: number) => void;
