import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { atLeast, type Rules, type Severity, twoOfThree } from './alarms.ts';
import type { UrlMetrics } from './metrics.ts';

/** What becomes of a request that an API fails, and how bad that is. */
export type Failing = { readonly severity: Severity; readonly afterwards: string };

/** Each failure is counted when it happens, so that no data means none. */
const missing = TreatMissingData.NOT_BREACHING;

/**
 * On any API with its function. There is none on the share of failures: it takes ten requests a minute to mean anything,
 * which few call centres have all day, and `PrimaryFailing` counts the callers themselves.
 */
export const faultRules = (
  { api, function: lambda }: Pick<UrlMetrics, 'api' | 'function'>,
  { severity, afterwards }: Failing,
): Rules => {
  const rule = { comparison: atLeast, threshold: 1, minutes: twoOfThree, missing };
  return {
    ServerErrors: {
      ...rule,
      metric: api.serverErrors('Sum'),
      severity,
      means: `Requests end in 5xx: ${afterwards}.`,
      first: 'Look in the access log for the status and integrationError.',
    },
    // Both say why there are 5xx, so that they wake nobody a second time.
    FunctionErrors: {
      ...rule,
      metric: lambda.errors('Sum'),
      severity: 'warn',
      means: `The function crashed or timed out: ${afterwards}.`,
      first: 'Look in its log for the error and for the last deployment.',
    },
    FunctionThrottles: {
      ...rule,
      metric: lambda.throttles('Sum'),
      severity: 'warn',
      means: `Lambda refused to run the function: ${afterwards}.`,
      first:
        'Compare its concurrency on the dashboard with what is reserved for it, if anything is, and with the ' +
        "account's limit in this Region, and ask for more.",
    },
  };
};
