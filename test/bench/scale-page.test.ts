/** docs/scale.md says what `bench scale` prints and what the parameters hold. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { billOfCalls, billOfMonth, consumedBy, sum } from '../../bin/bench/scale/bill.ts';
import { bytes, deployed, desks, limits, prices, routes, units } from '../../bin/bench/scale/parameters.ts';
import { reachOf } from '../../bin/bench/scale/reach.ts';
import { count } from '../../bin/bench/scale/text.ts';
import { textOf } from '../../functions/adapters/snapshot-text.ts';
import { aConfig, aPool, numberOf } from '../support/builders.ts';

const page = readFileSync('docs/scale.md', 'utf8');
/** The first cells of each row of its tables. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
const rowsOf = (names: readonly string[]) => rows.filter(([name]) => names.includes(name ?? ''));

it('has the units of every kind of request, at pools of 50', () => {
  const expected = (Object.keys(units) as (keyof typeof units)[]).map((kind) => {
    const { reads, writes, indexWrites } = consumedBy(kind, 50);
    return [kind, String(reads), String(writes), String(indexWrites)];
  });
  expect(rowsOf(Object.keys(units)).map((cells) => cells.slice(0, 4))).toEqual(expected);
});

it('has every price', () => {
  const expected = Object.entries(prices).map(([name, usd]) => [name, String(usd)]);
  expect(rowsOf(Object.keys(prices)).map((cells) => [cells[0], String(Number(cells[1]))])).toEqual(expected);
});

it('has the bill of a million calls and of a month without any', () => {
  const withTotal = (bill: Readonly<Record<string, number>>) => Object.entries({ ...bill, 'in all': sum(bill) });
  const [people, lines] = [billOfCalls(1e6, desks.people.agents), billOfCalls(1e6, desks.lines.agents)];
  const calls = withTotal(people).map(([what, usd]) => [
    what,
    usd.toFixed(2),
    (what === 'in all' ? sum(lines) : (lines[what] ?? 0)).toFixed(2),
  ]);
  for (const row of calls) expect(rows).toContainEqual(row);
  for (const [what, usd] of withTotal(billOfMonth(1_000, 50))) expect(rows).toContainEqual([what, usd.toFixed(2)]);
});

it('sums up what the bills say, and what calls cost besides', () => {
  const { metrics, metricsWithoutCalls } = deployed;
  const [calls, month] = [sum(billOfCalls(1e6, desks.people.agents)), sum(billOfMonth(1_000, 50))];
  expect(page).toContain(
    `A million calls cost about **${calls.toFixed(0)} USD**, a month without calls about ${month.toFixed(0)}`,
  );
  expect(page).toContain(`${((metrics - metricsWithoutCalls) * prices.metricMonth).toFixed(2)} USD a month`);
});

it('has every limit, its figure, and how many calls a second it takes', () => {
  const [people, lines] = [reachOf(desks.people, limits, routes), reachOf(desks.lines, limits, routes)];
  const expected = people.map(({ limit, figure, callsPerSecond }) => {
    const other = lines.find((row) => row.limit === limit)?.callsPerSecond ?? 0;
    return [limit, count(figure), count(callsPerSecond), count(other)];
  });
  expect(rowsOf(people.map(({ limit }) => limit)).map((cells) => cells.slice(0, 4))).toEqual(expected);
});

it('knows how large a snapshot is', () => {
  const ids = Array.from({ length: 20_000 }, (_, index) => `agent-${index + 1}`);
  const pools = Array.from(
    { length: 400 },
    (_, index) => [`pool-${index + 1}`, ids.slice(50 * index, 50 * index + 50)] as const,
  );
  const config = aConfig({
    agents: Object.fromEntries(
      ids.map((id, index) => [id, { name: `Agent Number ${index + 1}`, numbers: [numberOf(index)] }]),
    ),
    pools: Object.fromEntries(pools.map(([id, agents]) => [id, aPool(agents, { strategy: 'least-recently-offered' })])),
    applets: Object.fromEntries(
      pools.map(([pool]) => [`for-${pool}`, { fetch: 'each', routes: [{ when: {}, pool }] }]),
    ),
  });
  const size = textOf({ revision: 1, publishedAtMs: 1, config }).length;
  expect(Math.abs(size / 20_000 / bytes.agentInSnapshot - 1)).toBeLessThan(0.05);
  expect(page).toContain(`${(size / 1e6).toFixed(1)} MB`);
});
