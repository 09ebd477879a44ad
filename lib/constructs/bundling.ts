import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';

const lambdaDynamo = join(import.meta.dirname, '../../functions/adapters/lambda-dynamodb.ts');

/**
 * How every function is bundled, in esbuild's words: used by `CallFunction` and by the bundle tests.
 *
 * `mainFields`: ES modules first, of which what nobody uses is left out, and which leave no `require` behind, so no banner
 * is needed.
 * `alias`: as much of the SDK's DynamoDB clients as the functions use; that file says why.
 */
export const bundleOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  alias: { '@aws-sdk/client-dynamodb': lambdaDynamo, '@aws-sdk/lib-dynamodb': lambdaDynamo },
} as const satisfies BuildOptions;

/** What the fallback imports its floor from; the bundler puts the file written at synth in its place. */
export const floorModule = '@dial-whom/floor';
