import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { atLeast, type JointRule, type Rule, type Rules, twoOfThree } from './alarms.ts';
import type { UrlMetrics } from './metrics.ts';

/** On what the canary gets from both URLs; `parameterName` is where it finds them. */
export const probeRules = (answers: UrlMetrics['answers'], parameterName: string): Rules => {
  const rule = (gauge: 'PrimaryProbeFailed' | 'FallbackProbeFailed', url: string): Rule => ({
    metric: answers(gauge)('Maximum'),
    comparison: atLeast,
    threshold: 1,
    minutes: twoOfThree,
    // Each minute says something, if the canary runs.
    missing: TreatMissingData.BREACHING,
    severity: 'page',
    means: `The canary gets no good answer from the ${url} URL, or does not run itself.`,
    first:
      'Look in its log for what it was answered; if this is on since the first deployment, put both URLs into ' +
      `the parameter ${parameterName} of this Region.`,
  });
  return {
    PrimaryProbe: rule('PrimaryProbeFailed', 'Primary'),
    FallbackProbe: rule('FallbackProbeFailed', 'Fallback'),
  };
};

/** As seen from one Region, and from nothing of the other one but what its URL answers. */
export const unanswered: Readonly<Record<'CallsUnanswered', JointRule>> = {
  CallsUnanswered: {
    allOf: ['PrimaryProbe', 'FallbackProbe'],
    severity: 'page',
    means: 'Calls are not being answered: seen from this Region neither URL says whom to dial.',
    first:
      'Look whether the other Region has this alarm too: if so, put numbers into the applet by hand, as the runbook says.',
  },
};
