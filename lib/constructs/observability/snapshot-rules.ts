import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { snapshotTimes } from '../../../functions/domain/snapshot.ts';
import { above, atLeast, type Rules, twoOfThree } from './alarms.ts';
import { messagesSent, type UrlMetrics } from './metrics.ts';

const { publishMinutes, oldSeconds } = snapshotTimes;

/** On what is published for the fallback, where it is published. */
export const publisherRules = (answers: UrlMetrics['answers'], failures: IQueue): Rules => ({
  SnapshotFailures: {
    metric: messagesSent(failures)('Sum'),
    comparison: atLeast,
    threshold: 1,
    // Each run that fails is tried for minutes before it is given up.
    minutes: [1, 3 * publishMinutes],
    // Of a queue that nothing came into for hours SQS says nothing.
    missing: TreatMissingData.NOT_BREACHING,
    severity: 'warn',
    means: 'The publisher gave up on a change or on a whole run, and the fallback answers what it had before.',
    first: 'Look in its log for the error; the next run publishes everything, so nothing has to be sent again.',
  },
  SnapshotRefused: {
    metric: answers('SnapshotRefused')('Sum'),
    comparison: atLeast,
    threshold: 1,
    // It is refused with every run, and one more minute bridges them.
    minutes: [1, publishMinutes + 1],
    missing: TreatMissingData.NOT_BREACHING,
    severity: 'warn',
    means: 'The publisher did not publish what the table has, because it is not valid or too many people are gone.',
    first: 'Look in its log for what is missing: put it back, or let it pass as docs/fallback.md says if it is meant.',
  },
});

/** On what the fallback answers from, where it answers. A snapshot that cannot be read gets old, so that needs no other. */
export const snapshotRules = (answers: UrlMetrics['answers']): Rules => ({
  SnapshotOld: {
    metric: answers('SnapshotAgeSeconds')('Maximum'),
    comparison: above,
    threshold: oldSeconds,
    minutes: twoOfThree,
    // Only a working canary that is answered from a snapshot lets anything be said.
    missing: TreatMissingData.BREACHING,
    severity: 'warn',
    means: `The fallback answers from a snapshot older than ${oldSeconds / 60} min, or from its floor, or nobody asks it.`,
    first:
      "Look whether SnapshotFailures or SnapshotRefused is on in the primary's Region, or FallbackProbe in this one.",
  },
});
