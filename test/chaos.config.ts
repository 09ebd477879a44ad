import { defineConfig } from 'vitest/config';

/** The long form of the chaos suite: 124 calls in each of 244 cells, ten minutes on two cores. `SEED=7 CELL="claim, warm" npm run test:chaos -- warm` plays some of them again. */
export default defineConfig({
  test: {
    reporters: ['default', './test/support/plain-reporter.ts'],
    include: ['test/chaos/**/*.test.ts'],
    env: { RUNS_FACTOR: '124' },
    maxWorkers: 2,
  },
});
