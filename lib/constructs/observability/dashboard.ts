import { Duration, Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type GraphWidgetProps,
  type IAlarm,
  type IMetric,
  type IWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { budget } from '../../../functions/domain/budget.ts';
import { snapshotTimes } from '../../snapshot-place.ts';
import { answerOperations } from '../state-table.ts';
import { answerMetrics, type MetricOf, type TableMetrics, type UrlMetrics } from './metrics.ts';

/** Where each layer gives up, so that a curve shows whose limit it runs into. */
const limits: GraphWidgetProps['leftAnnotations'] = [
  { value: budget.handlerMs, label: 'handler answers 503' },
  { value: budget.providerMs / 2, label: 'alarm' },
  { value: budget.gatewayMs, label: 'gateway gives up' },
  { value: budget.providerMs, label: 'provider gives up' },
];

const oldSnapshot: typeof limits = [{ value: snapshotTimes.oldSeconds, label: 'alarm' }];

/** Half a row of CloudWatch's 24 columns. */
const graph = (title: string, unit: string, left: IMetric[], annotations: typeof limits = []): GraphWidget =>
  new GraphWidget({
    title,
    width: 12,
    height: 6,
    left,
    leftAnnotations: annotations,
    leftYAxis: { min: 0, label: unit, showUnits: false },
  });

const spread = (metric: MetricOf): IMetric[] =>
  ['p50', 'p90', 'p99', 'Maximum'].map((statistic) => metric(statistic, statistic));

/** What a dashboard shows. */
export interface UrlDashboardProps {
  /** The stage whose answers are counted. */
  readonly stage: string;
  /** Where the fallback's answers are counted, and how old its snapshot is: curves that every dashboard shows. */
  readonly fallbackRegion: string;
  readonly metrics: UrlMetrics;
  readonly alarms: readonly IAlarm[];
  /** The fallback has none. */
  readonly table?: TableMetrics;
}

/** The first page to open when something is wrong: what callers got, then which layer is to blame. */
export class UrlDashboard extends Construct {
  /** The page in the console of this Region. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: UrlDashboardProps) {
    super(scope, id);

    const { api, function: lambda, answers } = props.metrics;
    const ofFallback = answerMetrics(props.stage, props.fallbackRegion);
    const widgets: IWidget[][] = [
      [new AlarmStatusWidget({ title: 'Alarms', width: 24, height: 3, alarms: [...props.alarms] })],
      [
        graph('Answers', 'a minute', [
          api.requests('SampleCount', 'requests'),
          answers('Offered')('Sum', 'numbers offered'),
          answers('Exhausted')('Sum', 'everybody has rung'),
          answers('Busy')('Sum', 'everybody is on calls'),
          answers('Closed')('Sum', 'closed'),
          answers('Degraded')('Sum', 'of which without state'),
          answers('StaleConfig')('Sum', 'of which from a stale configuration'),
          answers('UnclaimedOffer')('Sum', 'offered though nobody was free'),
          ofFallback('FallbackServed')('Sum', 'answered by the fallback'),
        ]),
        graph('Errors', 'a minute', [
          api.clientErrors('Sum', 'refused (4xx)'),
          api.serverErrors('Sum', 'failed (5xx)'),
          answers('InvalidAnswerBlocked')('Sum', 'invalid answers blocked'),
          answers('ConfigInvalid')('Sum', 'broken configuration ignored'),
        ]),
      ],
      [
        graph('Latency seen by the provider', 'ms', spread(api.latency), limits),
        graph('of which behind the gateway', 'ms', spread(api.integrationLatency), limits),
      ],
      [
        graph('Function duration', 'ms', spread(lambda.duration), limits),
        graph('Function', 'a minute', [
          lambda.errors('Sum', 'errors'),
          lambda.throttles('Sum', 'throttled'),
          lambda.concurrency('Maximum', 'at the same time'),
        ]),
      ],
      [
        graph(
          "Age of the fallback's snapshot",
          's',
          [ofFallback('SnapshotAgeSeconds')('Maximum', 'oldest')],
          oldSnapshot,
        ),
        graph("Probes from this Region, and the fallback's snapshot", 'failed', [
          answers('PrimaryProbeFailed')('Maximum', 'Primary URL'),
          answers('FallbackProbeFailed')('Maximum', 'Fallback URL'),
          answers('SnapshotRefused')('Sum', 'snapshots refused'),
          ofFallback('SnapshotUnread')('Sum', 'snapshots not read'),
        ]),
      ],
    ];
    const { table } = props;
    if (table) {
      widgets.push([
        graph(
          'DynamoDB latency, slowest',
          'ms',
          answerOperations.map((operation) => table.latency(operation)('Maximum', operation)),
        ),
        graph('DynamoDB throttles', 'a minute', [
          table.readThrottles('Sum', 'reads'),
          table.writeThrottles('Sum', 'writes'),
        ]),
      ]);
    }

    const dashboard = new Dashboard(this, 'Dashboard', { defaultInterval: Duration.hours(3), widgets });
    const { region } = Stack.of(this);
    this.url =
      `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}` +
      `#dashboards/dashboard/${dashboard.dashboardName}`;
  }
}
