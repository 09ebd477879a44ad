/** What was measured of one thing. Medians stand for it; the 99th percentile says how bad it gets. */
export type Timing = { readonly medianMs: number; readonly p99Ms: number; readonly count: number };

export const timingOf = (times: readonly number[]): Timing => {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { medianMs: at(0.5), p99Ms: at(0.99), count: sorted.length };
};

/** Collects times by the name of what took them. */
export const collect = <Name extends string>() => {
  const times = new Map<Name, number[]>();
  return {
    add: (name: Name, ms: number): void => {
      const known = times.get(name);
      if (known === undefined) times.set(name, [ms]);
      else known.push(ms);
    },
    timings: (): Record<Name, Timing> =>
      Object.fromEntries([...times].map(([name, all]) => [name, timingOf(all)])) as Record<Name, Timing>,
  };
};
