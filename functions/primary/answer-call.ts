/** The primary's one use case: read, decide, claim, commit, answer. Which rung of the degradation ladder it took is in the result. */
import type { HuntAnswer } from '../domain/answer.ts';
import type { Ending, World } from '../domain/attempt.ts';
import { isAutoPaused, rulesFor } from '../domain/availability.ts';
import { budget } from '../domain/budget.ts';
import { agentOf, type Config, idPattern } from '../domain/config.ts';
import { decide } from '../domain/cursor.ts';
import type { Hunt, HuntId } from '../domain/hunt.ts';
import { afterEvent, withoutLease } from '../domain/lease.ts';
import { type LiveView, nothingKnown } from '../domain/live.ts';
import type { LiveStore } from '../domain/ports.ts';
import type { Call } from '../domain/request.ts';
import { callerOf, isBlocked } from '../domain/route.ts';
import { answerUnremembered } from './answer-unremembered.ts';
import type { Answered } from './answered.ts';
import { type Claimed, claimHead } from './claim-head.ts';
import { lackIn, readAround, type SeenAround, type Stores, withoutState, withPinned } from './read-around.ts';

/** Never rejects for a fault of the table: that is a degraded or an unavailable answer. */
export const answerCall = async (call: Call, id: HuntId, stores: Stores, signal: AbortSignal): Promise<Answered> => {
  // Its calls cannot be asked for: such a key the table refuses, and whatever is read beside it.
  if (!idPattern.test(id.applet)) return { answer: { kind: 'unknown-applet' }, decision: 'none' };
  const startedMs = stores.clock();
  // With the configuration in memory, all that is read is read side by side: one round trip.
  const [hunt, read] = await Promise.all([
    stores.hunts.latest(id, signal),
    readAround(call, id.applet, stores, signal),
  ]);
  if (read.kind === 'unknown-applet') return { answer: { kind: 'unknown-applet' }, decision: 'none' };
  if (read.kind === 'unavailable') return { answer: read, decision: 'none', cause: read.cause };
  const around = hunt.kind === 'unavailable' ? withoutState(read, hunt.cause) : read;
  const { seen } = around;
  const { revision } = seen.identity;
  if (isBlocked(call, seen.config)) {
    return { answer: { kind: 'empty', reason: 'blocked' }, decision: 'none', revision, ...lackIn(around) };
  }
  if (hunt.kind === 'unavailable') return { ...answerUnremembered(call, seen, stores.clock(), hunt.cause), revision };
  const pinned = await withPinned(around, hunt.hunt, stores);
  const byMs = startedMs + budget.claimMs;
  return { ...(await answerFrom(call, id, hunt.hunt, pinned, byMs, stores, signal)), revision };
};

/** Decides again for as long as another request was faster. Each lost race means that one of the others won. */
const answerFrom = async (
  call: Call,
  id: HuntId,
  found: Hunt | undefined,
  around: SeenAround,
  byMs: number,
  stores: Stores,
  signal: AbortSignal,
): Promise<Answered> => {
  const { lives, clock } = stores;
  const { seen, agents } = around;
  const claimed: Claimed[] = [];
  let hunt = found;
  do {
    const standing = hunt;
    const decideWith = (world: Pick<World, 'live' | 'lostClaims'>) =>
      decide(call, id, standing, { ...seen, ...world, nowMs: clock() });
    const held = await claimHead(decideWith, seen.live, { lives, clock, agents, byMs, callSid: id.callSid }, signal);
    const { decision } = held;
    if (held.claimed !== undefined) claimed.push(held.claimed);
    if (decision.kind === 'unusable') return unusable(decision.pool);
    const superfluous = claimed.filter(({ agent }) => agent !== agentAtHead(decision.answer, seen.config));
    if (decision.kind === 'repeat') {
      await Promise.all(superfluous.map((one) => giveBack(one, lives, signal)));
      return { answer: decision.answer, pool: decision.pool, decision: 'repeat', ...lackIn(around) };
    }

    const caller = callerOf(call, seen.config);
    const [result, told] = await Promise.all([
      stores.hunts.commit(id, decision.write, signal),
      // Nothing of this is needed for the answer, and none of it takes longer than the commit.
      Promise.all(decision.endings.map((ending) => tellEnding(ending, held.live, seen.config, stores, signal))),
      ...superfluous.map((one) => giveBack(one, lives, signal)),
      decision.head?.kind === 'note' ? lives.claim(decision.head.claim, signal) : undefined,
      decision.note && caller !== undefined ? stores.callers.note(caller, decision.note, signal) : undefined,
    ]);
    const answered: Answered = {
      answer: decision.answer,
      pool: decision.pool,
      agent: agentAtHead(decision.answer, seen.config),
      decision: 'attempt',
      attempt: decision.write.kind === 'start' ? 1 : decision.write.attempt.ordinal,
      ...lackIn(around),
      ...(held.isUnclaimed ? { unclaimed: true } : {}),
      ...(held.isLeaseExpired ? { leaseExpired: true } : {}),
      ...(isLastAgent(decision.answer, held.live, seen.config, clock()) ? { lastAgent: true } : {}),
      outcomes: told.flatMap((effect) => (effect.kind === 'changed' ? (effect.outcome ?? []) : [])),
    };
    if (result.kind === 'committed') return answered;
    // It may have been written, and then a repeat gets exactly this answer.
    if (result.kind === 'unknown') return { ...answered, degraded: 'state', cause: result.cause };
    if (result.kind === 'unavailable') return answerUnremembered(call, seen, clock(), result.cause);
    hunt = result.hunt;
  } while (!signal.aborted);
  return answerUnremembered(call, seen, clock(), 'too many races lost');
};

const giveBack = (claimed: Claimed, lives: LiveStore, signal: AbortSignal) =>
  lives.change(claimed.agent, (live) => withoutLease(live, claimed), signal);

const tellEnding = (
  { agent, event }: Ending,
  live: LiveView,
  config: Config,
  { lives, clock }: Stores,
  signal: AbortSignal,
) => {
  const rules = rulesFor(agent, config);
  return lives.change(agent, (known) => afterEvent(known, event, rules, clock()), signal, live.get(agent));
};

const agentAtHead = (answer: HuntAnswer, config: Config): string | undefined =>
  answer.kind === 'offer' ? agentOf(answer.numbers[0], config) : undefined;

const isLastAgent = (answer: HuntAnswer, live: LiveView, config: Config, nowMs: number): boolean => {
  const agent = agentAtHead(answer, config) ?? '';
  return isAutoPaused(live.get(agent) ?? nothingKnown, rulesFor(agent, config), nowMs);
};

/** A fault of the configuration: the fallback still has the one that was deployed. */
const unusable = (pool: string): Answered => {
  const cause = `pool ${pool} reaches no number that may be dialled`;
  return { answer: { kind: 'unavailable', cause }, pool, decision: 'none', cause };
};
