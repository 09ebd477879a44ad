/** What the primary needs from its environment; `lib/` is checked against this type. */
export const primaryEnvNames = ['STAGE', 'TABLE_NAME', 'KEY_HASHES'] as const;

/**
 * `STAGE`: value of the metrics' `Stage` dimension. `TABLE_NAME`: the table. `KEY_HASHES`: accepted keys as
 * comma-separated SHA-256 hashes in hex; empty refuses every request.
 */
export type PrimaryEnv = Record<(typeof primaryEnvNames)[number], string>;
