import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Rule, Rules } from './alarms.ts';
import type { UrlMetrics } from './metrics.ts';

/** On what the primary answers while its table fails it: with numbers, and a 200, so that nothing else would tell. */
export const tableRules = (answers: UrlMetrics['answers']): Rules => {
  const rule = (metric: 'Degraded' | 'StaleConfig', means: string): Rule => ({
    metric: answers(metric)('Sum'),
    comparison: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    threshold: 1,
    // The canary asks each minute, calls or not; one lost packet is no trouble.
    minutes: [2, 3],
    missing: TreatMissingData.NOT_BREACHING,
    means,
  });
  return {
    DegradedAnswers: rule(
      'Degraded',
      'Callers get numbers, but calls or agents could not be read or written: somebody may be rung twice or by two calls. ' +
        "Look at DynamoDB on the dashboard, at the table's throttles, and in the log for the cause.",
    ),
    StaleConfig: rule(
      'StaleConfig',
      'Callers get numbers from a configuration that is older than a minute, because the table does not answer. ' +
        'Look at DynamoDB on the dashboard, and in the log for the cause.',
    ),
  };
};
