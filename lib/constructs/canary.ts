import { Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { CanaryEnv } from '../../functions/canary/env.ts';
import { budget } from '../../functions/domain/budget.ts';
import type { StageConfig } from '../config.ts';
import { CallFunction } from './call-function.ts';
import { failureDestination, failureQueue } from './failure-queue.ts';
import { logSettings } from './log-settings.ts';

const probeEvery = Duration.minutes(1);

/**
 * Asks both URLs each minute, as the provider would, with nobody rung for it. It learns the URLs and their keys from a
 * parameter that is put there by hand, so that no stack has to know the other one's URL and no template holds a key.
 */
export class Canary extends Construct {
  /** In the Region of the stack: a SecureString with the Primary and the Fallback URL. */
  readonly parameterName: string;

  constructor(scope: Construct, id: string, config: StageConfig) {
    super(scope, id);

    const { stage, restriction } = config;
    const failures = failureQueue(this, 'Failures');
    this.parameterName = `/dial-whom/${stage}/canary-urls`;
    const { function: probe } = new CallFunction<CanaryEnv>(this, 'Probe', {
      folder: 'canary',
      description: 'Do both URLs answer? Asks them each minute.',
      memoryMb: 256,
      // Both are asked at the same time, as long as the provider would wait; a start and the parameter come first.
      timeoutMs: budget.providerMs + 15_000,
      environment: { STAGE: stage, URLS_PARAMETER: this.parameterName, PROBE_METHOD: restriction ? 'HEAD' : 'GET' },
      logs: logSettings(config),
      deadLetters: failures,
    });
    Grant.addToPrincipal({
      grantee: probe,
      // AWS's own key for parameters lets whoever may read one decrypt it.
      actions: ['ssm:GetParameter'],
      resourceArns: [
        Stack.of(this).formatArn({ service: 'ssm', resource: 'parameter', resourceName: this.parameterName.slice(1) }),
      ],
    });

    // The next minute comes; a probe that is late would be taken for one of then.
    const once = { retryAttempts: 0, maxEventAge: probeEvery };
    probe.configureAsyncInvoke({ ...once, onFailure: failureDestination(failures) });
    new Rule(this, 'Schedule', {
      description: 'Both URLs are asked all the time, so that neither is found broken by a caller.',
      schedule: Schedule.rate(probeEvery),
      targets: [new LambdaFunction(probe, { ...once, deadLetterQueue: failures })],
    });
  }
}
