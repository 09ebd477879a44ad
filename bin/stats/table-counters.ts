/** The metrics that the table itself can tell, of the calls it remembers. Pure. */
import { isHuntItem } from '../../functions/adapters/hunt-item.ts';
import type { Item } from '../../functions/adapters/item.ts';
import type { EmptyReason } from '../../functions/domain/answer.ts';
import { outcomeMetrics } from '../../functions/domain/outcome-metrics.ts';
import type { Outcome } from '../../functions/domain/request.ts';
import { emptyMetrics, type MetricName, type Metrics, sumOf } from '../../functions/domain/signals.ts';

/** One call's items, as the index has them. A conversation is told by events, or by the request after it. */
export const countersOf = (items: readonly Item[]): Metrics => {
  const hunts = items.filter(isHuntItem);
  const told = items.map((item) => item.told as { readonly outcome?: Outcome } | undefined).find((one) => one)?.outcome;
  const reported = hunts.flatMap(({ outcomes }) => Object.values((outcomes ?? {}) as Record<string, Outcome>));
  const others = reported.filter((outcome) => outcome !== 'completed');
  const isCompleted = told === 'completed' || reported.includes('completed');
  const offers = hunts.reduce((sum, hunt) => sum + offersOf(hunt), 0);
  return [
    ...hunts.map(ofHunt),
    outcomeMetrics(isCompleted ? [...others, 'completed'] : others, offers === 0 ? undefined : offers),
  ].reduce(sumOf, {});
};

const ofHunt = (hunt: Item): Metrics => {
  const reason = endOf(hunt);
  return { HuntStarted: 1, Offered: offersOf(hunt), ...(reason === undefined ? {} : { [emptyMetrics[reason]]: 1 }) };
};

/** The answer that ends a visit is an attempt as well. */
const offersOf = (hunt: Item): number => Number(hunt.attemptCount ?? 0) - (endOf(hunt) === undefined ? 0 : 1);

const endOf = ({ end }: Item): EmptyReason | undefined =>
  (end as { readonly reason?: EmptyReason } | undefined)?.reason;

/** What only the service can tell is left out. */
export const fromTable: readonly MetricName[] = [
  'HuntStarted',
  'Offered',
  ...Object.values(emptyMetrics).filter((name) => name !== 'Blocked'),
  'OutcomeCompleted',
  'OutcomeBusy',
  'OutcomeNoAnswer',
  'OutcomeFailed',
  'OutcomeCanceled',
  'CompletedAtFirst',
  'AttemptsToCompleted',
];
