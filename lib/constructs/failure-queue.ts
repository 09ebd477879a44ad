import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * Where EventBridge and Lambda leave what they gave up, for people to read: kept for 14 days, the longest there is. An
 * event that a function failed on comes twice, as it was and with what became of it.
 */
export const failureQueue = (scope: Construct, id: string): Queue => {
  const queue = new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  Validations.of(queue).acknowledge({
    id: 'Serverless-SQSRedrivePolicy',
    reason:
      'It is itself the dead-letter queue, and the end of the way: no program takes messages from it, so none can fail at ' +
      'one. A dead-letter queue of this one would need the next.',
  });
  return queue;
};

/** CDK's own destination would also let the function look at the queue; a function may already send its dead letters there. */
export const failureDestination = ({ queueArn }: Queue) => ({ bind: () => ({ destination: queueArn }) });
