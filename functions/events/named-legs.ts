/** The phones a request tells of, by their numbers, also where it names none. */
import { type CallPhones, phonesMeant } from '../domain/call-phones.ts';
import type { EventReport, Leg } from '../domain/leg-event.ts';

export type NamedLeg = Leg & { readonly number: string };

/** Numbers as sent, or in E.164. Empty where nobody is named and the call is not known. */
export const namedLegs = async (
  { legs, sentMs }: EventReport,
  phones: () => Promise<CallPhones>,
  nowMs: number,
): Promise<NamedLeg[]> => {
  const named = async (leg: Leg): Promise<NamedLeg[]> => {
    if (leg.number !== undefined) return [{ ...leg, number: leg.number }];
    // What became of phones that were not named is only known if the caller gave up.
    const outcome = leg.outcome === 'canceled' ? leg.outcome : undefined;
    return phonesMeant(await phones(), leg, sentMs, nowMs).map((number) => ({ ...leg, number, outcome }));
  };
  return (await Promise.all(legs.map(named))).flat();
};
