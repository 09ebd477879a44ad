/** What one request is answered with, before it becomes HTTP. */

/** Why an answer names nobody although nothing is broken. */
export const emptyReasons = ['exhausted', 'closed', 'blocked', 'busy', 'ended'] as const;
export type EmptyReason = (typeof emptyReasons)[number];

/** The answers a hunt can have: both are a 200. */
export type HuntAnswer =
  | { readonly kind: 'offer'; readonly numbers: readonly string[] }
  | { readonly kind: 'empty'; readonly reason: EmptyReason };

/**
 * What an answer does without. `state`: what is remembered of the call, or known of agents, could not be read, or nobody
 * knows whether the answer was written. `stale-config`: only the configuration is from memory, and older than it should be.
 */
export const lacks = ['state', 'stale-config'] as const;
export type Lack = (typeof lacks)[number];

export type Answer =
  | HuntAnswer
  /** The applet of the URL is not configured. */
  | { readonly kind: 'unknown-applet' }
  /** Our own fault, and not even a degraded answer is possible: the provider shall ask the fallback. */
  | { readonly kind: 'unavailable'; readonly cause: string };

/** What an answer may be made from: of the primary `table`, whatever it does without, and of the fallback the others. */
export type AnswerSource = 'table' | 'snapshot' | 'floor' | 'last-resort';
