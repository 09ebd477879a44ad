import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { snapshotTimes } from '../../snapshot-place.ts';
import type { Rules } from './alarms.ts';
import { messagesSent, type UrlMetrics } from './metrics.ts';

const atLeast = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD;
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
    means:
      'The publisher gave up on a change or on a whole run, and the fallback answers what it had before. ' +
      'Look in its log for the error; the next run publishes everything, so nothing of the queue has to be sent again.',
  },
  SnapshotRefused: {
    metric: answers('SnapshotRefused')('Sum'),
    comparison: atLeast,
    threshold: 1,
    // It is refused with every run, and one more minute bridges them.
    minutes: [1, publishMinutes + 1],
    missing: TreatMissingData.NOT_BREACHING,
    means:
      'The publisher did not publish what the table has, because it is not valid or too many people are gone. ' +
      'Look in its log for what is missing: put it back, or let it pass as docs/fallback.md says if it is meant.',
  },
});

/** On what the fallback answers from, where it answers. */
export const snapshotRules = (answers: UrlMetrics['answers']): Rules => ({
  SnapshotOld: {
    metric: answers('SnapshotAgeSeconds')('Maximum'),
    comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: oldSeconds,
    minutes: [2, 3],
    // Only a working canary that is answered from a snapshot lets anything be said.
    missing: TreatMissingData.BREACHING,
    means:
      `The fallback answers from a snapshot older than ${oldSeconds / 60} min, or from its floor, or nobody asks it. ` +
      "Look whether SnapshotFailures or SnapshotRefused is on in the primary's Region, or FallbackProbe in this one.",
  },
});

/** On what the canary gets from both URLs; `parameterName` is where it finds them. */
export const probeRules = (answers: UrlMetrics['answers'], parameterName: string): Rules => {
  const rule = (gauge: 'PrimaryProbeFailed' | 'FallbackProbeFailed', url: string) => ({
    metric: answers(gauge)('Maximum'),
    comparison: atLeast,
    threshold: 1,
    minutes: [2, 3] as const,
    // Each minute says something, if the canary runs.
    missing: TreatMissingData.BREACHING,
    means:
      `The canary gets no good answer from the ${url} URL, or does not run itself. ` +
      'Look in its log for what it was answered; if this is on since the first deployment, put both URLs into ' +
      `the parameter ${parameterName} of this Region.`,
  });
  return {
    PrimaryProbe: rule('PrimaryProbeFailed', 'Primary'),
    FallbackProbe: rule('FallbackProbeFailed', 'Fallback'),
  };
};
