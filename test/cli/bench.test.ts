import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Fairness } from '../../bin/bench/fairness/measure.ts';
import type { Report } from '../../bin/bench/scale/report.ts';
import { run } from '../support/cli.ts';

describe('dial-whom bench fairness', () => {
  it('shows that an absent agent harms neither callers nor his neighbours', async () => {
    const { code, out } = await run(['bench', 'fairness', '--calls', '10000', '--json']);
    expect(code).toBe(0);
    const rows = new Map((JSON.parse(out) as Fairness[]).map((row) => [row.strategy, row]));
    expect([...rows.keys()]).toEqual([
      'least-recently-offered',
      'round-robin',
      'linear',
      'fewest-offers',
      'random',
      'weighted',
      'least-recently-answered',
    ]);
    // In the published comparison: 0.34 by last offer, and always by last answer.
    expect(rows.get('least-recently-offered')?.absentFirst).toBeLessThanOrEqual(0.36);
    expect(rows.get('least-recently-answered')?.absentFirst).toBeCloseTo(1, 3);
    for (const strategy of ['least-recently-offered', 'round-robin', 'fewest-offers'] as const) {
      expect(rows.get(strategy)?.most, strategy).toBeLessThanOrEqual(1.1);
    }
  });

  it('prints a table, the same one for the same seed', async () => {
    const args = ['bench', 'fairness', '--calls', '200', '--seed', 'x'];
    const { out } = await run(args);
    expect(out).toMatch(/^200 calls a strategy; chitra is away/);
    expect(out.trimEnd().split('\n')).toHaveLength(3 + 1 + 7);
    expect((await run(args)).out).toBe(out);
    expect(await run(['bench', 'fairness', '--calls', 'many'])).toMatchObject({ code: 2 });
    expect(await run(['bench'])).toMatchObject({ code: 2 });
  });
});

describe('dial-whom bench scale', () => {
  it('prints what docs/scale.md shows of it', async () => {
    const page = readFileSync('docs/scale.md', 'utf8');
    const { code, out } = await run(['bench', 'scale', '--desk', 'lines']);
    expect(code).toBe(0);
    expect(page).toContain(`\n${out}\`\`\``);
    // Columns are as wide as they must be for the rates that are shown.
    const wordsOf = (text: string) => text.split('\n').map((line) => line.split(/\s+/).join(' '));
    const people = await run(['bench', 'scale', '--desk', 'people', '--rate', '1000']);
    expect(wordsOf(page)).toEqual(expect.arrayContaining(wordsOf(people.out)));
  }, 60_000);

  it('takes one rate, one desk, the limits as they are deployed, and prints data', async () => {
    const args = ['bench', 'scale', '--desk', 'lines', '--rate', '100', '--as-deployed', '--json'];
    const { code, out } = await run(args);
    expect(code).toBe(0);
    const [shown, ...others] = JSON.parse(out) as { desk: string; reports: Report[] }[];
    expect(others).toEqual([]);
    expect(shown?.desk).toBe('lines');
    expect(shown?.reports.map(({ callsPerSecond }) => callsPerSecond)).toEqual([100]);
    expect(shown?.reports[0]?.bites.map(({ limit }) => limit)).toContain("the primary's route");
    expect((await run(args)).out).toBe(out);
  });

  it('shows each limit by itself, and the bill', async () => {
    const limits = await run(['bench', 'scale', '--show', 'limits', '--desk', 'people']);
    expect(limits.out).toMatch(/^the primary's route +100 +1\.43 +70$/m);
    const bill = await run(['bench', 'scale', '--show', 'bill', '--desk', 'people']);
    expect(bill.out).toMatch(/^in all +64\.55$/m);
  });

  it.each([
    ['--rate', '0'],
    ['--quotas', 'many'],
    ['--desk', 'office'],
    ['--show', 'all'],
  ])('refuses %s %s', async (...args) => {
    expect(await run(['bench', 'scale', ...args])).toMatchObject({ code: 2 });
  });
});
