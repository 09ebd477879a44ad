/** What the events function needs from its environment; `lib/` is checked against this type. */
export const eventsEnvNames = ['STAGE', 'TABLE_NAME', 'KEY_HASHES'] as const;

/** As for the primary, with keys of its own. */
export type EventsEnv = Record<(typeof eventsEnvNames)[number], string>;
