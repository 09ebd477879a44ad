import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { budget } from '../functions/domain/budget.ts';
import type { PrimaryEnv } from '../functions/primary/env.ts';
import type { StageConfig } from './config.ts';
import { callRoutes } from './constructs/call-api.ts';
import { CallFunction } from './constructs/call-function.ts';
import { Canary } from './constructs/canary.ts';
import { failureQueue } from './constructs/failure-queue.ts';
import { logSettings } from './constructs/log-settings.ts';
import { AlarmTopic } from './constructs/observability/alarm-topic.ts';
import { Alarms } from './constructs/observability/alarms.ts';
import { UrlDashboard } from './constructs/observability/dashboard.ts';
import { primaryRows } from './constructs/observability/detail-rows.ts';
import { tableMetrics, urlMetrics } from './constructs/observability/metrics.ts';
import { probeRules, unanswered } from './constructs/observability/probe-rules.ts';
import { answersByPool, SavedQueries, slowestAnswers, withoutNumbers } from './constructs/observability/queries.ts';
import { regionRules } from './constructs/observability/region-rules.ts';
import { publisherRules } from './constructs/observability/snapshot-rules.ts';
import { tableRules } from './constructs/observability/table-rules.ts';
import { urlRules } from './constructs/observability/url-rules.ts';
import { Publisher } from './constructs/publisher.ts';
import { answerAccess, StateTable } from './constructs/state-table.ts';
import { frontDoor } from './front-door.ts';
import { snapshotPlace } from './snapshot-place.ts';
import { stackSettings, warnWithoutKeys } from './stack-settings.ts';

export interface PrimaryStackProps {
  readonly config: StageConfig;
  /** Where it is deployed to, if known. */
  readonly account?: string;
}

/** The Primary URL: decides each call from the table, and remembers it there. */
export class PrimaryStack extends Stack {
  /** Shared with the events, which have a stack of their own, as is the topic. */
  readonly state: StateTable;
  /** Where the function writes a line for each request. */
  readonly logGroup: LogGroup;
  readonly alarmTopic: AlarmTopic;

  constructor(scope: Construct, props: PrimaryStackProps) {
    const { stage, keyHashes, primaryRegion } = props.config;
    super(
      scope,
      `DialWhom-${stage}-Primary`,
      stackSettings(props.config, primaryRegion, props.account, 'Dial Whom: the Primary URL, its table, its alarms'),
    );
    warnWithoutKeys(this, keyHashes.primary, 'primary');
    const logs = logSettings(props.config);

    this.state = new StateTable(this, 'State');

    const answer = new CallFunction<PrimaryEnv>(this, 'Answer', {
      folder: 'primary',
      description: 'Whom shall this call dial? Decides from the table.',
      // 0.58 of a core: with less, its requests to the table are signed and read so much later.
      memoryMb: 1_024,
      timeoutMs: budget.functionMs,
      environment: { STAGE: stage, TABLE_NAME: this.state.table.tableName, KEY_HASHES: keyHashes.primary.join(',') },
      logs,
      deadLetters: failureQueue(this, 'Failures'),
      reservedConcurrency: props.config.reservedConcurrency,
    });
    this.logGroup = answer.logGroup;
    this.state.grant(answer.function, answerAccess);

    const api = frontDoor(this, props.config, {
      name: 'primary',
      routes: callRoutes('primary'),
      description: `Dial Whom, ${stage}: the Primary URL`,
      handler: answer.function,
      logs,
    });

    const publisher = new Publisher(this, 'Publisher', {
      config: props.config,
      state: this.state,
      place: snapshotPlace(this, props.config),
    });
    const canary = new Canary(this, 'Canary', props.config);

    const metrics = urlMetrics(api.stage, answer.function, stage);
    const table = tableMetrics(this.state.table);
    this.alarmTopic = new AlarmTopic(this, 'AlarmTopic', props.config);
    const { all: alarms } = new Alarms(this, 'Alarms', {
      topic: this.alarmTopic.topic,
      rules: {
        ...urlRules(metrics, { severity: 'warn', afterwards: 'the provider turns to the Fallback URL' }),
        ...tableRules(metrics.answers, table),
        ...publisherRules(metrics.answers, publisher.failures),
        ...regionRules(metrics.answers),
        ...probeRules(metrics.answers, canary.parameterName),
      },
      joint: unanswered,
    });
    const dashboard = new UrlDashboard(this, 'Dashboards', {
      config: props.config,
      side: 'primary',
      metrics,
      alarms,
      details: primaryRows(metrics, table, answer.logGroup),
    });
    // A call's story is among the events, which are half of it.
    new SavedQueries(this, 'Queries', {
      stage,
      logGroups: [answer.logGroup],
      queries: { slowestAnswers, withoutNumbers, answersByPool },
    });

    new CfnOutput(this, 'PrimaryUrl', {
      value: api.url,
      description: "The applet's Primary URL, once /{applet}?key={key} is appended",
    });
    new CfnOutput(this, 'TableName', { value: this.state.table.tableName, description: 'Where the number pools are' });
    new CfnOutput(this, 'DashboardUrl', { value: dashboard.url, description: 'What callers get, and how fast' });
  }
}
