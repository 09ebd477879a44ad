import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { budget } from '../../functions/domain/budget.ts';
import { snapshotTimes } from '../../functions/domain/snapshot.ts';
import type { PublisherEnv } from '../../functions/publisher/env.ts';
import type { StageConfig } from '../config.ts';
import { grantSnapshot, grantSnapshotListing, type SnapshotPlace } from '../snapshot-place.ts';
import { CallFunction } from './call-function.ts';
import { failureDestination, failureQueue } from './failure-queue.ts';
import { logSettings } from './log-settings.ts';
import { publisherAccess, type StateTable } from './state-table.ts';

const publishEvery = Duration.minutes(snapshotTimes.publishMinutes);

const items = (pk: unknown[], sk?: unknown[]) =>
  FilterCriteria.filter({ dynamodb: { Keys: { pk: { S: pk }, ...(sk && { sk: { S: sk } }) } } });

/** Items of the configuration, by their keys: calls change the table all day, and most of what they write is not one. */
const configItems = [
  items(['CONFIG']),
  items(FilterRule.beginsWith('APPLET#')),
  items(FilterRule.beginsWith('POOL#'), [
    'META',
    ...FilterRule.beginsWith('MEMBER#'),
    ...FilterRule.beginsWith('OVERRIDE#'),
  ]),
  items(FilterRule.beginsWith('AGENT#'), ['META']),
];

export interface PublisherProps {
  readonly config: StageConfig;
  readonly state: StateTable;
  readonly place: SnapshotPlace;
}

/** Puts the configuration where the fallback reads it: when it changes, and every five minutes because silence proves nothing. */
export class Publisher extends Construct {
  /** What was given up. */
  readonly failures: Queue;

  constructor(scope: Construct, id: string, { config, state, place }: PublisherProps) {
    super(scope, id);

    this.failures = failureQueue(this, 'Failures');

    const { function: publish } = new CallFunction<PublisherEnv>(this, 'Publish', {
      folder: 'publisher',
      description: 'Publishes the configuration for the fallback, in its Region.',
      memoryMb: 1_024,
      // It gives up by itself before; a start comes first.
      timeoutMs: budget.publishMs + 10_000,
      environment: {
        STAGE: config.stage,
        TABLE_NAME: state.table.tableName,
        SNAPSHOT_ENDPOINT: place.endpoint,
        SNAPSHOT_REGION: place.region,
      },
      logs: logSettings(config),
      deadLetters: this.failures,
    });
    state.grant(publish, publisherAccess);
    state.grantMarks(publish);
    const stream = state.grantStream(publish);
    grantSnapshot(publish, place, ['s3:GetObject', 's3:PutObject']);
    grantSnapshotListing(publish, place);
    const onFailure = failureDestination(this.failures);

    new EventSourceMapping(this, 'Changes', {
      target: publish,
      eventSourceArn: stream,
      filters: configItems,
      startingPosition: StartingPosition.TRIM_HORIZON,
      // One apply changes many items at once, and each run publishes all of them.
      batchSize: 1_000,
      maxBatchingWindow: Duration.seconds(1),
      // By default Lambda tries for a day, and nothing behind it is published meanwhile.
      retryAttempts: 5,
      maxRecordAge: Duration.hours(1),
      onFailure,
    });

    // An event of the schedule is of no use once the next one is there.
    publish.configureAsyncInvoke({ retryAttempts: 2, maxEventAge: publishEvery, onFailure });
    new Rule(this, 'Schedule', {
      description: 'A quiet stream is no proof of health.',
      schedule: Schedule.rate(publishEvery),
      targets: [
        new LambdaFunction(publish, { retryAttempts: 2, maxEventAge: publishEvery, deadLetterQueue: this.failures }),
      ],
    });
  }
}
