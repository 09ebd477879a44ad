/** What the handlers need from the outside world, as types. Expected failures are results; only bugs are thrown. */
import type { Config, ConfigIdentity } from './config.ts';
import type { Hunt, HuntId, HuntWrite } from './hunt.ts';

/** Milliseconds since the epoch. */
export type Clock = () => number;

export type ConfigReading =
  | { readonly kind: 'found'; readonly config: Config; readonly identity: ConfigIdentity }
  | { readonly kind: 'unknown-applet' }
  /** Neither the table nor the memory has a usable configuration for this applet. */
  | { readonly kind: 'unavailable'; readonly cause: string };

export interface ConfigSource {
  /** The applet's configuration and all it can reach. */
  read(applet: string): Promise<ConfigReading>;
}

export type HuntReading =
  | { readonly kind: 'found'; readonly hunt: Hunt | undefined }
  | { readonly kind: 'unavailable'; readonly cause: string };

export type CommitResult =
  | { readonly kind: 'committed' }
  /** Somebody else wrote first; this is what stands now. */
  | { readonly kind: 'lost'; readonly hunt: Hunt }
  /** Somebody else wrote first, and what cannot be read. */
  | { readonly kind: 'unavailable'; readonly cause: string }
  /** It may or may not have been written. */
  | { readonly kind: 'unknown'; readonly cause: string };

export interface HuntStore {
  /** The last visit, strongly consistent. */
  latest(id: HuntId, signal: AbortSignal): Promise<HuntReading>;
  /** Writes one attempt if nobody has written another since the decision was taken. */
  commit(id: HuntId, write: HuntWrite, signal: AbortSignal): Promise<CommitResult>;
}

/** One JSON object a line; phone numbers are masked by the writer. */
export type Log = (fields: Readonly<Record<string, unknown>>) => void;

/** Names of the counters in the metrics namespace `DialWhom`. */
export type MetricName =
  | 'Offered'
  | 'Empty'
  | 'Refused'
  | 'Unavailable'
  | 'Degraded'
  | 'Repeated'
  | 'FallbackServed'
  | 'InvalidAnswerBlocked'
  | 'ConfigInvalid';

export type Count = (metric: MetricName) => void;
