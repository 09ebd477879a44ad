import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { FallbackEnv } from '../functions/fallback/env.ts';
import type { StageConfig } from './config.ts';
import { floorModule } from './constructs/bundling.ts';
import { CallApi, callRoutes, throttles } from './constructs/call-api.ts';
import { CallFunction } from './constructs/call-function.ts';
import { UrlAlarms } from './constructs/observability/alarms.ts';
import { UrlDashboard } from './constructs/observability/dashboard.ts';
import { urlMetrics } from './constructs/observability/metrics.ts';
import { stackSettings, warnWithoutKeys } from './stack-settings.ts';

export interface FallbackStackProps {
  readonly config: StageConfig;
  /** Where it is deployed to, if known. */
  readonly account?: string;
  /** Absolute path of the configuration that is baked into the bundle. */
  readonly floorFile: string;
}

/** The Fallback URL: answers from what was deployed with it. It knows nothing of the primary, so it cannot fail with it. */
export class FallbackStack extends Stack {
  constructor(scope: Construct, props: FallbackStackProps) {
    const { stage, protect: keepLogs, keyHashes, fallbackRegion } = props.config;
    super(
      scope,
      `DialWhom-${stage}-Fallback`,
      stackSettings(props.config, fallbackRegion, props.account, 'Dial Whom: the Fallback URL and its alarms'),
    );
    warnWithoutKeys(this, keyHashes.fallback, 'fallback');

    const answer = new CallFunction<FallbackEnv>(this, 'Answer', {
      folder: 'fallback',
      description: 'Whom shall this call dial? Answers from its own bundle when the primary did not.',
      // Half of the primary's: it loads a few kilobytes and calls nobody.
      memoryMb: 512,
      environment: { STAGE: stage, KEY_HASHES: keyHashes.fallback.join(',') },
      aliases: { [floorModule]: props.floorFile },
      keepLogs,
    });

    const api = new CallApi(this, 'Api', {
      name: 'fallback',
      routes: callRoutes('fallback'),
      description: `Dial Whom, ${stage}: the Fallback URL`,
      handler: answer.function,
      throttle: throttles.fallback,
      keepLogs,
    });

    const metrics = urlMetrics(api.stage, answer.function, stage);
    const { alarms } = new UrlAlarms(this, 'Alarms', {
      metrics,
      afterwards: 'nobody else is asked and the call is lost',
    });
    const dashboard = new UrlDashboard(this, 'Dashboards', { stage, fallbackRegion, metrics, alarms });

    new CfnOutput(this, 'FallbackUrl', {
      value: api.url,
      description: "The applet's Fallback URL, once /{applet}?key={key} is appended",
    });
    new CfnOutput(this, 'DashboardUrl', { value: dashboard.url, description: 'What callers get, and how fast' });
  }
}
