/** How often somebody was offered of late: counted over an hour that slides in steps of five minutes. */
import type { Live } from './live.ts';

const slotMs = 5 * 60_000;
const windowSlots = 12;

/** The slot that an offer of that moment is counted in. */
export const slotOf = (atMs: number): string => String(slotNumber(atMs));

const slotNumber = (atMs: number): number => Math.floor(atMs / slotMs);

/** Offers within the last hour, give or take five minutes. */
export const offersWithin = (live: Live | undefined, nowMs: number): number =>
  Object.entries(live?.offers ?? {})
    .filter(([slot]) => Number(slot) > slotNumber(nowMs) - windowSlots)
    .reduce((sum, [, count]) => sum + count, 0);

/** Slots that no hour's count looks at any more. */
export const staleSlots = (live: Live | undefined, nowMs: number): string[] =>
  Object.keys(live?.offers ?? {}).filter((slot) => Number(slot) <= slotNumber(nowMs) - windowSlots);
