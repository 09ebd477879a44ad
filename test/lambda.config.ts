import { defineConfig } from 'vitest/config';

/** Every function's bundle under the runtime client that `LAMBDA_RUNTIME_CLIENT` names the folder of. */
export default defineConfig({
  test: {
    reporters: ['default', './test/support/plain-reporter.ts'],
    include: ['test/lambda/**/*.test.ts'],
    // Most of their time is spent waiting.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 30_000,
  },
});
