import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statisticOf } from '../support/alarm-metrics.ts';
import { type Condition, type Datapoints, jointStatesOf, statesOf } from '../support/alarm-states.ts';
import { holds } from '../support/property.ts';

const condition = (bad: number, of: number, missing: string): Condition => ({
  ComparisonOperator: 'GreaterThanThreshold',
  Threshold: 0,
  DatapointsToAlarm: bad,
  EvaluationPeriods: of,
  TreatMissingData: missing,
});

/** As CloudWatch's user guide draws them: X breaches, 0 does not, - is missing. */
const drawn = (text: string): Datapoints =>
  text.split(' ').map((sign) => (sign === '-' ? undefined : sign === 'X' ? 1 : 0));

const datapoints = fc.array(fc.constantFrom(undefined, 0, 1, 2), { maxLength: 30 });
const minutes = fc
  .integer({ min: 1, max: 6 })
  .chain((of) => fc.tuple(fc.integer({ min: 1, max: of }), fc.constant(of)));
const more = fc.nat(5);

describe('the state of an alarm', () => {
  // The guide's own examples: five datapoints are looked at for three.
  it.each([
    ['0 - X - X', 3, 'OK', 'OK'],
    ['- - - - -', 3, 'ALARM', 'OK'],
    ['0 - - - -', 3, 'OK', 'OK'],
    ['0 X X - X', 3, 'ALARM', 'ALARM'],
    ['- - X - -', 3, 'ALARM', 'OK'],
    ['0 - X - X', 2, 'ALARM', 'ALARM'],
    ['0 0 X 0 X', 2, 'ALARM', 'ALARM'],
    ['0 - X - -', 2, 'ALARM', 'OK'],
    ['- - - - 0', 2, 'ALARM', 'OK'],
    ['- - - X -', 2, 'ALARM', 'OK'],
  ])(
    'after %s is, %i of 3, %s with missing data breaching and %s with it not',
    (text, bad, breaching, notBreaching) => {
      const last = (missing: string) => statesOf(condition(bad, 3, missing), drawn(text), 2).at(-1);
      expect([last('breaching'), last('notBreaching')]).toEqual([breaching, notBreaching]);
    },
  );

  it('stays as it is where missing data is ignored', () => {
    expect(statesOf(condition(1, 1, 'ignore'), drawn('0 X - - 0'), 0)).toEqual(['OK', 'ALARM', 'ALARM', 'ALARM', 'OK']);
  });

  it('with data each minute is what the last minutes say, however many more are looked at', () => {
    void holds(
      'complete data',
      200,
      fc.property(fc.array(fc.constantFrom(0, 1)), minutes, more, (values, [bad, of], beyond) => {
        const states = statesOf(condition(bad, of, 'notBreaching'), values, beyond);
        states.forEach((state, minute) => {
          const breaches = values.slice(Math.max(0, minute + 1 - of), minute + 1).filter((value) => value > 0).length;
          expect(state).toBe(breaches >= bad ? 'ALARM' : 'OK');
        });
      }),
    );
  });

  it('is never better for worse data, nor for silence that is taken for bad', () => {
    void holds(
      'worse data',
      200,
      fc.property(datapoints, minutes, more, fc.nat(29), (values, [bad, of], beyond, at) => {
        const better = statesOf(condition(bad, of, 'notBreaching'), values, beyond);
        const worse = values.map((value, minute) => (minute === at && value !== undefined ? value + 1 : value));
        const others = [
          statesOf(condition(bad, of, 'notBreaching'), worse, beyond),
          statesOf(condition(bad, of, 'breaching'), values, beyond),
        ];
        for (const states of others) {
          better.forEach((state, minute) => {
            if (state === 'ALARM') expect(states[minute]).toBe('ALARM');
          });
        }
      }),
    );
  });

  it('of a composite is on while all of its alarms are', () => {
    const states = { a: ['OK', 'ALARM', 'ALARM'], b: ['ALARM', 'ALARM', 'OK'] } as const;
    expect(jointStatesOf('(ALARM("a") AND ALARM("b"))', states)).toEqual(['OK', 'ALARM', 'OK']);
  });
});

describe('a statistic', () => {
  it.each([
    ['Sum', 12_001],
    ['Maximum', 9_000],
    ['p90', 9_000],
    ['p50', 1_000],
    ['PR(8000:)', 25],
    ['PR(9000:)', 0],
  ])('%s of 1,000, 2,000, 1 and 9,000 is %d', (statistic, value) => {
    expect(statisticOf(statistic, [1_000, 2_000, 1, 9_000])).toBe(value);
  });

  it.each(['Sum', 'Maximum', 'p90', 'PR(8000:)'])('%s of nothing is nothing', (statistic) => {
    expect(statisticOf(statistic, [])).toBeUndefined();
  });
});
