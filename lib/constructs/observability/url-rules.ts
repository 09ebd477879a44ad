import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { budget } from '../../../functions/domain/budget.ts';
import type { Rules } from './alarms.ts';
import type { UrlMetrics } from './metrics.ts';

/** Half of what the provider waits: late, but still with time to act. */
const slowMs = budget.providerMs / 2;

const seconds = (ms: number): string => `${ms / 1_000} s`;

const atLeast = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD;
const twoOfThree = [2, 3] as const;

/** No calls, no data: a quiet night is healthy. */
const missing = TreatMissingData.NOT_BREACHING;

/** On one URL. `afterwards`: what becomes of a caller whose request fails here, as the end of a sentence. */
export const urlRules = ({ api, function: lambda, answers }: UrlMetrics, afterwards: string): Rules => ({
  NearLimit: {
    // Share of answers above the limit. A string, because CDK's percentileRank(8000) renders PR(:8000), the share
    // below, and strictly above 0, because CDK's default comparator would be in alarm for ever.
    metric: api.latency(`PR(${budget.gatewayMs}:)`),
    comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: 0,
    minutes: [1, 1],
    missing,
    means:
      `An answer took longer than ${seconds(budget.gatewayMs)}; at ${seconds(budget.providerMs)} ${afterwards}. ` +
      'Look in the access log for lines with a high responseLatency and follow their functionRequestId.',
  },
  SlowAnswers: {
    metric: api.latency('Maximum'),
    comparison: atLeast,
    threshold: slowMs,
    minutes: twoOfThree,
    missing,
    means:
      `Answers take ${seconds(slowMs)} or more, half of what the provider waits. ` +
      'Compare the latencies on the dashboard, row by row, to see which layer waits.',
  },
  SlowFunction: {
    metric: lambda.duration('Maximum'),
    comparison: atLeast,
    threshold: slowMs,
    minutes: twoOfThree,
    missing,
    means:
      `The function runs ${seconds(slowMs)} or more although it gives up waiting after ${seconds(budget.handlerMs)}. ` +
      'Look in its log for the slowest requests: a long start, or work that ignores the deadline.',
  },
  ServerErrors: {
    metric: api.serverErrors('Sum'),
    comparison: atLeast,
    threshold: 1,
    minutes: twoOfThree,
    missing,
    means: `Requests end in 5xx: ${afterwards}. Look in the access log for the status and integrationError.`,
  },
  FunctionErrors: {
    metric: lambda.errors('Sum'),
    comparison: atLeast,
    threshold: 1,
    minutes: twoOfThree,
    missing,
    means: `The function crashed or timed out: ${afterwards}. Look in its log for the error and for the last deployment.`,
  },
  FunctionThrottles: {
    metric: lambda.throttles('Sum'),
    comparison: atLeast,
    threshold: 1,
    minutes: twoOfThree,
    missing,
    means:
      `Lambda refused to run the function: ${afterwards}. ` +
      "Compare its concurrency on the dashboard with the account's limit in this Region, and ask for more.",
  },
  InvalidAnswers: {
    metric: answers('InvalidAnswerBlocked')('Sum'),
    comparison: atLeast,
    threshold: 1,
    minutes: [1, 1],
    missing,
    means:
      'The guard stopped an answer that was not a list of numbers; as a 200 it would have ended the call. ' +
      'Look in the function log for the blocked answer and undo the last change of pools or code.',
  },
});
