import { unitHash } from '../../functions/domain/hash.ts';

/** Numbers between 0 and 1, both exclusive: the same ones for the same seed. */
export const randomFrom = (seed: string): (() => number) => {
  let count = 0;
  return () => {
    count += 1;
    return unitHash(seed, String(count));
  };
};
