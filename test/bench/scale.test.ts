import { describe, expect, it } from 'vitest';
import { desks, type Limits, limits, type Routes, routes } from '../../bin/bench/scale/parameters.ts';
import { reachOf } from '../../bin/bench/scale/reach.ts';
import type { Desk } from '../../bin/bench/scale/shapes.ts';
import { type Setting, simulate } from '../../bin/bench/scale/simulate.ts';

const endless = { rate: Number.POSITIVE_INFINITY, burst: Number.POSITIVE_INFINITY };
const open: Routes = { primary: endless, fallback: endless, events: endless, reports: endless };
const none = Object.fromEntries(Object.keys(limits).map((name) => [name, Number.POSITIVE_INFINITY])) as Limits;

const run = (setting: Partial<Setting> & { readonly callsPerSecond: number }) =>
  simulate({ desk: desks.lines, limits: none, routes: open, seed: 'a', ...setting });

describe('a simulation of calls', () => {
  it.each<readonly [string, Desk]>(Object.entries(desks))(
    'refuses, degrades and loses nothing where nothing is limited: %s',
    (_, desk) => {
      const report = run({ desk, callsPerSecond: 500 });
      expect(report).toMatchObject({ degraded: 0, unavailable: 0, shed: 0, byNobody: 0, eventsLost: 0, bites: [] });
      expect(report.p99Ms).toBeLessThan(100);
    },
  );

  it('is the same for the same seed, and another one for another', () => {
    const setting = { callsPerSecond: 200, limits };
    expect(run(setting)).toEqual(run(setting));
    expect(run({ ...setting, seed: 'b' }).p99Ms).not.toBe(run(setting).p99Ms);
  });

  it('consumes each second what the counted units say', () => {
    const { unitsPerSecond } = run({ callsPerSecond: 1_000 });
    // 21.9, 18 and 5.2 a call.
    expect(unitsPerSecond.reads / 1_000).toBeCloseTo(21.9, 0);
    expect(unitsPerSecond.writes / 1_000).toBeCloseTo(18, 0);
    expect(unitsPerSecond.indexWrites / 1_000).toBeCloseTo(5.2, 0);
  });

  it('meets the limit of a partition at half the rate when the limit is half', () => {
    const biting = (partitionWrites: number, callsPerSecond: number) =>
      run({ callsPerSecond, limits: { ...none, partitionWrites } }).bites.map(({ limit }) => limit);
    expect(biting(1_000, 1_300)).toEqual([]);
    expect(biting(1_000, 1_900)).toContain('partition DAY# of the index');
    expect(biting(500, 650)).toEqual([]);
    expect(biting(500, 950)).toContain('partition DAY# of the index');
  });

  it('sheds what a route does not let through, and the fallback serves those callers', () => {
    const report = run({ callsPerSecond: 200, routes: { ...open, primary: routes.primary } });
    // 200 calls are 286 requests, of which 100 pass.
    expect(report.shed).toBeCloseTo(1 - 100 / 286, 1);
    expect(report.byFallback).toBe(report.shed);
    expect(report.byNobody).toBe(0);
    expect(report.bites).toEqual([{ limit: "the primary's route", refused: expect.any(Number) }]);
  });

  it('leaves callers to nobody where the fallback sheds them, too', () => {
    const report = run({
      callsPerSecond: 400,
      routes: { ...open, primary: routes.primary, fallback: routes.fallback },
    });
    expect(report.byNobody).toBeGreaterThan(0.3);
    expect(report.byFallback + report.byNobody).toBeCloseTo(report.shed, 9);
  });

  it('works on no more requests at once than the account may', () => {
    const report = run({ callsPerSecond: 1_000, limits: { ...none, concurrency: 50 } });
    expect(report.environments).toBe(50);
    expect(report.bites[0]?.limit).toBe('concurrency of the account');
  });

  it('goes on with numbers when reads of the table are throttled, as long as environments know their applets', () => {
    const { newTableReads: _, ...rest } = none;
    const report = run({ callsPerSecond: 1_000, limits: { ...rest, newTableReads: 0, tableUnits: 18_500 } });
    expect(report.bites.map(({ limit }) => limit)).toContain('reads of the table');
    expect(report.degraded).toBeGreaterThan(0.02);
    expect(report.byNobody).toBe(0);
  });
});

describe('how far each limit reaches', () => {
  it('agrees with the simulation about the gateway and a day of the index', () => {
    const reach = new Map(reachOf(desks.lines, limits, routes).map((row) => [row.limit, row.callsPerSecond]));
    for (const [limit, only] of [
      ["the account's gateway", { gatewayRate: limits.gatewayRate, gatewayBurst: limits.gatewayBurst }],
      ['a day of the index', { partitionWrites: limits.partitionWrites }],
    ] as const) {
      const callsPerSecond = reach.get(limit) ?? 0;
      const bitesAt = (share: number) =>
        run({ callsPerSecond: callsPerSecond * share, limits: { ...none, ...only } }).bites;
      expect(bitesAt(0.85), limit).toEqual([]);
      expect(bitesAt(1.25), limit).not.toEqual([]);
    }
  });
});
