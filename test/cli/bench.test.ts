import { describe, expect, it } from 'vitest';
import type { Fairness } from '../../bin/bench/fairness.ts';
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
