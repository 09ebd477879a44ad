/** Below the first screen: which layer is to blame, from calls down to what they rest on. Three widgets a row. */
import { Duration } from 'aws-cdk-lib';
import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { MetricName } from '../../../functions/domain/signals.ts';
import { answerOperations } from '../state-table.ts';
import { events, refused } from './event-widgets.ts';
import type { Answers, TableMetrics, UrlMetrics } from './metrics.ts';
import { answersByPool, withoutNumbers } from './queries.ts';
import { colours, counts, graph, limits, math, sums, table, total } from './widgets.ts';

const stages = {
  ConfigMs: 'configuration',
  HuntMs: 'read the call',
  LiveMs: 'look at agents',
  ClaimMs: 'claim the head',
  CommitMs: 'write the attempt',
} as const satisfies Partial<Record<MetricName, string>>;

const stageTimes = (answers: Answers, statistic: string) =>
  Object.entries(stages).map(([name, label]) => answers(name as MetricName)(statistic, label));

const layers = ({ api, function: lambda, answers }: UrlMetrics) =>
  graph(
    'Which layer waits: 99 of 100 are faster',
    'ms',
    [
      api.latency('p99', 'provider waits'),
      api.integrationLatency('p99', 'behind the gateway'),
      lambda.duration('p99', 'function'),
      answers('AnswerMs')('p99', 'answer'),
    ],
    { lines: limits },
  );

/** By operation, since there is no sum of them. */
const systemErrors = (state: TableMetrics) =>
  Object.fromEntries(answerOperations.map((name) => [`of${name}`, state.systemErrors(name)('Sum')]));

const functionHealth = ({ function: lambda, answers }: UrlMetrics) =>
  graph('Function', 'a minute', [
    lambda.concurrency('Maximum', 'at the same time'),
    answers('ColdStart')('Sum', 'cold starts'),
    lambda.errors('Sum', 'errors').with({ color: colours.failed }),
    lambda.throttles('Sum', 'throttled').with({ color: colours.lost }),
  ]);

export const primaryRows = (own: UrlMetrics, state: TableMetrics, logGroup: LogGroup): IWidget[][] => {
  const { answers } = own;
  return [
    [
      layers(own),
      graph('Waiting for the table, by stage: half are faster', 'ms', stageTimes(answers, 'p50')),
      graph('Waiting for the table, by stage: 99 of 100 are faster', 'ms', stageTimes(answers, 'p99')),
    ],
    [
      graph('Attempts', 'a call', [
        math(
          'all calls, mean',
          'offered / huntStarted',
          sums(answers, ['Offered', 'HuntStarted']),
          Duration.minutes(5),
        ),
        answers('AttemptsToCompleted')('Average', 'until they talked, mean'),
        answers('AttemptsToCompleted')('Maximum', 'until they talked, most'),
      ]),
      graph(
        'What became of rings',
        'a minute',
        counts(answers, {
          OutcomeCompleted: 'they talked',
          OutcomeBusy: 'busy',
          OutcomeNoAnswer: 'no answer',
          OutcomeFailed: 'failed',
          OutcomeCanceled: 'caller hung up',
        }),
        { isStacked: true },
      ),
      graph(
        'Agents',
        'a minute',
        counts(answers, {
          UnclaimedOffer: 'offered, not held',
          LastAgentOffered: 'missed too many, but the last one left',
          LeaseExpired: 'end of call never told',
          NobodyEligible: 'nobody may be rung at all',
          Busy: 'everybody is on calls',
        }),
        { isStacked: true },
      ),
    ],
    [
      graph(
        'DynamoDB, slowest',
        'ms',
        answerOperations.map((name) => state.latency(name)('Maximum', name)),
      ),
      graph('DynamoDB, throttled or failed', 'a minute', [
        state.readThrottles('Sum', 'reads throttled'),
        state.writeThrottles('Sum', 'writes throttled'),
        state.indexThrottles('Sum', 'index throttled: writes wait'),
        total('failed: its own fault', systemErrors(state), Duration.minutes(1), colours.failed),
      ]),
      graph(
        'Answered without all that is known',
        'a minute',
        counts(answers, {
          Degraded: 'without calls or agents',
          StaleConfig: 'old configuration',
          ConfigInvalid: 'broken items replaced',
          InvalidAnswerBlocked: 'answers the guard stopped',
          ClockApart: 'clocks apart',
        }),
      ),
    ],
    [functionHealth(own), refused(own, 'primary'), events(answers)],
    [table(answersByPool, 12, logGroup), table(withoutNumbers, 12, logGroup)],
  ];
};

export const fallbackRows = (own: UrlMetrics, logGroup: LogGroup): IWidget[][] => [
  [layers(own), functionHealth(own), refused(own, 'fallback')],
  [table(answersByPool, 12, logGroup), table(withoutNumbers, 12, logGroup)],
];
