import { beforeAll, describe, expect, it } from 'vitest';
import { budget } from '../../functions/domain/budget.ts';
import { fallbackEnvNames } from '../../functions/fallback/env.ts';
import { primaryEnvNames } from '../../functions/primary/env.ts';
import { keyHashes, makeTemplates, onlyResource, resourcesOf, type Templates } from './stacks.ts';

const sides = ['primary', 'fallback'] as const;

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
  const logsOnly = {
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: { 'Fn::GetAtt': ['AnswerLogsF8B9730B', 'Arn'] },
  };

  it.each(sides)('run on Node 24 and arm64, with the time that the budget gives them: %s', (side) => {
    expect(lambdaOf(side)).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Timeout: budget.functionMs / 1_000,
    });
  });

  it('have the memory that their work needs', () => {
    expect(sides.map((side) => lambdaOf(side).MemorySize)).toEqual([1_024, 512]);
  });

  it.each(sides)('write JSON to a log group of their own: %s', (side) => {
    expect(lambdaOf(side).LoggingConfig).toEqual({ LogFormat: 'JSON', LogGroup: { Ref: 'AnswerLogsF8B9730B' } });
  });

  it('are given exactly the environment that they ask for', () => {
    const variablesOf = (side: keyof Templates) => (lambdaOf(side).Environment as { Variables: object }).Variables;
    expect(Object.keys(variablesOf('primary')).sort()).toEqual([...primaryEnvNames].sort());
    expect(Object.keys(variablesOf('fallback')).sort()).toEqual([...fallbackEnvNames].sort());
    expect(variablesOf('primary')).toEqual({
      STAGE: 'dev',
      TABLE_NAME: { Ref: 'StateTable962DE04C' },
      KEY_HASHES: keyHashes.join(','),
    });
    expect(variablesOf('fallback')).toEqual({ STAGE: 'dev', KEY_HASHES: keyHashes.join(',') });
  });

  it('accept only the keys of their own side', () => {
    const own = makeTemplates({ keyHashes: { primary: [keyHashes[0]], fallback: [keyHashes[1]] } });
    for (const [index, side] of sides.entries()) {
      own[side].hasResourceProperties('AWS::Lambda::Function', {
        Environment: { Variables: { KEY_HASHES: keyHashes[index] } },
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
      logsOnly,
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
    expect(statementsOf('fallback')).toEqual([logsOnly]);
  });

  it('leave no trace of DynamoDB in the fallback stack', () => {
    expect(JSON.stringify(templates.fallback.toJSON())).not.toMatch(/dynamodb|StateTable|TABLE_NAME/i);
  });
});
