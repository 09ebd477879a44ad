/** What changes with every call about an agent: when he was offered, which calls hold him, what became of them. */
import { entry } from './entries.ts';
import type { Outcome } from './request.ts';

/** An agent held by one attempt of a call. Past `untilMs` it is nothing: no lease has to be ended for an agent to be free. */
export type Lease = {
  readonly callSid: string;
  /** Which attempt of that call, so that the twin of a request knows its own lease. */
  readonly attempt: string;
  /** The number of his that rings, E.164. */
  readonly number: string;
  /** Who calls, E.164: calling back he takes over the lease of his old call. */
  readonly caller?: string | undefined;
  readonly claimedAtMs: number;
  /** The same moment by the provider's clock, if it told. */
  readonly sentMs?: number | undefined;
  readonly untilMs: number;
  /** As the provider tells it; ringing until it does. */
  readonly phase?: 'ringing' | 'talking' | 'wrap-up' | undefined;
};

/** A ring that is over: when we heard of it, when it was by the provider's clock, and what became of it once that is told. */
export type Ended = {
  /** Nobody told: the same caller's next call took his lease over. That he talks all the same proves it wrong. */
  readonly isAssumed?: boolean | undefined;
  readonly atMs: number;
  readonly sentMs?: number | undefined;
  readonly outcome?: Outcome | undefined;
};

/** What somebody did wrong who was rung. `canceled` is the caller's doing. */
export const missedOutcomes = ['no-answer', 'busy', 'failed'] as const;
export type Missed = (typeof missedOutcomes)[number];

/** One agent as he is known now. */
export type Live = {
  /** Counts the writes, so that a change can be made on condition that there was no other. */
  readonly version?: number | undefined;
  /** As the head of an answer, in whatever pool. */
  readonly lastOfferedMs?: number | undefined;
  readonly lastAnsweredMs?: number | undefined;
  /** When he was offered last, by pool: whose turn it is. */
  readonly turns: Readonly<Record<string, number>>;
  /** How often, by `slotOf` the time. */
  readonly offers: Readonly<Record<string, number>>;
  /** By place: as many as he may talk to at once, `0` first. */
  readonly leases: Readonly<Record<string, Lease>>;
  /** Rings of late that are over, by `ringOf` them: what is told of them after that is stale, and counted once. */
  readonly ended?: Readonly<Record<string, Ended>> | undefined;
  /** Calls missed in a row. */
  readonly misses?: number | undefined;
  readonly lastMiss?: { readonly outcome: Missed; readonly atMs: number; readonly callSid: string } | undefined;
  /** Numbers that could not be dialled of late, time after time. */
  readonly failing?: Readonly<Record<string, Failing>> | undefined;
  /** By hand, until that time or until somebody resumes him. */
  readonly paused?: Pause | undefined;
  /** Which attempt of which call offered him last. */
  readonly lastBy?: string | undefined;
};

export type Failing = { readonly count: number; readonly sinceMs: number; readonly lastMs: number };

export type Pause = {
  readonly atMs: number;
  readonly by: string;
  readonly untilMs?: number | undefined;
  readonly reason?: string | undefined;
};

/** By agent; who is missing was never offered. */
export type LiveView = ReadonlyMap<string, Live>;

export const nothingKnown: Live = { turns: {}, offers: {}, leases: {} };

/** How long a phone rings: 30 s unless the applet says otherwise, and up to 10 s until it does and we hear of it. */
export const ringLeaseMs = 40_000;

/** Names a ring on one agent's item: no number rings twice in one pass of a call. */
export const ringOf = ({ callSid, number }: Pick<Lease, 'callSid' | 'number'>): string => `${callSid}#${number}`;

/** What is known of the end of that ring, if it is over. */
export const endedOf = ({ ended = {} }: Live, ring: string): Ended | undefined => entry(ended, ring);

/**
 * Whoever calls has hung up his old call: its lease is his. Not while it is told that the two talk: a company's lines may
 * share a number.
 */
export const isHisOld = ({ caller, phase }: Lease, other: string | undefined): boolean =>
  caller !== undefined && caller === other && phase !== 'talking';

/** By hand. */
export const isPaused = ({ paused }: Live, nowMs: number): boolean =>
  paused !== undefined && (paused.untilMs === undefined || paused.untilMs > nowMs);
