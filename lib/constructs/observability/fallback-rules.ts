import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { atLeast, type Rules, twoOfThree } from './alarms.ts';
import type { UrlMetrics } from './metrics.ts';

/** A minute. One caller whom nobody picks up for asks two or three times, so this is several of them. */
const manyAnswers = 5;

/** On how often the fallback is needed. Nothing else is as sure a sign that callers do not get what they should. */
export const fallbackRules = (answers: UrlMetrics['answers']): Rules => {
  // Only callers are counted, never the canary.
  const rule = {
    metric: answers('FallbackServed')('Sum'),
    comparison: atLeast,
    missing: TreatMissingData.NOT_BREACHING,
  };
  return {
    PrimaryFailing: {
      ...rule,
      threshold: manyAnswers,
      minutes: twoOfThree,
      severity: 'page',
      means:
        'Caller after caller is answered by the fallback: the primary fails, and after the fallback there is nobody.',
      first: "Look at PrimaryProbe and ServerErrors in the primary's Region, and undo its last deployment.",
    },
    FallbackServed: {
      ...rule,
      threshold: 1,
      // One already is a caller whose primary did not answer.
      minutes: [1, 1],
      severity: 'warn',
      means: 'The provider judged that the primary had failed and a caller was answered by the fallback.',
      first: "Look in the primary's access log for the same minute: a status that is not 200, or nothing at all.",
    },
  };
};
