import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromIndexes, indexesPattern, toIndexes } from '../../functions/adapters/plan-indexes.ts';
import { numberOf } from '../support/builders.ts';
import { runs } from '../support/runs.ts';

const plan = Array.from({ length: 1000 }, (_, index) => numberOf(index + 1));

it('numbers of a plan, in any order, come back as they were', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom(...plan), { minLength: 1 }), (numbers) => {
      const places = toIndexes(numbers, plan) ?? '';
      expect(places).toMatch(indexesPattern);
      expect(fromIndexes(places, plan)).toEqual(numbers);
    }),
    { numRuns: runs(200) },
  );
});

it('a hundred numbers take 22 bytes when they follow each other', () => {
  expect(toIndexes(plan.slice(900), plan)).toBe('900.________________8A');
});

it('numbers that are not in the plan have no indexes, and indexes beyond the plan no numbers', () => {
  expect(toIndexes([numberOf(1), '+919999999999'], plan)).toBeUndefined();
  expect(() => fromIndexes('1000.gA', plan)).toThrow('no index of the plan');
});
