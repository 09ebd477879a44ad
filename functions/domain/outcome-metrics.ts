/** What became of rings as metrics. */
import type { Outcome } from './request.ts';
import { countsOf, type MetricName, type Metrics } from './signals.ts';

const metricOf = {
  completed: 'OutcomeCompleted',
  busy: 'OutcomeBusy',
  'no-answer': 'OutcomeNoAnswer',
  failed: 'OutcomeFailed',
  canceled: 'OutcomeCanceled',
} as const satisfies Record<Outcome, MetricName>;

/** `attempt` led to the conversation, if there was one; it is not known of calls that the fallback answered. */
export const outcomeMetrics = (outcomes: readonly Outcome[], attempt: number | undefined): Metrics => {
  const counts = countsOf(outcomes.map((outcome) => metricOf[outcome]));
  return outcomes.includes('completed') && attempt !== undefined
    ? { ...counts, AttemptsToCompleted: attempt, CompletedAtFirst: attempt === 1 ? 1 : 0 }
    : counts;
};
