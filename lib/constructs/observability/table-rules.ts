import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { snapshotTimes } from '../../../functions/domain/snapshot.ts';
import { atLeast, type Rules, twoOfThree } from './alarms.ts';
import { type TableMetrics, tableFaults, type UrlMetrics } from './metrics.ts';

/** All are counted when they happen. */
const missing = TreatMissingData.NOT_BREACHING;

/** On what the primary reads: does the table answer, and does it say whom to ring? */
export const tableRules = (answers: UrlMetrics['answers'], table: TableMetrics): Rules => {
  // The canary asks each minute, calls or not; one lost packet is no trouble.
  const rule = { comparison: atLeast, threshold: 1, minutes: twoOfThree, missing };
  return {
    DegradedAnswers: {
      ...rule,
      metric: answers('Degraded')('Sum'),
      severity: 'warn',
      means:
        'Callers get numbers, but calls or agents could not be read or written: somebody may be rung twice or by two calls.',
      first: "Look at DynamoDB on the dashboard, at the table's throttles, and in the log for the cause.",
    },
    StaleConfig: {
      ...rule,
      metric: answers('StaleConfig')('Sum'),
      severity: 'warn',
      means: 'Callers get numbers from a configuration that is older than a minute, because the table does not answer.',
      first: 'Look at DynamoDB on the dashboard, and in the log for the cause.',
    },
    // Throttles and errors in one, because what to look at is the same; calls that suffer are counted by the two above.
    TableFaults: {
      ...rule,
      metric: tableFaults(table),
      severity: 'warn',
      means: 'DynamoDB refuses requests or fails them itself, those of events and of the publisher included.',
      first: 'Look on the dashboard whether they are throttles or errors, and for the latter at AWS Health.',
    },
    NobodyEligible: {
      ...rule,
      metric: answers('NobodyEligible')('Sum'),
      // One already is a caller who reached nobody, and the next one fares no better.
      minutes: [1, 1],
      severity: 'page',
      means:
        'A caller got nobody at all, although his pool was neither closed nor busy: everybody of it is paused or off duty.',
      first:
        'Look for the pool in the log line with reason exhausted and attempt 1, then at npx dial-whom pool show POOL.',
    },
    ConfigInvalid: {
      ...rule,
      metric: answers('ConfigInvalid')('Sum'),
      // One item is enough. The publisher meets it with every run, and one more minute bridges them.
      minutes: [1, snapshotTimes.publishMinutes + 1],
      severity: 'warn',
      means: 'Somebody broke items of the configuration by hand; the last good ones are used instead.',
      first: 'Look in the log of the publisher or the primary for the items and reasons, and apply the file again.',
    },
  };
};
