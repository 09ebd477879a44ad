/** The CDK CLI of package.json, against the emulator. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Aws } from './aws.ts';
import { type Environment, lastLines, outputOf, type Ran, root, run } from './process.ts';

const cdk = join(root, 'node_modules/.bin/cdk');

/** Of each stack, by the defaults of the app. */
export const regions = { Primary: 'ap-south-1', Fallback: 'ap-southeast-1', Events: 'ap-south-1' } as const;

export type Side = keyof typeof regions;
export const sides = ['Primary', 'Fallback', 'Events'] as const satisfies readonly Side[];

/** Each once. */
export const usedRegions = [...new Set(Object.values(regions))];

export type Settings = {
  readonly stage: string;
  /** SHA-256 hashes, comma separated. */
  readonly keyHashes: string;
  readonly poolsFile: string;
};

export type Deployed = {
  readonly primaryUrl: string;
  readonly fallbackUrl: string;
  readonly eventsUrl: string;
  readonly tableName: string;
  /** The stacks of which the CLI said that nothing had changed, by name. */
  readonly unchanged: readonly string[];
};

export type Resource = {
  readonly stack: string;
  readonly region: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
};

export const stackName = (stage: string, side: Side): string => `DialWhom-${stage}-${side}`;

export type Cdk = {
  readonly bootstrap: () => Promise<void>;
  readonly deploy: (settings: Settings) => Promise<Deployed>;
  /** All stacks, or those of these sides. */
  readonly destroy: (settings: Settings, of?: readonly Side[]) => Promise<Ran>;
  /** Logical id and type of what the last synthesised template of a stack has. */
  readonly templateOf: (stage: string, side: Side) => Record<string, { Type: string; DeletionPolicy?: string }>;
};

/** Synthesises into `folder`, so that nothing is left behind in the project's own. */
export const createCdk = (env: Environment, account: string, folder: string): Cdk => {
  const assembly = (stage: string) => join(folder, `cdk-${stage}`);
  const common = (settings: Settings) => [
    ...['--context', `stage=${settings.stage}`, '--context', `keyHashes=${settings.keyHashes}`],
    ...['--output', assembly(settings.stage), '--no-notices'],
  ];
  const withPools = ({ poolsFile }: Settings): Environment => ({ ...env, POOLS_FILE: poolsFile });

  return {
    bootstrap: async () => {
      const environments = usedRegions.map((region) => `aws://${account}/${region}`);
      await outputOf(cdk, ['bootstrap', ...environments, '--no-notices'], { env });
    },
    deploy: async (settings) => {
      const outputsFile = join(folder, `outputs-${settings.stage}.json`);
      const args = [
        'deploy',
        '--all',
        ...common(settings),
        '--require-approval',
        'never',
        '--outputs-file',
        outputsFile,
      ];
      const said = await run(cdk, args, { env: withPools(settings) });
      const text = `${said.out}\n${said.err}`;
      if (said.code !== 0) throw new Error(`cdk deploy ended with ${said.code}:\n${lastLines(text, 40)}`);
      const outputs = JSON.parse(readFileSync(outputsFile, 'utf8')) as Record<string, Record<string, string>>;
      const output = (side: Side, name: string): string => {
        const value = outputs[stackName(settings.stage, side)]?.[name];
        if (value === undefined) throw new Error(`the ${side} stack has no output ${name}`);
        return value;
      };
      return {
        primaryUrl: output('Primary', 'PrimaryUrl'),
        fallbackUrl: output('Fallback', 'FallbackUrl'),
        eventsUrl: output('Events', 'EventsUrl'),
        tableName: output('Primary', 'TableName'),
        unchanged: [...text.matchAll(/(\S+) \(no changes\)/g)].map(([, stack = '']) => stack).sort(),
      };
    },
    destroy: (settings, of) => {
      const which = of?.map((side) => stackName(settings.stage, side)) ?? ['--all'];
      return run(cdk, ['destroy', ...which, '--force', ...common(settings)], { env: withPools(settings) });
    },
    templateOf: (stage, side) => {
      const file = join(assembly(stage), `${stackName(stage, side)}.template.json`);
      return (JSON.parse(readFileSync(file, 'utf8')) as { Resources: ReturnType<Cdk['templateOf']> }).Resources;
    },
  };
};

type StackResource = {
  LogicalResourceId: string;
  PhysicalResourceId: string;
  ResourceType: string;
  ResourceStatus: string;
};

/** What CloudFormation says it made for a stage. */
export const resourcesOf = async (aws: Aws, stage: string): Promise<Resource[]> => {
  const lists = await aws(
    sides.map((side) => ({
      service: 'cloudformation',
      operation: 'list_stack_resources',
      region: regions[side],
      args: { StackName: stackName(stage, side) },
      query: 'StackResourceSummaries',
    })),
  );
  return sides.flatMap((side, index) =>
    (lists[index] as StackResource[]).map((one) => ({
      stack: stackName(stage, side),
      region: regions[side],
      logicalId: one.LogicalResourceId,
      physicalId: one.PhysicalResourceId,
      type: one.ResourceType,
      status: one.ResourceStatus,
    })),
  );
};

/** The resource that a side has at this place of its tree, which is its logical id without the hash. */
export const named = (resources: readonly Resource[], side: Side, type: string, name: string): Resource => {
  const found = resources.filter(
    (one) => one.stack.endsWith(`-${side}`) && one.type === type && one.logicalId.slice(0, -8) === name,
  );
  assert.equal(found.length, 1, `${side} has ${found.length} ${type} ${name}`);
  return found[0] as Resource;
};

/** Every function, by its stack and its place in it. */
export const functions = [
  ['Primary', 'Answer'],
  ['Primary', 'PublisherPublish'],
  ['Primary', 'CanaryProbe'],
  ['Fallback', 'Answer'],
  ['Fallback', 'CanaryProbe'],
  ['Events', 'Take'],
] as const satisfies readonly (readonly [Side, string])[];

export const functionNamed = (resources: readonly Resource[], side: Side, name: string): string =>
  named(resources, side, 'AWS::Lambda::Function', `${name}Function`).physicalId;
