import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { keyHashes, makeStacks, makeTemplates, onlyResource, resourcesOf, type Templates } from './stacks.ts';

const sides = ['primary', 'fallback'] as const;

/** The property that would pin a name in the account, per resource type. */
const physicalNames = {
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
};

describe('the stacks', () => {
  let templates: Templates;
  beforeAll(() => {
    templates = makeTemplates();
  });

  it('are named after their stage and live in two Regions', () => {
    const { primary, fallback } = makeStacks({ stage: 'prod' });
    expect([primary.stackName, primary.region]).toEqual(['DialWhom-prod-Primary', 'ap-south-1']);
    expect([fallback.stackName, fallback.region]).toEqual(['DialWhom-prod-Fallback', 'ap-southeast-1']);
  });

  it('need no account to be synthesised, and take one when it is known', () => {
    expect(makeStacks().primary.account).toMatch(/^\$\{Token/);
    expect(makeStacks({}, '123456789012').fallback.account).toBe('123456789012');
  });

  it('put out exactly the names that the documentation promises', () => {
    expect(Object.keys(templates.primary.findOutputs('*')).sort()).toEqual(['DashboardUrl', 'PrimaryUrl', 'TableName']);
    expect(Object.keys(templates.fallback.findOutputs('*')).sort()).toEqual(['DashboardUrl', 'FallbackUrl']);
  });

  it.each(sides)("put out the URL to which the applet's name is appended: %s", (side) => {
    const name = side === 'primary' ? 'PrimaryUrl' : 'FallbackUrl';
    templates[side].hasOutput(name, {
      Value: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['ApiCD79AAA0', 'ApiEndpoint'] }, `/${side}`]] },
      Description: Match.stringLikeRegexp('/\\{applet\\}\\?key='),
    });
  });

  it('know nothing of each other: no import, no export, no shared name', () => {
    const { primary, fallback } = makeStacks();
    expect([...primary.dependencies, ...fallback.dependencies]).toEqual([]);
    for (const side of sides) {
      const text = JSON.stringify(templates[side].toJSON());
      expect(text).not.toMatch(/Fn::ImportValue|Fn::GetStackOutput|"Export"|ssm:/);
      expect(text).not.toContain(side === 'primary' ? 'DialWhom-dev-Fallback' : 'DialWhom-dev-Primary');
    }
  });

  it.each(sides)('pin no physical name, so that a second deployment fits beside the first: %s', (side) => {
    for (const [type, property] of Object.entries(physicalNames)) {
      for (const resource of resourcesOf(templates[side], type)) {
        expect(resource.Properties, resource.LogicalId).not.toHaveProperty(property);
      }
    }
  });

  it.each([
    ['dev', 'Delete'],
    ['prod', 'Retain'],
  ])('keep logs for a year, and in %s %s them with the stack', (stage, policy) => {
    const made = makeTemplates({ stage });
    for (const side of sides) {
      const logs = resourcesOf(made[side], 'AWS::Logs::LogGroup');
      expect(logs).toHaveLength(2);
      for (const group of logs) {
        expect(group).toMatchObject({ DeletionPolicy: policy, UpdateReplacePolicy: policy });
        expect(group.Properties.RetentionInDays).toBe(365);
      }
    }
  });

  it('cannot be deleted by accident in prod', () => {
    const { primary, fallback } = makeStacks({ stage: 'prod' });
    expect([primary.terminationProtection, fallback.terminationProtection]).toEqual([true, true]);
    expect(makeStacks().primary.terminationProtection).toBe(false);
  });

  it.each(sides)('use no code but their own: no custom resource and no second function: %s', (side) => {
    expect(onlyResource(templates[side], 'AWS::Lambda::Function').LogicalId).toBe('AnswerFunction5C8C9F6E');
    const types = resourcesOf(templates[side]).map(({ Type }) => Type);
    expect(types.filter((type) => /^Custom::|CustomResource/.test(type))).toEqual([]);
  });

  it.each(sides)('warn when no key opens them: %s', (side) => {
    const annotations = Annotations.fromStack(makeStacks({})[side]);
    annotations.hasWarning('*', Match.stringLikeRegexp(`The ${side} will answer 403 to everything until`));
  });

  it('warn for the one side that has no key, and say nothing when both have one', () => {
    const warningsOf = (context: Record<string, unknown>) => {
      const stacks = makeStacks(context);
      return sides.map((side) => Annotations.fromStack(stacks[side]).findWarning('*', Match.anyValue()).length);
    };
    expect(warningsOf({ keyHashes: { primary: keyHashes } })).toEqual([0, 1]);
    expect(warningsOf({ keyHashes })).toEqual([0, 0]);
  });
});
