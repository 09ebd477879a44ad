import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { atLeast, type Rules, twoOfThree } from './alarms.ts';
import { faultRules } from './fault-rules.ts';
import type { UrlMetrics } from './metrics.ts';

/** On what takes events. Nobody waits for it, so that it may be slow, and nothing of it wakes anybody. */
export const eventRules = ({ answers, ...metrics }: UrlMetrics): Rules => ({
  ...faultRules(metrics, {
    severity: 'warn',
    afterwards: 'nobody learns who is on a call, and agents may be rung twice',
  }),
  EventsLost: {
    // Answered with 200 all the same, so that no 5xx tells.
    metric: answers('EventLost')('Sum'),
    comparison: atLeast,
    threshold: 1,
    minutes: twoOfThree,
    // No events, no data: a quiet night is healthy.
    missing: TreatMissingData.NOT_BREACHING,
    severity: 'warn',
    means: 'Events of the provider are lost through our fault: who is on a call may be rung by another one.',
    first: "Look in the function's log for the cause, and at DynamoDB on the primary's dashboard.",
  },
});
