/** Whose phones a request tells of, where it names no number, and where somebody has edited agents by hand. */
import { type CallPhones, phonesMeant } from '../domain/call-phones.ts';
import { agentOf, type Config } from '../domain/config.ts';
import type { EventReport, Leg } from '../domain/leg-event.ts';
import { toE164 } from '../domain/phone.ts';
import type { Clock, Directory } from '../domain/ports.ts';

/** A phone that was told of: `number` in E.164 if it is one. Without an agent it is a stranger's. */
export type OwnedLeg = NamedLeg & { readonly agent: string | undefined };
type NamedLeg = Leg & { readonly number: string };

type Sources = { readonly phones: () => Promise<CallPhones>; readonly directory: Directory; readonly clock: Clock };

/** Empty where nobody is named and the call is not known. */
export const ownedLegs = async (
  { legs, sentMs }: EventReport,
  config: Config,
  { phones, directory, clock }: Sources,
  signal: AbortSignal,
): Promise<OwnedLeg[]> => {
  const named = async (leg: Leg): Promise<NamedLeg[]> => {
    if (leg.number !== undefined) return [{ ...leg, number: leg.number }];
    // What became of phones that were not named is only known if the caller gave up.
    const outcome = leg.outcome === 'canceled' ? leg.outcome : undefined;
    return phonesMeant(await phones(), leg.kind, sentMs, clock()).map((number) => ({ ...leg, number, outcome }));
  };
  /** As it was applied, unless his numbers are others by now: then as the call was answered. */
  const owned = async (leg: NamedLeg): Promise<OwnedLeg> => {
    const number = toE164(leg.number, config.settings.dialPlan);
    if (number === undefined) return { ...leg, agent: undefined };
    const applied = agentOf(number, config);
    const isStill = applied !== undefined && (await directory.isHis(applied, number, signal));
    return { ...leg, number, agent: isStill ? applied : ((await phones()).agents.get(number) ?? applied) };
  };
  return Promise.all((await Promise.all(legs.map(named))).flat().map(owned));
};
