import type { Clock } from '../domain/ports.ts';

/** The only place that reads the time; everything else is given a clock, so that it can be replayed. */
export const systemClock: Clock = () => Date.now();
