/** What the dashboards of a Region with events have in common, since our functions are counted by Region and not by stack. */
import type { Answers, UrlMetrics } from './metrics.ts';
import { counts, graph } from './widgets.ts';

/** By which functions `Refused` and `KeyRejected` are counted, beside each gateway. */
const refusing = {
  primary: 'primary and events',
  events: 'primary and events',
  fallback: 'the fallback',
} as const;

export const refused = ({ api, answers }: UrlMetrics, side: keyof typeof refusing) =>
  graph('Refused', 'a minute', [
    api.clientErrors('Sum', `4xx of the ${side === 'events' ? "events'" : `${side}'s`} gateway`),
    ...counts(answers, { Refused: `refused by ${refusing[side]}`, KeyRejected: 'of which: wrong key' }),
  ]);

export const events = (answers: Answers) =>
  graph(
    'Events of the provider',
    'a minute',
    counts(answers, { EventUsed: 'used', EventStale: 'late, or twice', EventUnusable: 'unusable', EventLost: 'lost' }),
    { isStacked: true },
  );
