/** What the canary needs from its environment; `lib/` is checked against this type. */
export const canaryEnvNames = ['STAGE', 'URLS_PARAMETER', 'PROBE_METHOD'] as const;

/**
 * `STAGE`: value of the metrics' `Stage` dimension. `URLS_PARAMETER`: the SecureString in Parameter Store that holds the
 * Primary and the Fallback URL as they are pasted into Exotel, keys included. `PROBE_METHOD`: GET, or HEAD where only the
 * provider's addresses may GET.
 */
export type CanaryEnv = Record<(typeof canaryEnvNames)[number], string>;
