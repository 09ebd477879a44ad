/** What the handlers need from the outside world, as types. Expected failures are results; only bugs are thrown. */
import type { Config, ConfigIdentity } from './config.ts';
import type { Hunt, HuntId, HuntWrite } from './hunt.ts';
import type { Claim, Hold, Live, LiveView } from './live.ts';
import type { Spoke, SpokeNote } from './sticky.ts';

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

export type LiveReading =
  | { readonly kind: 'found'; readonly view: LiveView }
  | { readonly kind: 'unavailable'; readonly cause: string };

export type ClaimResult =
  | { readonly kind: 'claimed' }
  /** `isClaimable` did not hold; what is known of him now. */
  | { readonly kind: 'taken'; readonly live: Live | undefined }
  /** He may or may not have been claimed. */
  | { readonly kind: 'unknown'; readonly cause: string };

export interface LiveStore {
  /** What is known of these agents; may be behind by a moment, and takes `budget.viewMs` at most. */
  read(agents: readonly string[]): Promise<LiveReading>;
  /** The view with what this process has done and met since it was read: its own claims need not wait to be read back. */
  learned(view: LiveView): LiveView;
  /** As `afterClaim`, if `isClaimable`: one of many wins. */
  claim(claim: Claim, signal: AbortSignal): Promise<ClaimResult>;
  /** Frees an agent if this very attempt holds him. Never rejects: a lease that was not ended ends by itself. */
  release(hold: Hold, signal: AbortSignal): Promise<void>;
}

/** A nicety: what cannot be read is not known, what cannot be written is forgotten, and neither is a fault. */
export interface CallerStore {
  /** Whom this caller, in E.164, spoke with last. */
  spokeWith(caller: string, signal: AbortSignal): Promise<Spoke | undefined>;
  note(caller: string, note: SpokeNote, signal: AbortSignal): Promise<void>;
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
  | 'ConfigInvalid'
  /** The head of an offer was not held for its call: every agent was taken, or there was no time left. */
  | 'UnclaimedOffer';

export type Count = (metric: MetricName) => void;
