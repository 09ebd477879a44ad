import { Duration, Stack } from 'aws-cdk-lib';
import { Dashboard, type IAlarm, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { StageConfig } from '../../config.ts';
import { wayToFallback } from './fallback-row.ts';
import { firstScreen } from './first-screen.ts';
import { answerMetrics, type UrlMetrics } from './metrics.ts';

/** What a dashboard shows. */
export interface UrlDashboardProps {
  readonly config: StageConfig;
  /** Whose page it is. */
  readonly side: 'primary' | 'fallback';
  readonly metrics: UrlMetrics;
  readonly alarms: readonly IAlarm[];
  /** Of its own layers. */
  readonly details: IWidget[][];
}

/**
 * The first page to open when something is wrong: what callers get, then which layer is to blame. There is one in each
 * Region, because the other one may be what is wrong.
 */
export class UrlDashboard extends Construct {
  /** The page in the console of this Region. */
  readonly url: string;

  constructor(scope: Construct, id: string, { config, side, metrics, alarms, details }: UrlDashboardProps) {
    super(scope, id);

    const { stage, primaryRegion, fallbackRegion } = config;
    const primary = answerMetrics(stage, primaryRegion);
    const fallback = answerMetrics(stage, fallbackRegion);
    // The gateway of this Region also knows of functions that crashed; of the other one only what its function says.
    const said = { primary: primary('Unavailable'), fallback: fallback('Unavailable') };
    const failed = { ...said, [side]: metrics.api.serverErrors };
    this.url = pageOf(
      new Dashboard(this, 'Dashboard', {
        defaultInterval: Duration.hours(3),
        widgets: [
          ...firstScreen({ primary, fallback, failed, api: metrics.api, alarms }),
          ...details,
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
