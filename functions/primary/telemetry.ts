/** What an operator gets to know of an answer: its metrics, and the fields of the request's log line. */
import type { Lack } from '../domain/answer.ts';
import { outcomeMetrics } from '../domain/outcome-metrics.ts';
import { isClockApart, sentMsOf } from '../domain/provider-clock.ts';
import type { Call } from '../domain/request.ts';
import { emptyMetrics, type Fields, type MetricName, type Metrics } from '../domain/signals.ts';
import { answerFields } from '../http/request-log.ts';
import type { Answered } from './answered.ts';

export const fieldsOf = ({ answer, ...how }: Answered): Fields => ({ ...how, ...answerFields(answer) });

/** What it was for the caller. */
export const answerMetricOf = ({ answer, decision }: Answered): MetricName | undefined => {
  if (decision === 'repeat') return 'Repeated';
  if (answer.kind === 'offer') return 'Offered';
  return answer.kind === 'empty' ? emptyMetrics[answer.reason] : undefined;
};

/** What an operator should know of it besides. */
export const metricsOf = (
  { answer, attempt, degraded, unclaimed, lastAgent, leaseExpired, outcomes = [] }: Answered,
  { currentSeconds }: Pick<Call, 'currentSeconds'>,
  nowMs: number,
): Metrics => {
  const isFirst = attempt === 1;
  const isNobody = isFirst && answer.kind === 'empty' && answer.reason === 'exhausted';
  return {
    ...(isFirst ? { HuntStarted: 1 } : {}),
    ...(isNobody ? { NobodyEligible: 1 } : {}),
    ...lackMetrics(degraded),
    ...(unclaimed ? { UnclaimedOffer: 1 } : {}),
    ...(lastAgent ? { LastAgentOffered: 1 } : {}),
    ...(leaseExpired ? { LeaseExpired: 1 } : {}),
    ...(isClockApart(sentMsOf(currentSeconds), nowMs) ? { ClockApart: 1 } : {}),
    // It was the attempt before this one, if that was ours.
    ...outcomeMetrics(outcomes, attempt === undefined || isFirst ? undefined : attempt - 1),
  };
};

/** On which rung of the ladder it stands. */
export const lackMetrics = (degraded: Lack | undefined): Metrics =>
  degraded === undefined ? {} : { [metricOfLack[degraded]]: 1 };

const metricOfLack = { state: 'Degraded', 'stale-config': 'StaleConfig' } as const satisfies Record<Lack, MetricName>;
