import { unitHash } from '../../../functions/domain/hash.ts';

/** Millions of numbers between 0 and 1, the same ones for the same seed: mulberry32. 0 is left out, for logarithms. */
export const chanceFrom = (seed: string): (() => number) => {
  let state = Math.floor(unitHash(seed) * 2 ** 32);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
};
