import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../bin/pools-file/load.ts';
import cdk from '../../cdk.json' with { type: 'json' };

const root = join(import.meta.dirname, '..', '..');

describe('the CDK app', () => {
  let outdir: string;
  beforeAll(async () => {
    outdir = await mkdtemp(join(tmpdir(), 'dial-whom-synth-'));
  });
  afterAll(async () => rm(outdir, { recursive: true }));

  /** `node bin/app.ts` with this context and no AWS variable; bundling and the template linter are off. */
  const run = async (context: Record<string, unknown>, more: Record<string, string> = {}) => {
    const env = {
      ...more,
      CDK_OUTDIR: outdir,
      CDK_VALIDATION: 'false',
      CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:bundling-stacks': [], ...context }),
    };
    const child = promisify(execFile)(process.execPath, [join(root, 'bin', 'app.ts')], { cwd: tmpdir(), env });
    return child.then(
      ({ stderr }) => ({ code: 0, stderr }),
      (error: { code: number; stderr: string }) => ({ code: error.code, stderr: error.stderr }),
    );
  };

  it('synthesises every stack from any folder, and bakes in the checked pools', async () => {
    // An empty variable is one that is not set.
    expect(await run({ stage: 'prod' }, { POOLS_FILE: '' })).toMatchObject({ code: 0 });
    const manifest = JSON.parse(await readFile(join(outdir, 'manifest.json'), 'utf8')) as { artifacts: object };
    expect(Object.keys(manifest.artifacts)).toEqual(
      expect.arrayContaining(['DialWhom-prod-Primary', 'DialWhom-prod-Fallback', 'DialWhom-prod-Events']),
    );
    const floor: unknown = JSON.parse(await readFile(join(outdir, 'floor.json'), 'utf8'));
    expect(loadConfig(join(root, 'pools.yaml'))).toEqual({ kind: 'config', config: floor });
  });

  it('ends with what is wrong with the context, and no stack trace', async () => {
    const { code, stderr } = await run({ keyHashes: 'secret' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^CDK context keyHashes, entry 1, is not a key hash/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('ends with every problem of the pools, and no stack trace', async () => {
    const pools = join(outdir, 'broken.yaml');
    await writeFile(pools, 'agents: nobody\n');
    const { code, stderr } = await run({}, { POOLS_FILE: pools });
    expect(code).toBe(1);
    const lines = stderr.trim().split('\n');
    expect(lines).not.toHaveLength(0);
    for (const line of lines) expect(line).toMatch(/^.+broken\.yaml(:\d+)?: .+/);
  });

  it('makes no floor in which a pool names somebody who is not there, and names the pool', async () => {
    const pools = join(outdir, 'nobody.yaml');
    const sample = await readFile(join(root, 'pools.yaml'), 'utf8');
    await writeFile(pools, sample.replace('[asha, bharat, chitra, deepak]', '[asha, zoe]'));
    const { code, stderr } = await run({}, { POOLS_FILE: pools });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^.+nobody\.yaml:\d+: pools\.sales\.members\.1: there is no agent zoe/);
  });
});

describe('cdk.json', () => {
  it('turns on every feature flag that is recommended for a new project, and nothing else', async () => {
    const flags = join(root, 'node_modules', 'aws-cdk-lib', 'recommended-feature-flags.json');
    expect(cdk.context).toEqual(JSON.parse(await readFile(flags, 'utf8')));
  });
});
