/** An event, told to the agent whose phone it is about. */
import { rulesFor } from '../domain/availability.ts';
import type { CallPhones } from '../domain/call-phones.ts';
import { agentOf, type Config } from '../domain/config.ts';
import { afterEvent, type EventEffect, knowsRing } from '../domain/lease.ts';
import type { LegEvent } from '../domain/leg-event.ts';
import type { Live } from '../domain/live.ts';
import type { Clock, LiveStore } from '../domain/ports.ts';

type Sources = { readonly phones: () => Promise<CallPhones>; readonly lives: LiveStore; readonly clock: Clock };

export type ToldOwner = {
  readonly agent: string;
  readonly effect: EventEffect | { readonly kind: 'unavailable' };
};

/**
 * Whoever is known to ring for this call; else whose number it was when the call was planned, because it may have been edited
 * by hand or applied to somebody else since; else whose it was by the last apply. `undefined` for a stranger's.
 */
export const tellOwner = async (
  event: LegEvent,
  config: Config,
  { phones, lives, clock }: Sources,
  signal: AbortSignal,
): Promise<ToldOwner | undefined> => {
  const tell = async (agent: string, isHis: (live: Live) => boolean): Promise<ToldOwner | undefined> => {
    let isKnown = true;
    const decide = (live: Live): EventEffect => {
      isKnown = isHis(live);
      return isKnown ? afterEvent(live, event, rulesFor(agent, config), clock()) : { kind: 'stale' };
    };
    const effect = await lives.change(agent, decide, signal);
    return isKnown ? { agent, effect } : undefined;
  };
  const applied = agentOf(event.number, config);
  const told = applied === undefined ? undefined : await tell(applied, (live) => knowsRing(live, event, clock()));
  if (told !== undefined) return told;
  const owner = (await phones()).owners.get(event.number) ?? applied;
  return owner === undefined ? undefined : tell(owner, () => true);
};
