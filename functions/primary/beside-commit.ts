/** What is written of agents and callers beside the commit of an answer, which waits for none of it. */
import type { Answering, Ending } from '../domain/attempt.ts';
import { rulesFor } from '../domain/availability.ts';
import type { Config } from '../domain/config.ts';
import { withoutLease } from '../domain/give-back.ts';
import { afterEvent } from '../domain/lease.ts';
import type { LiveView } from '../domain/live.ts';
import type { LiveStore } from '../domain/ports.ts';
import type { Outcome } from '../domain/request.ts';
import type { Claimed } from './claim-head.ts';
import type { Stores } from './stores.ts';

/** Agents who were claimed for answers that are not given. */
export const giveBack = (claimed: readonly Claimed[], lives: LiveStore, signal: AbortSignal) =>
  Promise.all(claimed.map((one) => lives.change(one.agent, (live) => withoutLease(live, one), signal)));

/** Rings that are over. Returns what became of those of which it was told for the first time. */
export const tellEndings = async (
  endings: readonly Ending[],
  live: LiveView,
  config: Config,
  { lives, clock }: Stores,
  signal: AbortSignal,
): Promise<Outcome[]> => {
  const told = endings.map(({ agent, event }) => {
    const rules = rulesFor(agent, config);
    return lives.change(agent, (known) => afterEvent(known, event, rules, clock()), signal, live.get(agent));
  });
  return (await Promise.all(told)).flatMap((effect) => (effect.kind === 'changed' ? (effect.outcome ?? []) : []));
};

/** That he was offered where no lease says so, and to whom the caller speaks if anybody picks up. */
export const tellHead = (
  { head, note }: Pick<Answering, 'head' | 'note'>,
  caller: string | undefined,
  { lives, callers }: Stores,
  signal: AbortSignal,
) =>
  Promise.all([
    head?.kind === 'note' ? lives.claim(head.claim, signal) : undefined,
    note && caller !== undefined ? callers.note(caller, note, signal) : undefined,
  ]);
