/** What the fallback needs from its environment; `lib/` is checked against this type. */
export const fallbackEnvNames = ['STAGE', 'KEY_HASHES', 'SNAPSHOT_ENDPOINT', 'SNAPSHOT_REFRESH_SECONDS'] as const;

/**
 * `STAGE` and `KEY_HASHES` as for the primary. `SNAPSHOT_ENDPOINT`: the URL of the snapshot's bucket.
 * `SNAPSHOT_REFRESH_SECONDS`: how old what was read from it may be. There is no table here, and there must never be one.
 */
export type FallbackEnv = Record<(typeof fallbackEnvNames)[number], string>;
