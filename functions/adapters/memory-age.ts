/**
 * How old something in memory is, whichever way the clock was set since: one that went back by an hour must not hold it for
 * an hour longer.
 */
export const ageMsOf = (atMs: number, nowMs: number): number => Math.abs(nowMs - atMs);
