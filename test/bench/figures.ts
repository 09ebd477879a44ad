/** All that the bench measured, as `--json` prints it. */
import type { Callers } from './callers.ts';
import type { ColdStart } from './cold-start.ts';
import type { Name } from './contestants.ts';
import type { Growth } from './growth.ts';
import type { RoundTrips } from './round-trips.ts';
import type { Distance } from './tables.ts';
import type { Warm } from './warm.ts';

export type Figures = {
  /** `full`, or `short` with fewer rounds and wider bounds. */
  readonly form: 'full' | 'short';
  readonly machine: { readonly cores: number; readonly node: string; readonly loadAverage: number };
  readonly distanceMs: number;
  readonly bytes: Readonly<Record<Name, number>>;
  readonly floorBytes: number;
  readonly roundTrips: RoundTrips;
  readonly coldStart: Readonly<Record<Distance, ColdStart>>;
  readonly warm: Readonly<Record<Distance, Warm>>;
  readonly callers: readonly Callers[];
  readonly growth: Growth;
};
