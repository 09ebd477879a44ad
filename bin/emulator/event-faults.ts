/** What becomes of events on their way: chance that can be replayed. Pure. */
import { unitHash } from '../../functions/domain/hash.ts';

/**
 * lost: never sent. doubled: sent twice. late: sent when the provider tries again, 15 s after. reordered: sent right
 * after the next event of the call.
 */
export const eventFaults = ['lost', 'doubled', 'late', 'reordered'] as const;

export type EventFault = (typeof eventFaults)[number];

/** Probabilities from 0 to 1; a fault that is not named never happens. */
export type FaultRates = { readonly [fault in EventFault]?: number | undefined };

export type Fate = { readonly [fault in EventFault]: boolean };

/** The fate of event `index` of a call: each fault by itself, and the same ones for the same seed. */
export const fateOf = (seed: string, index: number, rates: FaultRates): Fate => {
  const isMet = (fault: EventFault) => unitHash(seed, fault, String(index)) < (rates[fault] ?? 0);
  return {
    lost: isMet('lost'),
    doubled: isMet('doubled'),
    late: isMet('late'),
    reordered: isMet('reordered'),
  };
};
