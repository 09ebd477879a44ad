import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { budget } from '../functions/domain/budget.ts';
import { snapshotTimes } from '../functions/domain/snapshot.ts';
import type { FallbackEnv } from '../functions/fallback/env.ts';
import type { StageConfig } from './config.ts';
import { floorModule } from './constructs/bundling.ts';
import { callRoutes } from './constructs/call-api.ts';
import { CallFunction } from './constructs/call-function.ts';
import { Canary } from './constructs/canary.ts';
import { failureQueue } from './constructs/failure-queue.ts';
import { logSettings } from './constructs/log-settings.ts';
import { AlarmTopic } from './constructs/observability/alarm-topic.ts';
import { Alarms } from './constructs/observability/alarms.ts';
import { UrlDashboard } from './constructs/observability/dashboard.ts';
import { fallbackRows } from './constructs/observability/detail-rows.ts';
import { fallbackRules } from './constructs/observability/fallback-rules.ts';
import { urlMetrics } from './constructs/observability/metrics.ts';
import { probeRules, unanswered } from './constructs/observability/probe-rules.ts';
import {
  answersByPool,
  callStory,
  SavedQueries,
  slowestAnswers,
  withoutNumbers,
} from './constructs/observability/queries.ts';
import { regionRules } from './constructs/observability/region-rules.ts';
import { snapshotRules } from './constructs/observability/snapshot-rules.ts';
import { urlRules } from './constructs/observability/url-rules.ts';
import { SnapshotBucket } from './constructs/snapshot-bucket.ts';
import { frontDoor } from './front-door.ts';
import { grantSnapshot, snapshotPlace } from './snapshot-place.ts';
import { stackSettings, warnWithoutKeys } from './stack-settings.ts';

export interface FallbackStackProps {
  readonly config: StageConfig;
  /** Where it is deployed to, if known. */
  readonly account?: string;
  /** Absolute path of the configuration that is baked into the bundle. */
  readonly floorFile: string;
}

/**
 * The Fallback URL: answers from the snapshot it last read, or from what was deployed with it. It knows nothing of the
 * primary, which only leaves the snapshot here, so it cannot fail with it.
 */
export class FallbackStack extends Stack {
  constructor(scope: Construct, props: FallbackStackProps) {
    const { stage, keyHashes, fallbackRegion } = props.config;
    super(
      scope,
      `DialWhom-${stage}-Fallback`,
      stackSettings(props.config, fallbackRegion, props.account, 'Dial Whom: the Fallback URL and its alarms'),
    );
    warnWithoutKeys(this, keyHashes.fallback, 'fallback');
    const logs = logSettings(props.config);

    const place = snapshotPlace(this, props.config);
    new SnapshotBucket(this, 'Snapshot', place);

    const answer = new CallFunction<FallbackEnv>(this, 'Answer', {
      folder: 'fallback',
      description: 'Whom shall this call dial? Answers from memory when the primary did not.',
      // Half of the primary's: it loads a few kilobytes and reads one object.
      memoryMb: 512,
      timeoutMs: budget.functionMs,
      environment: {
        STAGE: stage,
        KEY_HASHES: keyHashes.fallback.join(','),
        SNAPSHOT_ENDPOINT: place.endpoint,
        SNAPSHOT_REFRESH_SECONDS: String(snapshotTimes.refreshSeconds),
      },
      aliases: { [floorModule]: props.floorFile },
      logs,
      deadLetters: failureQueue(this, 'Failures'),
      reservedConcurrency: props.config.reservedConcurrency,
    });
    grantSnapshot(answer.function, place, ['s3:GetObject']);

    const api = frontDoor(this, props.config, {
      name: 'fallback',
      routes: callRoutes('fallback'),
      description: `Dial Whom, ${stage}: the Fallback URL`,
      handler: answer.function,
      logs,
    });

    const canary = new Canary(this, 'Canary', props.config);

    const metrics = urlMetrics(api.stage, answer.function, stage);
    const { all: alarms } = new Alarms(this, 'Alarms', {
      topic: new AlarmTopic(this, 'AlarmTopic', props.config).topic,
      rules: {
        ...urlRules(metrics, { severity: 'page', afterwards: 'nobody else is asked and the call is lost' }),
        ...fallbackRules(metrics.answers),
        ...snapshotRules(metrics.answers),
        ...regionRules(metrics.answers),
        ...probeRules(metrics.answers, canary.parameterName),
      },
      joint: unanswered,
    });
    const dashboard = new UrlDashboard(this, 'Dashboards', {
      config: props.config,
      side: 'fallback',
      metrics,
      alarms,
      details: fallbackRows(metrics, answer.logGroup),
    });
    new SavedQueries(this, 'Queries', {
      stage,
      logGroups: [answer.logGroup],
      queries: { callStory, slowestAnswers, withoutNumbers, answersByPool },
    });

    new CfnOutput(this, 'FallbackUrl', {
      value: api.url,
      description: "The applet's Fallback URL, once /{applet}?key={key} is appended",
    });
    new CfnOutput(this, 'DashboardUrl', { value: dashboard.url, description: 'What callers get, and how fast' });
  }
}
