/** What every part of the run works with. */
import type { Aws } from './aws.ts';
import type { Cdk } from './cdk.ts';
import type { Environment } from './process.ts';
import type { Steps } from './steps.ts';

export type Account = {
  readonly steps: Steps;
  readonly aws: Aws;
  readonly cdk: Cdk;
  /** For programs that shall take the emulator for AWS. */
  readonly env: Environment;
};
