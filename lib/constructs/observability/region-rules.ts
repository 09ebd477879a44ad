import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { atLeast, type Rules, twoOfThree } from './alarms.ts';
import { accountConcurrency, type UrlMetrics } from './metrics.ts';

/** Once in each Region: what its functions count together, and what they share with the rest of the account. */
export const regionRules = (answers: UrlMetrics['answers']): Rules => ({
  KeyRejected: {
    metric: answers('KeyRejected')('Sum'),
    comparison: atLeast,
    threshold: 1,
    // In two minutes of a quarter of an hour: where calls are rare a key that was not pasted shows no faster; once, or
    // several times in one minute, is a typing error.
    minutes: [2, 15],
    // Counted when it happens.
    missing: TreatMissingData.NOT_BREACHING,
    severity: 'warn',
    means:
      'Requests come without a valid key: a changed key was not pasted into every URL, and calls go elsewhere, or ' +
      'somebody tries keys.',
    first: 'Look in the access log of every API of this Region at the sourceIp of the lines with status 403.',
  },
  ConcurrencyUsed: {
    metric: accountConcurrency('Maximum'),
    comparison: atLeast,
    // Above 100 every further request is refused, whichever function of the account it is for.
    threshold: 80,
    minutes: twoOfThree,
    // Where nothing runs nothing is claimed.
    missing: TreatMissingData.NOT_BREACHING,
    severity: 'warn',
    means: "80 % of the account's Lambda concurrency in this Region is taken; at 100 % requests are refused.",
    first: "Look which function takes it, by Lambda's ConcurrentExecutions, and ask for a higher quota.",
  },
});
