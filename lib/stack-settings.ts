import { Annotations, type Stack, type StackProps } from 'aws-cdk-lib';
import type { StageConfig } from './config.ts';

/** What every stack is given: its place, a sentence about it, tags for the bill, and protection in production. */
export const stackSettings = (
  config: StageConfig,
  region: string,
  account: string | undefined,
  description: string,
): StackProps => ({
  env: { region, ...(account && { account }) },
  description: `${description} (stage ${config.stage})`,
  tags: { project: 'dial-whom', stage: config.stage },
  terminationProtection: config.protect,
});

/** Says at synth what callers would otherwise find out: without a key hash a URL refuses everything. */
export const warnWithoutKeys = (stack: Stack, hashes: readonly string[], side: string): void => {
  if (hashes.length > 0) return;
  Annotations.of(stack).addWarningV2(
    `dial-whom:no-${side}-key`,
    `The ${side} will answer 403 to everything until CDK context keyHashes has a SHA-256 of its key: ` +
      'npx dial-whom keys new, then npx cdk deploy --all',
  );
};
