import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { budget } from '../../../functions/domain/budget.ts';
import { above, atLeast, type Rules, twoOfThree } from './alarms.ts';
import { type Failing, faultRules } from './fault-rules.ts';
import type { UrlMetrics } from './metrics.ts';

const seconds = (ms: number): string => `${ms / 1_000} s`;

/** No calls, no data: a quiet night is healthy. */
const missing = TreatMissingData.NOT_BREACHING;

/** On one URL that answers whom to dial. */
export const urlRules = (metrics: UrlMetrics, failing: Failing): Rules => {
  const { api, function: lambda, answers } = metrics;
  return {
    NearLimit: {
      // Share of answers above the limit. A string, because CDK's percentileRank(8000) renders PR(:8000), the share below.
      metric: api.latency(`PR(${budget.gatewayMs}:)`),
      comparison: above,
      threshold: 0,
      // One such answer is a caller who waited for nothing; of a minute half counted it can only be too few.
      minutes: [1, 1],
      missing,
      severity: 'page',
      means:
        `An answer took longer than ${seconds(budget.gatewayMs)}; ` +
        `at ${seconds(budget.providerMs)} ${failing.afterwards}.`,
      first: 'Look in the access log for lines with a high responseLatency and follow their functionRequestId.',
    },
    SlowAnswers: {
      metric: api.latency('Maximum'),
      comparison: atLeast,
      threshold: budget.slowMs,
      minutes: twoOfThree,
      missing,
      severity: 'warn',
      means: `The slowest answers take ${seconds(budget.slowMs)} or more, half of what the provider waits.`,
      first: 'Compare the latencies on the dashboard, row by row, to see which layer waits.',
    },
    SlowFunction: {
      metric: lambda.duration('Maximum'),
      comparison: atLeast,
      threshold: budget.slowMs,
      minutes: twoOfThree,
      missing,
      severity: 'warn',
      means:
        `The function runs ${seconds(budget.slowMs)} or more although it gives up waiting after ` +
        `${seconds(budget.handlerMs)}.`,
      first: 'Look in its log for the slowest requests: a long start, or work that ignores the deadline.',
    },
    MostAnswersSlow: {
      metric: api.latency('p90'),
      comparison: atLeast,
      threshold: budget.handlerMs,
      // Of few answers the p90 is the slowest, so it takes five minutes without one quick minute.
      minutes: [5, 5],
      missing,
      severity: 'warn',
      means: `For five minutes one answer in ten took ${seconds(budget.handlerMs)} or more, all the time that a handler has.`,
      first: 'Compare the latencies on the dashboard, row by row, and look for cold starts in the function log.',
    },
    ...faultRules(metrics, failing),
    InvalidAnswers: {
      metric: answers('InvalidAnswerBlocked')('Sum'),
      comparison: atLeast,
      threshold: 1,
      // One is a bug that every call may meet, and without the guard it would have been a dead call.
      minutes: [1, 1],
      missing,
      severity: 'page',
      means: 'The guard stopped an answer that was not a list of numbers; as a 200 it would have ended the call.',
      first: 'Look in the function log for the blocked answer and undo the last change of pools or code.',
    },
  };
};
