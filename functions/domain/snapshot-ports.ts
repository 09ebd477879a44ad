/** What it takes to bring the configuration to the fallback, as types: from the table, to the bucket, into memory. */
import type { Config } from './config.ts';
import type { Snapshot } from './snapshot.ts';

export type SnapshotReading =
  /** `version` is what a write names to replace exactly this one. */
  | { readonly kind: 'found'; readonly snapshot: Snapshot; readonly version: string }
  | { readonly kind: 'missing' }
  /** It is there, and nobody can answer from it. */
  | { readonly kind: 'unusable'; readonly why: string; readonly version: string }
  | { readonly kind: 'unavailable'; readonly cause: string };

export interface SnapshotSource {
  read(signal: AbortSignal): Promise<SnapshotReading>;
}

export interface SnapshotStore extends SnapshotSource {
  /**
   * In place of the version that was read, or of none. `overtaken` when there is another one by now. Rejects when it is not
   * known to be written.
   */
  write(snapshot: Snapshot, over: string | undefined, signal: AbortSignal): Promise<'written' | 'overtaken'>;
}

/** What the table says, and what the publisher has to know to judge it. */
export type FoundConfig = {
  readonly config: Config;
  readonly revision: number;
  /** As it was applied last, if it can be read: what was edited by hand since is in `config` alone. */
  readonly applied: Config | undefined;
  /** The last revision of which somebody said that what it loses is meant. */
  readonly forced: { readonly revision: number; readonly config: Config } | undefined;
  /** What is wrong with items that could not be used, by their `pk/sk`. */
  readonly reasons: Readonly<Record<string, string>>;
  /** Of agents, by their ids. */
  readonly stamps: Readonly<Record<string, Stamped>>;
  /** The answer path dials no numbers without one. */
  readonly demandsStamps: boolean;
  /** The revision of which the table says that it is published. */
  readonly marked: number | undefined;
};

export type WholeReading =
  | ({ readonly kind: 'found' } & FoundConfig)
  /** A configuration is being applied. */
  | { readonly kind: 'changing' }
  /** There is none. */
  | { readonly kind: 'empty'; readonly revision: number }
  | { readonly kind: 'unavailable'; readonly cause: string };

/** All that is configured, whatever the applet. */
export interface WholeConfig {
  /** With the applets named besides those that are known; `lastGood` stands in for items that somebody broke by hand. */
  read(named: readonly string[], lastGood: Config | undefined, signal: AbortSignal): Promise<WholeReading>;
}

/** What an agent's item has for a stamp, and what that of his numbers is. */
export type Stamped = { readonly has: unknown; readonly fitting: string };

/** Of an agent's item: what it has for a stamp, and what it shall have; none for numbers that may not be dialled. */
export type DueStamp = { readonly agent: string; readonly has: unknown; readonly due: string | undefined };

/** What the publisher tells the table. Nothing where somebody else has told otherwise by now. Rejects when it is not known to be written. */
export interface MarkStore {
  stamp(stamp: DueStamp, signal: AbortSignal): Promise<void>;
  /** From now on numbers without a stamp are not dialled. */
  demandStamps(signal: AbortSignal): Promise<void>;
  /** The revision that the fallback answers from, in the place of the one it is `marked` as. */
  published(revision: number, marked: number | undefined, signal: AbortSignal): Promise<void>;
}

/** What the fallback answers from. */
export type KnownConfig =
  | ({ readonly source: 'snapshot' } & Snapshot)
  /** As it was deployed. */
  | { readonly source: 'floor'; readonly config: Config };

export interface SnapshotMemory {
  /**
   * As it stands. Starts the refresh that is due and does not wait for it, but for `budget.snapshotStartMs` when none has
   * come to an end for long.
   */
  current(): Promise<KnownConfig>;
  /** After the refresh that is due, which may take so long. */
  refreshed(withinMs: number): Promise<KnownConfig>;
}
