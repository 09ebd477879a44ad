import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { SnapshotPlace } from '../snapshot-place.ts';

/**
 * Holds the snapshot. Not versioned: the publisher writes it every five minutes, and the table keeps the revisions.
 *
 * It goes with its stack, because a bucket left behind under this name would be in the way of the next deployment.
 * CloudFormation deletes no bucket that holds something, and emptying it by itself would take a custom resource that may
 * delete: whoever deletes the stack for good first removes the one object.
 */
export class SnapshotBucket extends Construct {
  constructor(scope: Construct, id: string, place: SnapshotPlace) {
    super(scope, id);

    /** Who read the agents' numbers, or tried to. Never deleted with the stack; it empties itself. */
    const accessLogs = new Bucket(this, 'AccessLogs', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(365) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });

    new Bucket(this, 'Bucket', {
      bucketName: place.bucketName,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      // AWS's own key: one of ours would put KMS between the fallback and its answers.
      encryption: BucketEncryption.S3_MANAGED,
      serverAccessLogsBucket: accessLogs,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
