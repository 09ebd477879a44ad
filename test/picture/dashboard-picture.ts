/** The picture in `docs/`: the primary's dashboard as it is synthesised, with sample data. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import cdk from '../../cdk.json' with { type: 'json' };
import { readConfig } from '../../lib/config.ts';
import { PrimaryStack } from '../../lib/primary-stack.ts';
import { bodyOf } from './body.ts';
import { page } from './page.ts';

export const pictureFile = join(import.meta.dirname, '..', '..', 'docs', 'dashboard.svg');

/** No function is bundled for it, and nothing is left behind. */
export const drawDashboard = (): string => {
  const outdir = mkdtempSync(join(tmpdir(), 'dial-whom-picture-'));
  try {
    const app = new App({ outdir, context: { ...cdk.context, 'aws:cdk:bundling-stacks': [] } });
    const config = readConfig((key) => ({ stage: 'prod', keyHashes: '1'.repeat(64) })[key]);
    return page(bodyOf(Template.fromStack(new PrimaryStack(app, { config }))), "The dashboard of the primary's Region");
  } finally {
    rmSync(outdir, { recursive: true });
  }
};
