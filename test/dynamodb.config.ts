import { defineConfig } from 'vitest/config';

/** Everything that touches the table, on the DynamoDB that `DYNAMODB_ENDPOINT` names. */
export default defineConfig({
  test: {
    reporters: ['default', './test/support/plain-reporter.ts'],
    include: ['test/{adapters,dynamodb}/**/*.test.ts', 'test/service/shared-table.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 30_000,
  },
});
