import { beforeAll, describe, expect, it } from 'vitest';
import { makeTemplates, onlyResource, type Templates } from './stacks.ts';

const type = 'AWS::DynamoDB::GlobalTable';

describe('the table', () => {
  let templates: Templates;
  beforeAll(() => {
    templates = makeTemplates();
  });

  it('keeps its logical id: another one would be an empty table in place of the pools', () => {
    expect(onlyResource(templates.primary, type).LogicalId).toBe('StateTable962DE04C');
  });

  it('has string keys, bills on demand, expires items by expiresAt and streams both images', () => {
    templates.primary.hasResourceProperties(type, {
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
        { AttributeName: 'day', AttributeType: 'S' },
        { AttributeName: 'startedMs', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
  });

  it('has one index, which lists calls by day with what a list shows', () => {
    expect(onlyResource(templates.primary, type).Properties.GlobalSecondaryIndexes).toEqual([
      {
        IndexName: 'calls',
        KeySchema: [
          { AttributeName: 'day', KeyType: 'HASH' },
          { AttributeName: 'startedMs', KeyType: 'RANGE' },
        ],
        Projection: {
          ProjectionType: 'INCLUDE',
          NonKeyAttributes: ['pool', 'caller', 'attemptCount', 'outcomes', 'end', 'told'],
        },
      },
    ]);
  });

  it('is one replica in the Region of its stack, restorable to any second of 35 days, and cannot be deleted', () => {
    expect(onlyResource(templates.primary, type).Properties.Replicas).toEqual([
      {
        Region: 'ap-south-1',
        DeletionProtectionEnabled: true,
        GlobalSecondaryIndexes: [{ IndexName: 'calls' }],
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
      },
    ]);
  });

  it.each(['dev', 'prod'])('outlives its stack in %s', (stage) => {
    makeTemplates({ stage }).primary.hasResource(type, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  it('is only in the primary stack', () => {
    for (const side of ['fallback', 'events'] as const) {
      templates[side].resourceCountIs(type, 0);
      templates[side].resourceCountIs('AWS::DynamoDB::Table', 0);
    }
  });
});
