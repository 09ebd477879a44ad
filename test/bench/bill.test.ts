import { expect, it } from 'vitest';
import { billOf, billOfCalls, billOfMonth, consumedByCall, sum, tracedShare } from '../../bin/bench/scale/bill.ts';
import { chanceFrom } from '../../bin/bench/scale/chance.ts';
import { prices } from '../../bin/bench/scale/parameters.ts';

it('a million calls cost a million times one', () => {
  expect(sum(billOfCalls(1e6, 50))).toBeCloseTo(1e6 * sum(billOfCalls(1, 50)), 6);
});

it('a larger pool costs reads and nothing else', () => {
  const [small, large] = [billOfCalls(1e6, 5), billOfCalls(1e6, 200)];
  const dearer = Object.keys(large).filter((what) => (large[what] ?? 0) > (small[what] ?? 0));
  expect(dearer).toEqual(['DynamoDB: reads']);
  expect(consumedByCall(200).writes).toBe(consumedByCall(5).writes);
});

it('without a call alarms, metrics, dashboards and what runs by itself are paid', () => {
  const bill = billOfMonth(1_000, 50);
  expect(Object.values(bill).every((usd) => usd > 0)).toBe(true);
  expect(billOfMonth(2_000, 50)['snapshot to the other Region']).toBeGreaterThan(
    bill['snapshot to the other Region'] ?? 0,
  );
});

/** By the rule itself, second by second: the first one, and one of twenty beyond. */
const traced = (perSecond: number, seconds: number): number => {
  const random = chanceFrom('traces');
  const gap = () => -Math.log(random());
  let [all, kept] = [0, 0];
  for (let second = 0; second < seconds; second += 1) {
    let came = 0;
    // Poisson's, as the gaps between arrivals make them.
    for (let at = gap(); at < perSecond; at += gap()) came += 1;
    all += came;
    kept += Math.min(came, 1) + 0.05 * Math.max(0, came - 1);
  }
  return kept / all;
};

it.each([0.1, 0.55, 1.85, 14, 60])(
  'of %d requests a second so many are traced as the first of each second and a twentieth',
  (rate) => {
    expect(tracedShare(rate)).toBeCloseTo(traced(rate, 200_000), 2);
  },
);

it('a call costs less to trace the more there are', () => {
  expect([tracedShare(0), tracedShare(1e6)]).toEqual([1, expect.closeTo(0.05, 5)]);
  const nothing = { reads: 0, writes: 0, indexWrites: 0 };
  const traces = (seconds: number) => billOf({ asked: 1_000, told: 3_000 }, nothing, seconds)['X-Ray'];
  // Each function by itself: one of both would trace fewer.
  expect(traces(1e9)).toBeCloseTo(4_000 * prices.traceRecorded, 4);
  expect(traces(1)).toBeCloseTo((2 + 0.05 * 3_998) * prices.traceRecorded, 6);
});

it('a month without a call pays each metric of an alarm, composite alarms by their own price, and six metrics', () => {
  const bill = billOfMonth(1_000, 50);
  expect(bill['CloudWatch alarms']).toBeCloseTo(47 * 0.1 + 2 * 0.5, 10);
  expect(bill['CloudWatch metrics']).toBeCloseTo(6 * 0.3, 10);
});

it('a month without a call pays the traces and the logs of what runs by itself', () => {
  const bill = billOfMonth(1_000, 50);
  // Two canaries a minute, what they ask, and the publisher: alone in their seconds.
  expect(bill['X-Ray: canaries, publisher']).toBeCloseTo((6 * 43_200 + 8_640) * prices.traceRecorded, 10);
  expect(bill['CloudWatch Logs: canaries, publisher']).toBeGreaterThan(0.5);
});
