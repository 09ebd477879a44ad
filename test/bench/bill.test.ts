import { expect, it } from 'vitest';
import { billOfCalls, billOfMonth, consumedByCall, sum } from '../../bin/bench/scale/bill.ts';

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
