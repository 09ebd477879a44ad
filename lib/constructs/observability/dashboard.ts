import { Duration, Stack } from 'aws-cdk-lib';
import { Dashboard, type IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { StageConfig } from '../../config.ts';
import { fallbackRows, primaryRows } from './detail-rows.ts';
import { wayToFallback } from './fallback-row.ts';
import { firstScreen } from './first-screen.ts';
import { answerMetrics, type TableMetrics, type UrlMetrics } from './metrics.ts';

/** What a dashboard shows. */
export interface UrlDashboardProps {
  readonly config: StageConfig;
  readonly metrics: UrlMetrics;
  readonly alarms: readonly IAlarm[];
  /** Where the function writes its lines. */
  readonly logGroup: LogGroup;
  /** The fallback has none. */
  readonly table?: TableMetrics;
}

/**
 * The first page to open when something is wrong: what callers get, then which layer is to blame. There is one in each
 * Region, because the other one may be what is wrong.
 */
export class UrlDashboard extends Construct {
  /** The page in the console of this Region. */
  readonly url: string;

  constructor(scope: Construct, id: string, { config, metrics, alarms, logGroup, table }: UrlDashboardProps) {
    super(scope, id);

    const { stage, primaryRegion, fallbackRegion } = config;
    const primary = answerMetrics(stage, primaryRegion);
    const fallback = answerMetrics(stage, fallbackRegion);
    // The gateway of this Region also knows of functions that crashed; of the other one only what its function says.
    const failed = {
      primary: table ? metrics.api.serverErrors : primary('Unavailable'),
      fallback: table ? fallback('Unavailable') : metrics.api.serverErrors,
    };
    this.url = pageOf(
      new Dashboard(this, 'Dashboard', {
        defaultInterval: Duration.hours(3),
        widgets: [
          ...firstScreen({ primary, fallback, failed, api: metrics.api, alarms }),
          ...(table ? primaryRows(metrics, table, logGroup) : fallbackRows(metrics, logGroup)),
          wayToFallback(primary, fallback),
        ],
      }),
    );
  }
}

/** Where the console of its Region shows it. */
export const pageOf = (dashboard: Dashboard): string => {
  const { region } = Stack.of(dashboard);
  return (
    `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}` +
    `#dashboards/dashboard/${dashboard.dashboardName}`
  );
};
