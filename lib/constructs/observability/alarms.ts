import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { budget } from '../../../functions/domain/budget.ts';
import type { UrlMetrics } from './metrics.ts';

type Rule = {
  metric: Metric;
  comparison: ComparisonOperator;
  threshold: number;
  /** Minutes out of minutes. One slow minute is noise for some numbers and a lost call for others. */
  minutes: readonly [bad: number, of: number];
  /** What it means, and the first thing to do. */
  means: string;
};

/** Half of what the provider waits: late, but still with time to act. */
const slowMs = budget.providerMs / 2;

const seconds = (ms: number): string => `${ms / 1_000} s`;

const atLeast = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD;
const twoOfThree = [2, 3] as const;

const rules = ({ api, function: lambda, answers }: UrlMetrics, afterwards: string): Record<string, Rule> => ({
  NearLimit: {
    // Share of answers above the limit. A string, because CDK's percentileRank(8000) renders PR(:8000), the share
    // below, and strictly above 0, because CDK's default comparator would be in alarm for ever.
    metric: api.latency(`PR(${budget.gatewayMs}:)`),
    comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: 0,
    minutes: [1, 1],
    means:
      `An answer took longer than ${seconds(budget.gatewayMs)}; at ${seconds(budget.providerMs)} ${afterwards}. ` +
      'Look in the access log for lines with a high responseLatency and follow their functionRequestId.',
  },
  SlowAnswers: {
    metric: api.latency('Maximum'),
    comparison: atLeast,
    threshold: slowMs,
    minutes: twoOfThree,
    means:
      `Answers take ${seconds(slowMs)} or more, half of what the provider waits. ` +
      'Compare the latencies on the dashboard, row by row, to see which layer waits.',
  },
  SlowFunction: {
    metric: lambda.duration('Maximum'),
    comparison: atLeast,
    threshold: slowMs,
    minutes: twoOfThree,
    means:
      `The function runs ${seconds(slowMs)} or more although it gives up waiting after ${seconds(budget.handlerMs)}. ` +
      'Look in its log for the slowest requests: a long start, or work that ignores the deadline.',
  },
  ServerErrors: {
    metric: api.serverErrors('Sum'),
    comparison: atLeast,
    threshold: 1,
    minutes: twoOfThree,
    means: `Requests end in 5xx: ${afterwards}. Look in the access log for the status and integrationError.`,
  },
  FunctionErrors: {
    metric: lambda.errors('Sum'),
    comparison: atLeast,
    threshold: 1,
    minutes: twoOfThree,
    means: `The function crashed or timed out: ${afterwards}. Look in its log for the error and for the last deployment.`,
  },
  FunctionThrottles: {
    metric: lambda.throttles('Sum'),
    comparison: atLeast,
    threshold: 1,
    minutes: twoOfThree,
    means:
      `Lambda refused to run the function: ${afterwards}. ` +
      "Compare its concurrency on the dashboard with the account's limit in this Region, and ask for more.",
  },
  InvalidAnswers: {
    metric: answers('InvalidAnswerBlocked')('Sum'),
    comparison: atLeast,
    threshold: 1,
    minutes: [1, 1],
    means:
      'The guard stopped an answer that was not a list of numbers; as a 200 it would have ended the call. ' +
      'Look in the function log for the blocked answer and undo the last change of pools or code.',
  },
});

/** Which URL is watched. */
export interface UrlAlarmsProps {
  readonly metrics: UrlMetrics;
  /** What becomes of a caller whose request fails here, as the end of a sentence. */
  readonly afterwards: string;
}

/** Alarms on one URL, in its own Region. They are seen on the dashboard; who is woken is decided elsewhere. */
export class UrlAlarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: UrlAlarmsProps) {
    super(scope, id);

    this.alarms = Object.entries(rules(props.metrics, props.afterwards)).map(
      ([name, rule]) =>
        new Alarm(this, name, {
          metric: rule.metric,
          comparisonOperator: rule.comparison,
          threshold: rule.threshold,
          datapointsToAlarm: rule.minutes[0],
          evaluationPeriods: rule.minutes[1],
          // No calls, no data: a quiet night is healthy.
          treatMissingData: TreatMissingData.NOT_BREACHING,
          alarmDescription: rule.means,
        }),
    );
  }
}
