/** What one request is answered with, before it becomes HTTP. */

/** Why an answer names nobody although nothing is broken. */
export const emptyReasons = ['exhausted', 'closed', 'blocked', 'busy', 'ended'] as const;
export type EmptyReason = (typeof emptyReasons)[number];

/** The answers a hunt can have: both are a 200. */
export type HuntAnswer =
  | { readonly kind: 'offer'; readonly numbers: readonly string[] }
  | { readonly kind: 'empty'; readonly reason: EmptyReason };

export type Answer =
  | HuntAnswer
  /** The applet of the URL is not configured. */
  | { readonly kind: 'unknown-applet' }
  /** Our own fault, and not even a degraded answer is possible: the provider shall ask the fallback. */
  | { readonly kind: 'unavailable'; readonly cause: string };
