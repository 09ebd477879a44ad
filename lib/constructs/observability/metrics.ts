/**
 * What the numbers are. Names and dimension sets are AWS's own: an HTTP API emits `4xx` and `5xx` (a REST API
 * `4XXError`), and a wrong one makes an alarm that never fires.
 */
import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { callsIndex } from '../../../functions/domain/calls-index.ts';
import type { MetricName } from '../../../functions/domain/signals.ts';
import type { CountedStage } from '../call-api.ts';
import { answerOperations } from '../state-table.ts';

/** A metric as a function of its statistic and, on a graph, its label. */
export type MetricOf = (statistic: string, label?: string) => Metric;

/** The finest period that these services publish without extra cost; the alarms count minutes. */
const period = Duration.minutes(1);

const metricsOf =
  (namespace: string, dimensionsMap: Readonly<Record<string, string>>, region?: string) =>
  (metricName: string): MetricOf =>
  (statistic, label) =>
    new Metric({
      namespace,
      metricName,
      dimensionsMap: { ...dimensionsMap },
      statistic,
      period,
      ...(label && { label }),
      ...(region && { region }),
    });

/** What an API counts of all its requests, those shed by the throttle included. Latencies in milliseconds. */
const apiMetrics = (stage: CountedStage) => {
  const metric = metricsOf('AWS/ApiGateway', stage.dimensions);
  return {
    clientErrors: metric(stage.clientErrors),
    serverErrors: metric(stage.serverErrors),
    latency: metric('Latency'),
    integrationLatency: metric('IntegrationLatency'),
  };
};

/** What Lambda counts. `errors` are exceptions and time-outs, never a 5xx that a handler returned. */
const functionMetrics = (handler: IFunction) => {
  const metric = metricsOf('AWS/Lambda', { FunctionName: handler.functionName });
  return {
    duration: metric('Duration'),
    errors: metric('Errors'),
    throttles: metric('Throttles'),
    concurrency: metric('ConcurrentExecutions'),
  };
};

/** Percent of the account's concurrency in this Region that is taken, by whichever function; more is refused. */
export const accountConcurrency = (statistic: string): MathExpression => {
  const metric = metricsOf('AWS/Lambda', {});
  return new MathExpression({
    // Only of what counts against a quota does CloudWatch know it; a number here would be wrong in a new account.
    expression: '100 * claimed / SERVICE_QUOTA(running)',
    usingMetrics: {
      claimed: metric('ClaimedAccountConcurrency')(statistic),
      running: metric('ConcurrentExecutions')(statistic),
    },
    label: "percent of the account's concurrency",
    period,
  });
};

/**
 * What DynamoDB counts. Latency is the service's own, in milliseconds, and it and errors are per operation: there is no
 * total. An index that throttles holds up writes to the table, and is counted apart.
 */
export const tableMetrics = (table: TableV2) => {
  const metric = (more: Record<string, string> = {}) =>
    metricsOf('AWS/DynamoDB', { TableName: table.tableName, ...more });
  return {
    latency: (Operation: string): MetricOf => metric({ Operation })('SuccessfulRequestLatency'),
    systemErrors: (Operation: string): MetricOf => metric({ Operation })('SystemErrors'),
    readThrottles: metric()('ReadThrottleEvents'),
    writeThrottles: metric()('WriteThrottleEvents'),
    indexThrottles: metric({ GlobalSecondaryIndexName: callsIndex.name })('WriteThrottleEvents'),
  };
};

/**
 * All throttles and errors of a table. Zero where nothing is said of one of them, because DynamoDB speaks only of what
 * happened, and its reference says that an alarm on a metric of its own stays as it is while it is silent, whatever it
 * was told of missing data. Filled is also a minute that is not counted yet, so an alarm must bear one good minute.
 */
export const tableFaults = (table: TableMetrics): MathExpression =>
  new MathExpression({
    expression: 'SUM(FILL(METRICS(), 0))',
    usingMetrics: {
      reads: table.readThrottles('Sum'),
      writes: table.writeThrottles('Sum'),
      index: table.indexThrottles('Sum'),
      ...Object.fromEntries(
        answerOperations.map((operation) => [`errors${operation}`, table.systemErrors(operation)('Sum')]),
      ),
    },
    label: 'throttles and errors',
    period,
  });

/** What SQS counts: messages that came in. Those that wait would be there until somebody purges the queue. */
export const messagesSent = (queue: IQueue): MetricOf =>
  metricsOf('AWS/SQS', { QueueName: queue.queueName })('NumberOfMessagesSent');

/** What the handlers count themselves, in the Region they run in; an alarm can only watch its own Region's. */
export const answerMetrics = (stage: string, region?: string): ((name: MetricName) => MetricOf) =>
  metricsOf('DialWhom', { Stage: stage }, region);

/** Every metric of one URL: its API, its function, and what the answers themselves say. */
export const urlMetrics = (apiStage: CountedStage, handler: IFunction, stage: string) => ({
  api: apiMetrics(apiStage),
  function: functionMetrics(handler),
  answers: answerMetrics(stage),
});

/** What the handlers of a Region count. */
export type Answers = ReturnType<typeof answerMetrics>;
export type UrlMetrics = ReturnType<typeof urlMetrics>;
export type TableMetrics = ReturnType<typeof tableMetrics>;
