/**
 * The one time budget, in milliseconds but for `maxAttempts`: every timeout, deadline and alarm threshold is derived from it.
 * Each layer gives up before the one that waits for it, so that a failure is ours to count and the provider
 * still has its own ten seconds for the fallback.
 */
export const budget = {
  /** Exotel waits this long, then asks the Fallback URL. */
  providerMs: 10_000,
  /** Half of that: late, but still with time to act. */
  slowMs: 5_000,
  /** API Gateway gives up on the integration. */
  gatewayMs: 8_000,
  /** Lambda ends the invocation. */
  functionMs: 6_000,
  /** The handler answers 503, whatever is still under way. */
  handlerMs: 2_500,
  /** All DynamoDB work of one answer together. */
  databaseMs: 1_500,
  /** Waiting for a newer configuration than the one in memory: one attempt may be lost, and somebody can still be claimed. */
  configMs: 800,
  /** Looking at agents: better to answer without than to use up the time of the commit. */
  viewMs: 500,
  /** Nobody is claimed any more after this part of it: the commit needs time too. */
  claimMs: 1_100,
  /** One attempt at one DynamoDB operation: DynamoDB itself may wait 5,000 ms on a sick storage node. */
  attemptMs: 600,
  /** Opening the connection for that attempt. */
  connectMs: 300,
  /** Reading the snapshot before the fallback's first answer; without it there is the floor. */
  snapshotStartMs: 300,
  /** Reading it behind an answer, when nobody waits. */
  snapshotMs: 1_500,
  /** Reading the URLs that the canary asks, before it asks both within `providerMs`. */
  parameterMs: 2_000,
  /** Publishing a snapshot of the whole table, when nobody waits. */
  publishMs: 20_000,
  /** Attempts per DynamoDB operation; the SDK's own default changed in November 2026. */
  maxAttempts: 2,
} as const;
