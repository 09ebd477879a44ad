/** What the publisher needs from its environment; `lib/` is checked against this type. */
export const publisherEnvNames = ['STAGE', 'TABLE_NAME', 'SNAPSHOT_ENDPOINT', 'SNAPSHOT_REGION'] as const;

/**
 * `STAGE` and `TABLE_NAME` as for the primary. `SNAPSHOT_ENDPOINT`: the URL of the snapshot's bucket. `SNAPSHOT_REGION`: the
 * Region it is in, which is the fallback's and not the publisher's.
 */
export type PublisherEnv = Record<(typeof publisherEnvNames)[number], string>;
