/**
 * Where publisher and fallback meet: one object in a bucket in the fallback's Region. Its name is made of what both
 * stacks know, so that neither has to refer to the other.
 */
import type { Stack } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { snapshotKey } from '../functions/domain/snapshot.ts';
import type { StageConfig } from './config.ts';

/** The place as seen from a stack, whichever it is. */
export const snapshotPlace = (
  { account, partition, urlSuffix }: Stack,
  { stage, fallbackRegion }: Pick<StageConfig, 'stage' | 'fallbackRegion'>,
) => {
  const bucketName = `dial-whom-${stage}-${account}-${fallbackRegion}`;
  const bucketArn = `arn:${partition}:s3:::${bucketName}`;
  return {
    bucketName,
    bucketArn,
    objectArn: `${bucketArn}/${snapshotKey}`,
    /** Of the bucket, by the name it has in the fallback's Region. */
    endpoint: `https://${bucketName}.s3.${fallbackRegion}.${urlSuffix}`,
    region: fallbackRegion,
    account,
  };
};

export type SnapshotPlace = ReturnType<typeof snapshotPlace>;

/**
 * Lets a function do this to the object. Only in this account: once the bucket is deleted anybody may take its name, and
 * the publisher would hand him the agents' numbers.
 */
export const grantSnapshot = (grantee: IGrantable, place: SnapshotPlace, actions: string[]): void => {
  Grant.addToPrincipal({ grantee, actions, resourceArns: [place.objectArn], conditions: inAccount(place) });
};

/** Lets a function learn that the object is not there: without it S3 says 403 where it means 404. */
export const grantSnapshotListing = (grantee: IGrantable, place: SnapshotPlace): void => {
  Grant.addToPrincipal({
    grantee,
    actions: ['s3:ListBucket'],
    resourceArns: [place.bucketArn],
    conditions: inAccount(place),
  });
};

const inAccount = ({ account }: SnapshotPlace) => ({ StringEquals: { 'aws:ResourceAccount': account } });
