/** What an operator gets to know of events: their metrics, and the fields of the request's log line. */
import type { LoggedEvent } from '../domain/call-log.ts';
import { outcomeMetrics } from '../domain/outcome-metrics.ts';
import { countsOf, type Fields, type MetricName, type Metrics } from '../domain/signals.ts';
import type { EventsResult } from './take-events.ts';

export const fieldsOf = ({ kind: taken, ...what }: EventsResult): Fields => ({ taken, ...what });

/** Each event counts once, as what came of it. */
export const metricsOf = (taken: EventsResult): Metrics => {
  // The configuration cannot be read, and whoever told the event is not to blame for that.
  if (taken.kind === 'unusable') return taken.why === 'no configuration' ? { EventLost: 1 } : { EventUnusable: 1 };
  return {
    ...countsOf(taken.events.map(({ effect }) => metricOf[effect])),
    ...(taken.isClockApart ? { ClockApart: 1 } : {}),
    ...outcomeMetrics(taken.outcomes, taken.attempt),
  };
};

const metricOf = {
  changed: 'EventUsed',
  stale: 'EventStale',
  held: 'EventStale',
  stranger: 'EventUnusable',
  lost: 'EventLost',
} as const satisfies Record<LoggedEvent['effect'], MetricName>;
