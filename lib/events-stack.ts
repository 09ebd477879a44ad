import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { budget } from '../functions/domain/budget.ts';
import type { EventsEnv } from '../functions/events/env.ts';
import type { StageConfig } from './config.ts';
import { eventRoutes } from './constructs/call-api.ts';
import { CallFunction } from './constructs/call-function.ts';
import { failureQueue } from './constructs/failure-queue.ts';
import { logSettings } from './constructs/log-settings.ts';
import type { AlarmTopic } from './constructs/observability/alarm-topic.ts';
import { Alarms } from './constructs/observability/alarms.ts';
import { eventRules } from './constructs/observability/event-rules.ts';
import { EventsDashboard } from './constructs/observability/events-dashboard.ts';
import { urlMetrics } from './constructs/observability/metrics.ts';
import { callStory, SavedQueries } from './constructs/observability/queries.ts';
import { eventAccess, type StateTable } from './constructs/state-table.ts';
import { frontDoor } from './front-door.ts';
import { stackSettings, warnWithoutKeys } from './stack-settings.ts';

export interface EventsStackProps {
  readonly config: StageConfig;
  /** Where it is deployed to, if known. */
  readonly account?: string;
  /** Of the primary, in the same Region. */
  readonly state: StateTable;
  /** Of the primary: half of what is told of a call. */
  readonly primaryLogs: LogGroup;
  /** Of the Region, in the primary's stack. */
  readonly alarmTopic: AlarmTopic;
}

/**
 * Where the provider tells of phones that ring and of calls that are over: with an API, a function, a role and keys of
 * its own, so that whoever has the events' key can neither ask for numbers nor use up the primary's throttle; what they
 * still share is the account's concurrency. Without it everything works but who is busy.
 */
export class EventsStack extends Stack {
  constructor(scope: Construct, props: EventsStackProps) {
    const { stage, keyHashes, primaryRegion } = props.config;
    super(
      scope,
      `DialWhom-${stage}-Events`,
      stackSettings(props.config, primaryRegion, props.account, 'Dial Whom: events of the provider, and their alarms'),
    );
    warnWithoutKeys(this, keyHashes.events, 'events');
    const logs = logSettings(props.config);

    const take = new CallFunction<EventsEnv>(this, 'Take', {
      folder: 'events',
      description: 'Who is free? Takes what the provider tells of phones.',
      // Half of the primary's: nobody waits for it.
      memoryMb: 512,
      timeoutMs: budget.functionMs,
      environment: {
        STAGE: stage,
        TABLE_NAME: props.state.table.tableName,
        KEY_HASHES: keyHashes.events.join(','),
      },
      logs,
      deadLetters: failureQueue(this, 'Failures'),
      reservedConcurrency: props.config.reservedConcurrency,
    });
    props.state.grant(take.function, eventAccess);

    const api = frontDoor(this, props.config, {
      name: 'events',
      routes: eventRoutes,
      description: `Dial Whom, ${stage}: events of the provider`,
      handler: take.function,
      logs,
    });
    new SavedQueries(this, 'Queries', {
      stage,
      logGroups: [props.primaryLogs, take.logGroup],
      queries: { callStory },
    });

    const metrics = urlMetrics(api.stage, take.function, stage);
    const { all: alarms } = new Alarms(this, 'Alarms', {
      topic: props.alarmTopic.topic,
      rules: eventRules(metrics),
    });
    const dashboard = new EventsDashboard(this, 'Dashboards', { metrics, alarms });

    new CfnOutput(this, 'EventsUrl', {
      value: api.url,
      description:
        'Where the provider tells of phones, once /agent?key={key}, /passthru?key={key} or /status?key={key} is appended',
    });
    new CfnOutput(this, 'DashboardUrl', { value: dashboard.url, description: 'What becomes of events, and how fast' });
  }
}
