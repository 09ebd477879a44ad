import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** What the answer path does to the table; nothing here scans, deletes or runs a transaction. */
export const answerOperations = ['GetItem', 'Query', 'BatchGetItem', 'PutItem', 'UpdateItem'] as const;

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

  /** Lets a function answer calls: `answerOperations` on the table itself, and nothing on its stream or indexes. */
  grantAnswering(grantee: IGrantable): void {
    this.table.grants.actions(grantee, ...answerOperations.map((operation) => `dynamodb:${operation}`));
  }
}
