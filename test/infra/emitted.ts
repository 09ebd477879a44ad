/** What can be watched at all, kept by hand: a metric that nobody emits makes an alarm that never goes off. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { units } from '../../functions/domain/signals.ts';

/**
 * AWS's own, with the one set of dimensions that an alarm here may name, from the developer guides of November 2026:
 * "Working with metrics for HTTP APIs", "Types of metrics for Lambda functions", "DynamoDB metrics and dimensions",
 * "Available CloudWatch metrics for Amazon SQS".
 */
export const emittedByAws: readonly string[] = [
  // Not 4XXError and 5XXError: those are a REST API's.
  ...['Count', '4xx', '5xx', 'Latency', 'IntegrationLatency'].map((name) => `AWS/ApiGateway ${name} ApiId,Stage`),
  ...['Duration', 'Errors', 'Throttles', 'Invocations'].map((name) => `AWS/Lambda ${name} FunctionName`),
  // Without dimensions: of the account in the Region.
  'AWS/Lambda ClaimedAccountConcurrency',
  'AWS/Lambda ConcurrentExecutions',
  // Per operation only. UserErrors would be the account's, without dimensions.
  ...['SystemErrors', 'SuccessfulRequestLatency', 'ThrottledRequests'].map(
    (name) => `AWS/DynamoDB ${name} Operation,TableName`,
  ),
  // Of the table without its indexes, and of one index.
  ...['ReadThrottleEvents', 'WriteThrottleEvents'].flatMap((name) => [
    `AWS/DynamoDB ${name} TableName`,
    `AWS/DynamoDB ${name} GlobalSecondaryIndexName,TableName`,
  ]),
  'AWS/SQS NumberOfMessagesSent QueueName',
];

/** The one metric of ours above whose quota CloudWatch knows: "Concurrent executions" of Lambda names it as its usage. */
export const withQuota = 'AWS/Lambda ConcurrentExecutions';

const documented = new Map(
  [...readFileSync('docs/metrics.md', 'utf8').matchAll(/^\| `(\w+)` \| \w+ \| ([^|]+) \| [^|]+ \|$/gm)].map(
    ([, name = '', from = '']) => [name, from.trim().split(', ')],
  ),
);

/** What a function is made of: the modules that its entry leads to. */
const modulesOf = (name: string): string[] => {
  const reached = new Set([join('functions', name, 'index.ts')]);
  // Grows while it is walked.
  for (const path of reached) {
    for (const [, to = ''] of readFileSync(path, 'utf8').matchAll(/from '(\.[^']+)'/g)) {
      reached.add(join(dirname(path), to));
    }
  }
  return [...reached].filter((path) => !path.endsWith('domain/signals.ts'));
};

export const functionNames = readdirSync('functions').filter((name) =>
  readdirSync(join('functions', name)).includes('index.ts'),
);

/** Each function of ours with the metrics that docs/metrics.md says it emits, and whose names its code has. */
export const emittedByUs: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  functionNames.map((name) => {
    const code = modulesOf(name).map((path) => readFileSync(path, 'utf8'));
    const metrics = Object.keys(units).filter(
      (metric) =>
        documented.get(metric)?.includes(name) && code.some((text) => new RegExp(`\\b${metric}\\b`).test(text)),
    );
    return [name, metrics.map((metric) => `DialWhom ${metric} Stage`)];
  }),
);
