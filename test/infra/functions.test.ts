import { beforeAll, describe, expect, it } from 'vitest';
import { budget } from '../../functions/domain/budget.ts';
import { eventsEnvNames } from '../../functions/events/env.ts';
import { fallbackEnvNames } from '../../functions/fallback/env.ts';
import { primaryEnvNames } from '../../functions/primary/env.ts';
import { keyHashes, makeTemplates, onlyResource, resourcesOf, type Templates } from './stacks.ts';

const sides = ['primary', 'fallback', 'events'] as const;

const logsOf = { primary: 'AnswerLogsF8B9730B', fallback: 'AnswerLogsF8B9730B', events: 'TakeLogs69D92E50' } as const;

/** How another stack of the Region names the table. */
const outputOfPrimary = (OutputName: string) => ({
  'Fn::GetStackOutput': { StackName: 'DialWhom-dev-Primary', Region: 'ap-south-1', OutputName },
});

type Statement = { Effect: string; Action: string | string[]; Resource: unknown };

describe('the functions', () => {
  let templates: Templates;
  beforeAll(() => {
    templates = makeTemplates();
  });

  const lambdaOf = (side: keyof Templates) => onlyResource(templates[side], 'AWS::Lambda::Function').Properties;
  const statementsOf = (side: keyof Templates): Statement[] =>
    resourcesOf(templates[side], 'AWS::IAM::Policy').flatMap(
      ({ Properties }) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement,
    );
  const itsLog = (side: keyof Templates) => ({
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: { 'Fn::GetAtt': [logsOf[side], 'Arn'] },
  });

  it.each(sides)('run on Node 24 and arm64, with the time that the budget gives them: %s', (side) => {
    expect(lambdaOf(side)).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Timeout: budget.functionMs / 1_000,
    });
  });

  it('have the memory that their work needs', () => {
    expect(sides.map((side) => lambdaOf(side).MemorySize)).toEqual([1_024, 512, 512]);
  });

  it.each(sides)('write JSON to a log group of their own: %s', (side) => {
    expect(lambdaOf(side).LoggingConfig).toEqual({ LogFormat: 'JSON', LogGroup: { Ref: logsOf[side] } });
  });

  it('are given exactly the environment that they ask for', () => {
    const variablesOf = (side: keyof Templates) => (lambdaOf(side).Environment as { Variables: object }).Variables;
    expect(Object.keys(variablesOf('primary')).sort()).toEqual([...primaryEnvNames].sort());
    expect(Object.keys(variablesOf('fallback')).sort()).toEqual([...fallbackEnvNames].sort());
    expect(Object.keys(variablesOf('events')).sort()).toEqual([...eventsEnvNames].sort());
    expect(variablesOf('primary')).toEqual({
      STAGE: 'dev',
      TABLE_NAME: { Ref: 'StateTable962DE04C' },
      KEY_HASHES: keyHashes.join(','),
    });
    expect(variablesOf('fallback')).toEqual({ STAGE: 'dev', KEY_HASHES: keyHashes.join(',') });
    expect(variablesOf('events')).toEqual({
      STAGE: 'dev',
      TABLE_NAME: outputOfPrimary('PublishOutputRefStateTable962DE04C84B70CD9'),
      KEY_HASHES: keyHashes.join(','),
    });
  });

  it('accept only the keys of their own side', () => {
    const third = 'c'.repeat(64);
    const own = { primary: keyHashes[0], fallback: keyHashes[1], events: third };
    const made = makeTemplates({
      keyHashes: Object.fromEntries(Object.entries(own).map(([side, hash]) => [side, [hash]])),
    });
    for (const side of sides) {
      made[side].hasResourceProperties('AWS::Lambda::Function', {
        Environment: { Variables: { KEY_HASHES: own[side] } },
      });
    }
  });

  it.each(sides)('have one role each, with no managed policy: %s', (side) => {
    const role = onlyResource(templates[side], 'AWS::IAM::Role');
    expect(role.Properties.ManagedPolicyArns).toBeUndefined();
    expect(lambdaOf(side).Role).toEqual({ 'Fn::GetAtt': [role.LogicalId, 'Arn'] });
  });

  it('let the primary read and write single items of its table, write its log, and nothing else', () => {
    expect(statementsOf('primary')).toEqual([
      itsLog('primary'),
      {
        Effect: 'Allow',
        Action: [
          'dynamodb:BatchGetItem',
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:Query',
          'dynamodb:UpdateItem',
        ],
        Resource: { 'Fn::GetAtt': ['StateTable962DE04C', 'Arn'] },
      },
    ]);
  });

  it('let the fallback write its log and nothing else', () => {
    expect(statementsOf('fallback')).toEqual([itsLog('fallback')]);
  });

  it('let the events read whose number it is and change what is known of him, and nothing on stream or index', () => {
    expect(statementsOf('events')).toEqual([
      itsLog('events'),
      {
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
        Resource: outputOfPrimary('PublishOutputFnGetAttStateTable962DE04CArnF0C8F0DD'),
      },
    ]);
  });

  it('leave no trace of DynamoDB in the fallback stack', () => {
    expect(JSON.stringify(templates.fallback.toJSON())).not.toMatch(/dynamodb|StateTable|TABLE_NAME/i);
  });
});
