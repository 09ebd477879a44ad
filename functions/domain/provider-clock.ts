/** `CurrentTime`: the provider's own clock, with its zone left out. */

/** As seconds; only good for differences. `undefined` for what means "not known". */
export const readSeconds = (text: string | undefined): number | undefined => {
  const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})$/.exec(text ?? '');
  // The provider writes "not known" as the epoch in India (1970-01-01 05:30:00) or as a date of zeros.
  if (match === null || text?.startsWith('1970') || text?.startsWith('0000')) return undefined;
  const milliseconds = Date.parse(`${match[1]}T${match[2]}Z`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
};

/** The provider writes Indian time without saying so. */
const istOffsetSeconds = 5.5 * 3600;

/** The provider's clock as milliseconds since the epoch. */
export const sentMsOf = (currentSeconds: number | undefined): number | undefined =>
  currentSeconds === undefined ? undefined : (currentSeconds - istOffsetSeconds) * 1000;

/** By how much clocks may differ before what is told of one moment cannot be told from another. */
export const clockToleranceMs = 5_000;

/** The provider tries to deliver for so long: again after 15 s, after 5 and after 15 minutes, and then some. */
export const longestDelayMs = 30 * 60_000;

/** Do the two clocks differ, when what was sent then arrives now, at most so late? */
export const isClockApart = (sentMs: number | undefined, nowMs: number, delayMs = 0): boolean =>
  sentMs !== undefined && (sentMs > nowMs + clockToleranceMs || sentMs < nowMs - clockToleranceMs - delayMs);
