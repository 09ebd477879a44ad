import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { callsIndex } from '../../functions/domain/calls-index.ts';

/**
 * What a function does to the table: each operation, and the partitions it is done to. Calls and what is known of agents
 * are written, the configuration is only read, but for the marks of `grantMarks`; what an agent's partition holds of it no
 * policy can tell from the rest.
 * Nothing here scans, deletes or runs a transaction.
 */
export type Access = Readonly<Record<string, readonly string[]>>;

/** For an answer: the configuration of its applet, whom the caller spoke with, and the call and its agents. */
export const answerAccess = {
  GetItem: ['AGENT#*'],
  Query: ['CALL#*', 'CONFIG', 'HISTORY', 'POOL#*'],
  BatchGetItem: ['AGENT#*', 'APPLET#*', 'CALL#*', 'CALLER#*'],
  PutItem: ['AGENT#*', 'CALL#*'],
  UpdateItem: ['AGENT#*', 'CALL#*', 'CALLER#*'],
} as const satisfies Access;

/** For an event: whose number it is, and then what is known of him, of the call and of the caller. */
export const eventAccess = {
  GetItem: ['AGENT#*', 'CONFIG'],
  Query: ['CALL#*', 'HISTORY'],
  BatchGetItem: ['CALLER#*'],
  PutItem: ['AGENT#*'],
  UpdateItem: ['CALL#*', 'CALLER#*'],
} as const satisfies Access;

/** For a snapshot: the whole configuration. */
export const publisherAccess = {
  GetItem: ['CONFIG'],
  Query: ['CONFIG', 'HISTORY', 'POOL#*'],
  BatchGetItem: ['AGENT#*', 'APPLET#*'],
} as const satisfies Access;

/** The attributes that the publisher may write, and the keys of their items. Whose numbers these are it cannot change. */
const markAttributes = ['pk', 'sk', 'stamp', 'published'];

export const answerOperations = Object.keys(answerAccess);

/** What Lambda does to a stream in the name of the function it calls. */
const streamOperations = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'] as const;

/**
 * The one table: number pools, agents, overrides, and the state of every call.
 *
 * Its place in the tree, and so its logical id, must never change: CloudFormation would make an empty table and leave
 * the full one behind. It outlives its stack in every stage, because somebody typed the pools in.
 */
export class StateTable extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string) {
    super(scope, id);

    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      // Only people ask it, through the CLI.
      globalSecondaryIndexes: [
        {
          indexName: callsIndex.name,
          partitionKey: { name: callsIndex.partitionKey, type: AttributeType.STRING },
          sortKey: { name: callsIndex.sortKey, type: AttributeType.NUMBER },
          projectionType: ProjectionType.INCLUDE,
          nonKeyAttributes: [...callsIndex.attributes],
        },
      ],
      // A new on-demand table takes 4,000 writes a second at once, far above what the API lets through.
      billing: Billing.onDemand(),
      // Epoch seconds. DynamoDB may be days late, so nothing relies on an expired item being gone.
      timeToLiveAttribute: 'expiresAt',
      // Old and new: the snapshot's publisher must see what a change took away.
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      // 35 days, the longest there is: a bad import of pools may be noticed late.
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      // AWS's own key: one of ours would put KMS on the path of every call.
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** Lets a function do this to the table itself, and nothing to its stream or its index. */
  grant(grantee: IGrantable, access: Access): void {
    for (const [operation, partitions] of Object.entries(access)) {
      // The table's own grants would add its indexes.
      Grant.addToPrincipal({
        grantee,
        actions: [`dynamodb:${operation}`],
        resourceArns: [this.table.tableArn],
        conditions: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions },
          // Of a request that names no partition all of them would do.
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      });
    }
  }

  /** Lets a function say which numbers were judged and which revision is published, and nothing else of an agent or of the configuration. */
  grantMarks(grantee: IGrantable): void {
    Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:UpdateItem'],
      resourceArns: [this.table.tableArn],
      conditions: {
        'ForAllValues:StringLike': {
          'dynamodb:LeadingKeys': ['AGENT#*', 'CONFIG'],
          'dynamodb:Attributes': markAttributes,
        },
        Null: { 'dynamodb:LeadingKeys': 'false', 'dynamodb:Attributes': 'false' },
      },
    });
  }

  /** Lets a function be told of changes, and returns the ARN of the stream that tells. */
  grantStream(grantee: IGrantable): string {
    const { tableStreamArn } = this.table;
    if (tableStreamArn === undefined) throw new Error('the table has no stream');
    // The table's own grant would list the streams of every table.
    Grant.addToPrincipal({
      grantee,
      actions: streamOperations.map((operation) => `dynamodb:${operation}`),
      resourceArns: [tableStreamArn],
    });
    return tableStreamArn;
  }
}
