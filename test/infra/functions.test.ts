import { beforeAll, describe, expect, it } from 'vitest';
import { canaryEnvNames } from '../../functions/canary/env.ts';
import { budget } from '../../functions/domain/budget.ts';
import { eventsEnvNames } from '../../functions/events/env.ts';
import { fallbackEnvNames } from '../../functions/fallback/env.ts';
import { primaryEnvNames } from '../../functions/primary/env.ts';
import { publisherEnvNames } from '../../functions/publisher/env.ts';
import {
  accountId,
  frontDoors,
  keyHashes,
  makeTemplates,
  resourceNamed,
  resourcesOf,
  type Templates,
} from './stacks.ts';

const functionType = 'AWS::Lambda::Function';

/** Every function: its stack, its place in it, memory in MB, time in ms, and the environment it asks for. */
const functions = [
  ['primary', 'Answer', 1_024, budget.functionMs, primaryEnvNames],
  ['primary', 'PublisherPublish', 1_024, 30_000, publisherEnvNames],
  ['primary', 'CanaryProbe', 256, 25_000, canaryEnvNames],
  ['fallback', 'Answer', 512, budget.functionMs, fallbackEnvNames],
  ['fallback', 'CanaryProbe', 256, 25_000, canaryEnvNames],
  ['events', 'Take', 512, budget.functionMs, eventsEnvNames],
] as const;

/** The one that answers requests, of each stack. */
const answering = { primary: 'Answer', fallback: 'Answer', events: 'Take' } as const;
const sides = ['primary', 'fallback', 'events'] as const;

/** How another stack of the Region names the table. */
const outputOfPrimary = (OutputName: string) => ({
  'Fn::GetStackOutput': { StackName: 'DialWhom-dev-Primary', Region: 'ap-south-1', OutputName },
});

/** As both stacks write it, and neither asks the other. */
const bucketUrl = {
  'Fn::Join': [
    '',
    ['https://dial-whom-dev-', accountId, '-ap-southeast-1.s3.ap-southeast-1.', { Ref: 'AWS::URLSuffix' }],
  ],
};
describe.each(Object.entries(frontDoors))('the functions, %s,', (_name, context) => {
  let templates: Templates;
  beforeAll(() => {
    templates = makeTemplates(context);
  });

  const lambdaOf = (side: keyof Templates, name: string = answering[side]) =>
    resourceNamed(templates[side], functionType, `${name}Function`).Properties;
  const logsOf = (side: keyof Templates, name: string) =>
    resourceNamed(templates[side], 'AWS::Logs::LogGroup', `${name}Logs`).LogicalId;
  const roleOf = (side: keyof Templates, name: string) =>
    resourceNamed(templates[side], 'AWS::IAM::Role', `${name}Role`);

  const deadLettersOf = (side: keyof Templates, name: string) =>
    (lambdaOf(side, name).DeadLetterConfig as { TargetArn: { 'Fn::GetAtt': [string, string] } }).TargetArn[
      'Fn::GetAtt'
    ][0];

  it('are these and no others', () => {
    const found = sides.flatMap((side) =>
      resourcesOf(templates[side], functionType).map(({ LogicalId }) => `${side} ${LogicalId.slice(0, -8)}`),
    );
    expect(found.sort()).toEqual(functions.map(([side, name]) => `${side} ${name}Function`).sort());
  });

  it.each(functions)(
    'run on Node 24 and arm64, with memory and time for their work: %s %s',
    (side, name, memory, ms) => {
      expect(lambdaOf(side, name)).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        MemorySize: memory,
        Timeout: ms / 1_000,
      });
    },
  );

  it('end a probe after the provider would have given up on both URLs', () => {
    expect(lambdaOf('primary', 'CanaryProbe').Timeout).toBeGreaterThan((2 * budget.providerMs) / 1_000);
  });

  it.each(functions)('write JSON to a log group of their own: %s %s', (side, name) => {
    expect(lambdaOf(side, name).LoggingConfig).toEqual({ LogFormat: 'JSON', LogGroup: { Ref: logsOf(side, name) } });
  });

  const variablesOf = (side: keyof Templates, name?: string) =>
    (lambdaOf(side, name).Environment as { Variables: object }).Variables;

  it.each(functions)(
    'are given exactly the environment that they ask for: %s %s',
    (side, name, _memory, _ms, asked) => {
      expect(Object.keys(variablesOf(side, name)).sort()).toEqual([...asked].sort());
    },
  );

  it('are given their keys, the table, and the place of the snapshot', () => {
    expect(variablesOf('primary')).toEqual({
      STAGE: 'dev',
      TABLE_NAME: { Ref: 'StateTable962DE04C' },
      KEY_HASHES: keyHashes.join(','),
    });
    expect(variablesOf('primary', 'PublisherPublish')).toEqual({
      STAGE: 'dev',
      TABLE_NAME: { Ref: 'StateTable962DE04C' },
      SNAPSHOT_ENDPOINT: bucketUrl,
      SNAPSHOT_REGION: 'ap-southeast-1',
    });
    expect(variablesOf('fallback')).toEqual({
      STAGE: 'dev',
      KEY_HASHES: keyHashes.join(','),
      SNAPSHOT_ENDPOINT: bucketUrl,
      SNAPSHOT_REFRESH_SECONDS: '60',
    });
    expect(variablesOf('events')).toEqual({
      STAGE: 'dev',
      TABLE_NAME: outputOfPrimary('PublishOutputRefStateTable962DE04C84B70CD9'),
      KEY_HASHES: keyHashes.join(','),
    });
    for (const side of ['primary', 'fallback'] as const) {
      expect(variablesOf(side, 'CanaryProbe')).toEqual({
        STAGE: 'dev',
        URLS_PARAMETER: '/dial-whom/dev/canary-urls',
        // Where only the provider's addresses may GET, the canary, which has none of its own, may look without numbers.
        PROBE_METHOD: 'restrictTo' in context ? 'HEAD' : 'GET',
      });
    }
  });

  it('accept only the keys of their own side', () => {
    const third = 'c'.repeat(64);
    const own = { primary: keyHashes[0], fallback: keyHashes[1], events: third };
    const made = makeTemplates({
      ...context,
      keyHashes: Object.fromEntries(Object.entries(own).map(([side, hash]) => [side, [hash]])),
    });
    for (const side of sides) {
      const { Properties } = resourceNamed(made[side], functionType, `${answering[side]}Function`);
      expect(Properties).toMatchObject({ Environment: { Variables: { KEY_HASHES: own[side] } } });
    }
  });

  it.each(sides)('share the concurrency of the account, unless each URL is told its own: %s', (side) => {
    const reservedOf = (made: Templates) =>
      resourcesOf(made[side], functionType).map(({ LogicalId, Properties }) => [
        LogicalId.slice(0, -8),
        Properties.ReservedConcurrentExecutions,
      ]);
    expect(reservedOf(templates).filter(([, reserved]) => reserved !== undefined)).toEqual([]);
    const made = makeTemplates({ ...context, reservedConcurrency: '20' });
    expect(reservedOf(made).filter(([, reserved]) => reserved !== undefined)).toEqual([
      [`${answering[side]}Function`, 20],
    ]);
  });

  it.each(functions)('have one role each, with no managed policy: %s %s', (side, name) => {
    const role = roleOf(side, name);
    expect(role.Properties.ManagedPolicyArns).toBeUndefined();
    expect(lambdaOf(side, name).Role).toEqual({ 'Fn::GetAtt': [role.LogicalId, 'Arn'] });
  });

  it.each(functions)('are traced by Lambda itself: %s %s', (side, name) => {
    expect(lambdaOf(side, name).TracingConfig).toEqual({ Mode: 'Active' });
  });

  it.each(functions)('leave what they give up in a queue of their own: %s %s', (side, name) => {
    const queues = functions.map(([of, one]) => `${of} ${deadLettersOf(of, one)}`);
    expect(queues.filter((queue) => queue === `${side} ${deadLettersOf(side, name)}`)).toHaveLength(1);
  });

  it('leave no role without a function', () => {
    for (const side of sides) {
      const own = functions.filter(([of]) => of === side).map(([, name]) => roleOf(side, name).LogicalId);
      expect(
        resourcesOf(templates[side], 'AWS::IAM::Role')
          .map(({ LogicalId }) => LogicalId)
          .sort(),
      ).toEqual(own.sort());
    }
  });

  it('leave no trace of DynamoDB in the fallback stack', () => {
    expect(JSON.stringify(templates.fallback.toJSON())).not.toMatch(/dynamodb|StateTable|TABLE_NAME/i);
  });
});
