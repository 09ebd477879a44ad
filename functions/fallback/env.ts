/** What the fallback needs from its environment; `lib/` is checked against this type. */
export const fallbackEnvNames = ['STAGE', 'KEY_HASHES'] as const;

/** `STAGE` and `KEY_HASHES` as for the primary. There is no table here, and there must never be one. */
export type FallbackEnv = Record<(typeof fallbackEnvNames)[number], string>;
