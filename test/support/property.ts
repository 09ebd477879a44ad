import fc from 'fast-check';
import { runs } from './runs.ts';

/**
 * Asserts a property and prints its seed, also when it holds: `SEED=… npm test` plays the same runs again. Ten times as
 * many runs in `npm run test:long`. To be awaited when the property is asynchronous.
 */
export function holds<Ts>(name: string, inTest: number, property: fc.IAsyncProperty<Ts>): Promise<void>;
export function holds<Ts>(name: string, inTest: number, property: fc.IProperty<Ts>): void;
export function holds<Ts>(
  name: string,
  inTest: number,
  property: fc.IProperty<Ts> | fc.IAsyncProperty<Ts>,
): Promise<void> | void {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
  const numRuns = runs(inTest);
  console.log(`property: ${name}: ${numRuns} runs, seed ${seed}`);
  return fc.assert(property as fc.IAsyncProperty<Ts>, { numRuns, seed });
}

/** Zones whose clocks change at different times, by an hour and by half of one, and one whose clock never does. */
export const zones = [
  'Asia/Kolkata',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Pacific/Apia',
  'Africa/Casablanca',
] as const;

/** Shortly before midnight or a clock change in one of these zones. */
export const fatefulMoments = [
  '2026-11-24T18:25:00Z',
  '2026-10-25T00:50:00Z',
  '2026-03-29T00:50:00Z',
  '2026-11-01T05:50:00Z',
  '2026-03-08T06:50:00Z',
  '2026-04-04T14:50:00Z',
  '2026-10-03T15:20:00Z',
  '2026-12-31T22:55:00Z',
].map((time) => Date.parse(time));
