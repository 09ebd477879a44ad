import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';

/**
 * How every function is bundled, in esbuild's words: used by `CallFunction` and by the bundle tests.
 *
 * `mainFields`: ES modules first, which takes 37 % off the AWS SDK and leaves no `require` behind, so no banner is
 * needed.
 * `alias`: on Lambda credentials are in the environment and nowhere else.
 */
export const bundleOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  alias: {
    '@aws-sdk/credential-provider-node': join(import.meta.dirname, '../../functions/adapters/lambda-credentials.ts'),
  },
} as const satisfies BuildOptions;

/** What the fallback imports its floor from; the bundler puts the file written at synth in its place. */
export const floorModule = '@dial-whom/floor';
