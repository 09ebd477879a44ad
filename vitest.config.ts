import { defineConfig } from 'vitest/config';
import { bundleOptions } from './lib/constructs/bundling.ts';

const aliases: Readonly<Record<string, string>> = bundleOptions.alias;

/** One project per kind of test, so that each gets the time and the environment it needs. */
export default defineConfig({
  test: {
    reporters: ['default', './test/support/plain-reporter.ts'],
    // Vitest would leave one of two cores idle, and many tests wait for processes: 53 s become 31.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/{architecture,bench,domain,http,handlers,runtime,emulator,import,keys,plan}/**/*.test.ts'],
          // Thousands of runs of a property take seconds on a busy machine.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: { name: 'adapters', include: ['test/adapters/**/*.test.ts'], testTimeout: 20_000, hookTimeout: 20_000 },
      },
      {
        extends: true,
        // What the bundler puts in the place of a package in functions/ is in its place here.
        plugins: [
          {
            name: 'as bundled',
            enforce: 'pre',
            resolveId: (source, importer) => (importer?.includes('/functions/') ? aliases[source] : undefined),
          },
        ],
        test: { name: 'deployed', include: ['test/deployed/**/*.test.ts'], testTimeout: 20_000, hookTimeout: 20_000 },
      },
      {
        extends: true,
        test: {
          name: 'service',
          include: ['test/{cli,service}/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'infra',
          include: ['test/infra/**/*.test.ts'],
          // The template linter costs about a second a process and `npm run synth` runs it anyway.
          env: {
            CDK_VALIDATION: 'false',
            CDK_CONTEXT_JSON: '{"aws:cdk:bundling-stacks":[]}',
            CDK_DISABLE_STACK_TRACE: '1',
          },
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: { name: 'bundle', include: ['test/bundle/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 30_000 },
      },
      {
        extends: true,
        // After all others and one file at a time: answers have to come within the budget, and two cores are no more than
        // two services need.
        test: {
          name: 'load',
          include: ['test/load/**/*.test.ts'],
          testTimeout: 60_000,
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        // After those for the same reason: two files, one core each.
        test: {
          name: 'chaos',
          include: ['test/chaos/**/*.test.ts'],
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
