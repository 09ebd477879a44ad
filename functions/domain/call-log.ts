/** What events told of a call: kept with it, for `calls` and for the timeline of `explain`. */
import type { EventEffect } from './lease.ts';
import type { Leg } from './leg-event.ts';
import type { Outcome } from './request.ts';

/** One of them, as it came in. */
export type LoggedEvent = {
  readonly atMs: number;
  readonly sentMs?: number | undefined;
  readonly kind: Leg['kind'];
  readonly agent?: string | undefined;
  readonly number?: string | undefined;
  readonly outcome?: Outcome | undefined;
  readonly effect: EventEffect['kind'] | 'lost' | 'stranger';
};

export type ToldOfCall = {
  readonly atMs: number;
  /** E.164. */
  readonly caller?: string | undefined;
  /** Of the call as a whole, and who spoke with the caller. */
  readonly outcome?: Outcome | undefined;
  readonly agent?: string | undefined;
  readonly events: readonly LoggedEvent[];
};
