import { Duration } from 'aws-cdk-lib';
import { Dashboard, type IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { pageOf } from './dashboard.ts';
import { events, refused } from './event-widgets.ts';
import type { UrlMetrics } from './metrics.ts';
import { alarmStates, colours, counts, graph } from './widgets.ts';

export interface EventsDashboardProps {
  readonly metrics: UrlMetrics;
  readonly alarms: readonly IAlarm[];
}

/**
 * Of what takes events: its gateway, its function, its alarms. On the primary's dashboard they cannot be, because that stack
 * knows nothing of this one, which may be deployed, changed and deleted alone.
 */
export class EventsDashboard extends Construct {
  /** The page in the console of this Region. */
  readonly url: string;

  constructor(scope: Construct, id: string, { metrics, alarms }: EventsDashboardProps) {
    super(scope, id);

    const { api, function: lambda, answers } = metrics;
    this.url = pageOf(
      new Dashboard(this, 'Dashboard', {
        defaultInterval: Duration.hours(3),
        widgets: [
          [alarmStates(alarms)],
          [
            events(answers),
            graph('Failed', 'a minute', [
              api.serverErrors('Sum', '5xx: not taken').with({ color: colours.failed }),
              answers('EventLost')('Sum', 'answered, and lost').with({ color: colours.lost }),
            ]),
            refused(metrics, 'events'),
          ],
          [
            graph('How long an event takes: 99 of 100 are faster', 'ms', [
              api.latency('p99', 'provider waits'),
              api.integrationLatency('p99', 'behind the gateway'),
              lambda.duration('p99', 'function'),
            ]),
            graph('Function', 'a minute', [
              lambda.concurrency('Maximum', 'at the same time'),
              lambda.errors('Sum', 'errors').with({ color: colours.failed }),
              lambda.throttles('Sum', 'throttled').with({ color: colours.lost }),
            ]),
            graph(
              'What lost events lead to',
              'a minute',
              counts(answers, { LeaseExpired: 'end of call never told', ClockApart: 'clocks apart' }),
            ),
          ],
        ],
      }),
    );
  }
}
