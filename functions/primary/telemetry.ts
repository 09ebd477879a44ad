/** What an operator gets to know of an answer: its metrics, and the fields of the request's log line. */

import { isClockApart, sentMsOf } from '../domain/provider-clock.ts';
import type { Call } from '../domain/request.ts';
import type { MetricName } from '../domain/signals.ts';
import type { Answered } from './answered.ts';

export const logFieldsOf = ({ answer, ...how }: Answered) => ({
  ...how,
  answer: answer.kind,
  ...(answer.kind === 'offer' ? { count: answer.numbers.length } : {}),
  ...(answer.kind === 'empty' ? { reason: answer.reason } : {}),
});

/** Each answer once as what it was for the caller, and what an operator should know of it besides. */
export const metricsOf = (
  answered: Answered,
  { currentSeconds }: Pick<Call, 'currentSeconds'>,
  nowMs: number,
): MetricName[] => [
  metricOf(answered),
  ...(answered.degraded === undefined ? [] : [metricOfLack[answered.degraded]]),
  ...(answered.unclaimed ? (['UnclaimedOffer'] as const) : []),
  ...(answered.lastAgent ? (['LastAgentOffered'] as const) : []),
  ...(isClockApart(sentMsOf(currentSeconds), nowMs) ? (['ClockApart'] as const) : []),
];

const metricOfLack = { state: 'Degraded', 'stale-config': 'StaleConfig' } as const;

const metricOf = ({ answer, decision }: Answered): MetricName => {
  if (decision === 'repeat') return 'Repeated';
  switch (answer.kind) {
    case 'offer':
      return 'Offered';
    case 'empty':
      return 'Empty';
    case 'unavailable':
      return 'Unavailable';
    case 'unknown-applet':
      return 'Refused';
  }
};
