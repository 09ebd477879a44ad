/** What the handlers need from the outside world, as types. Expected failures are results; only bugs are thrown. */
import type { ToldOfCall } from './call-log.ts';
import type { CallPhones } from './call-phones.ts';
import type { Claim } from './claim.ts';
import type { Config, ConfigIdentity } from './config.ts';
import type { Hunt, HuntId, HuntWrite } from './hunt.ts';
import type { EventEffect } from './lease.ts';
import type { Live, LiveView } from './live.ts';
import type { Spoke, SpokeNote } from './sticky.ts';

/** Milliseconds since the epoch. */
export type Clock = () => number;

export type ConfigReading =
  | {
      readonly kind: 'found';
      readonly config: Config;
      readonly identity: ConfigIdentity;
      /** It is from memory and a newer one was waited for: why it could not be had. */
      readonly staleBecause?: string | undefined;
    }
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
  /** The last visit; may be behind by a moment. What is decided on it is committed on condition, or repeats what is stored. */
  latest(id: HuntId, signal: AbortSignal): Promise<HuntReading>;
  /** Writes one attempt if nobody has written another since the decision was taken. */
  commit(id: HuntId, write: HuntWrite, signal: AbortSignal): Promise<CommitResult>;
}

export type LiveReading =
  | {
      readonly kind: 'found';
      readonly view: LiveView;
      /** Why some of them are missing who may well be known. */
      readonly partialBecause?: string | undefined;
    }
  | { readonly kind: 'unavailable'; readonly cause: string };

export type ClaimResult =
  | { readonly kind: 'claimed' }
  /** `isClaimable` did not hold; what is known of him now. */
  | { readonly kind: 'taken'; readonly live: Live | undefined }
  /** He may or may not have been claimed. */
  | { readonly kind: 'unknown'; readonly cause: string };

export interface LiveStore {
  /**
   * What is known of these agents; may be behind by a moment, and takes `budget.viewMs` at most. Of those who are not
   * `wantedFirst`, going by what is known of all, it may be behind by ten seconds.
   */
  read(agents: readonly string[], wantedFirst?: (view: LiveView) => readonly string[]): Promise<LiveReading>;
  /**
   * The view with what this process has done and met since it was read: its own claims need not wait to be read back. Of a
   * claim that is not answered yet everybody knows but the call it is for: its twin must not take it for won.
   */
  learned(view: LiveView, callSid: string): LiveView;
  /** As `afterClaim`, if `isClaimable`: one of many wins. */
  claim(claim: Claim, signal: AbortSignal): Promise<ClaimResult>;
  /**
   * Changes what is known of an agent as `decide` says, once, whoever else changes it at the same time. What was `seen` of
   * him saves reading him. Never rejects: a lease that was not ended ends by itself.
   */
  change(
    agent: string,
    decide: (live: Live) => EventEffect,
    signal: AbortSignal,
    seen?: Live,
  ): Promise<EventEffect | { readonly kind: 'unavailable' }>;
}

/** What events told of a call, for whoever asks later. */
export interface CallLog {
  /** Never rejects: none where the call is not known, and where it cannot be read. */
  phones(callSid: string, signal: AbortSignal): Promise<CallPhones>;
  /** Never rejects: what cannot be written is forgotten. */
  append(callSid: string, told: ToldOfCall, signal: AbortSignal): Promise<void>;
}

/** The configuration as it was applied last, whatever the applet: events name none. */
export interface Directory {
  /** `undefined` when it cannot be had, and before the first one is applied. */
  config(signal: AbortSignal): Promise<Config | undefined>;
}

/** A nicety: what cannot be read is not known, what cannot be written is forgotten, and neither is a fault. */
export interface CallerStore {
  /** Whom this caller, in E.164, spoke with last. */
  spokeWith(caller: string, signal: AbortSignal): Promise<Spoke | undefined>;
  note(caller: string, note: SpokeNote, signal: AbortSignal): Promise<void>;
}

export type ParameterReading =
  | { readonly kind: 'found'; readonly value: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unavailable'; readonly cause: string };

export interface ParameterSource {
  readonly name: string;
  /** Never rejects. */
  read(signal: AbortSignal): Promise<ParameterReading>;
}
