import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventFaults, fateOf } from '../../bin/emulator/event-faults.ts';
import { holds } from '../support/property.ts';

const rate = fc.double({ min: 0, max: 1, noNaN: true });
const seeds = fc.string();
const indexes = fc.nat(10_000);

describe('the fate of an event', () => {
  test('is the same for the same seed, and never better at a higher rate', () => {
    void holds(
      'fates are repeatable and rise with the rate',
      500,
      fc.property(
        fc.record({ seed: seeds, index: indexes, fault: fc.constantFrom(...eventFaults), one: rate, other: rate }),
        ({ seed, index, fault, one, other }) => {
          const at = (value: number) => fateOf(seed, index, { [fault]: value })[fault];
          expect(at(one)).toBe(at(one));
          if (at(Math.min(one, other))) expect(at(Math.max(one, other))).toBe(true);
        },
      ),
    );
  });

  test('meets no fault at 0 or without a rate, and every one at 1', () => {
    void holds(
      'rates of 0 and 1 leave nothing to chance',
      200,
      fc.property(seeds, indexes, (seed, index) => {
        const none = { lost: false, doubled: false, late: false, reordered: false };
        const all = { lost: true, doubled: true, late: true, reordered: true };
        expect(fateOf(seed, index, {})).toEqual(none);
        expect(fateOf(seed, index, { lost: 0, doubled: 0, late: 0, reordered: 0 })).toEqual(none);
        expect(fateOf(seed, index, { lost: 1, doubled: 1, late: 1, reordered: 1 })).toEqual(all);
      }),
    );
  });

  test.each(eventFaults)('is to be %s as often as its rate says, whatever the other faults do', (fault) => {
    const indexesOfMany = Array.from({ length: 20_000 }, (_, index) => index);
    const rates = { lost: 0.3, doubled: 0.3, late: 0.3, reordered: 0.3, [fault]: 0.1 };
    const fates = indexesOfMany.map((index) => fateOf('a seed', index, rates));
    const others = eventFaults.filter((other) => other !== fault);
    expect(fates.filter((fate) => fate[fault]).length / 20_000).toBeCloseTo(0.1, 2);
    for (const other of others) {
      const together = fates.filter((fate) => fate[fault] && fate[other]).length;
      expect(together / 20_000).toBeCloseTo(0.03, 2);
    }
  });
});
