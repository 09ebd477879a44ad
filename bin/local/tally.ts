/** What CloudWatch would have of the service: the sum of every metric since it started. */
import { type Log, type Metrics, sumOf } from '../../functions/domain/signals.ts';

export type Tally = { readonly log: Log; readonly totals: () => Metrics };

/** Passes on everything that is logged. */
export const createTally = (log: Log): Tally => {
  let totals: Metrics = {};
  return {
    log: (fields, metrics = {}) => {
      totals = sumOf(totals, metrics);
      log(fields, metrics);
    },
    totals: () => totals,
  };
};
