/** What is counted of what became of a ring: calls missed in a row, and numbers that fail time after time. */
import type { LegEvent } from './leg-event.ts';
import { type Live, type Missed, missedOutcomes } from './live.ts';

/** What an outcome says of him and of that number. `canceled` counts against nobody. */
export const counting = (live: Live, { outcome, number, callSid }: LegEvent, nowMs: number): Partial<Live> => {
  if (outcome === undefined || outcome === 'canceled') return {};
  const { [number]: failed, ...others } = live.failing ?? {};
  const failing =
    outcome === 'failed'
      ? { ...others, [number]: { count: (failed?.count ?? 0) + 1, sinceMs: failed?.sinceMs ?? nowMs, lastMs: nowMs } }
      : others;
  const isMiss = (missedOutcomes as readonly string[]).includes(outcome);
  return {
    failing: Object.keys(failing).length === 0 ? undefined : failing,
    ...(isMiss
      ? { misses: (live.misses ?? 0) + 1, lastMiss: { outcome: outcome as Missed, atMs: nowMs, callSid } }
      : answeredAt(nowMs)),
  };
};

/** Misses before a conversation are nothing any more. */
export const answeredAt = (nowMs: number) => ({ misses: undefined, lastMiss: undefined, lastAnsweredMs: nowMs });
