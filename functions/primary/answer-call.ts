/** The primary's one use case: read, decide, claim, commit, answer. Which rung of the degradation ladder it took is in the result. */
import type { DecisionInputs } from '../domain/attempt.ts';
import { isAutoPaused, rulesFor } from '../domain/availability.ts';
import { budget } from '../domain/budget.ts';
import { callerOf } from '../domain/call-numbers.ts';
import { type Config, idPattern } from '../domain/config.ts';
import { decide } from '../domain/cursor.ts';
import type { Hunt, HuntId } from '../domain/hunt.ts';
import { type LiveView, nothingKnown } from '../domain/live.ts';
import type { Call } from '../domain/request.ts';
import { isBlocked } from '../domain/route.ts';
import { answerUnremembered } from './answer-unremembered.ts';
import type { Answered } from './answered.ts';
import { giveBack, tellEndings, tellHead } from './beside-commit.ts';
import { type Claimed, claimHead } from './claim-head.ts';
import { type FoundInputs, lackIn, readInputs, withoutState, withPinned } from './read-inputs.ts';
import type { Stores } from './stores.ts';

/** Never rejects for a fault of the table: that is a degraded or an unavailable answer. */
export const answerCall = async (call: Call, id: HuntId, stores: Stores, signal: AbortSignal): Promise<Answered> => {
  // Its calls cannot be asked for: such a key the table refuses, and whatever is read beside it.
  if (!idPattern.test(id.applet)) return { answer: { kind: 'unknown-applet' }, decision: 'none' };
  const startedMs = stores.clock();
  // With the configuration in memory, all that is read is read side by side: one round trip.
  const [hunt, read] = await Promise.all([
    stores.hunts.latest(id, signal),
    readInputs(call, id.applet, stores, signal),
  ]);
  if (read.kind === 'unknown-applet') return { answer: { kind: 'unknown-applet' }, decision: 'none' };
  if (read.kind === 'unavailable') return { answer: read, decision: 'none', cause: read.cause };
  const inputs = hunt.kind === 'unavailable' ? withoutState(read, hunt.cause) : read;
  const { stored } = inputs;
  const { revision } = stored.identity;
  if (isBlocked(call, stored.config)) {
    return { answer: { kind: 'empty', reason: 'blocked' }, decision: 'none', revision, ...lackIn(inputs) };
  }
  if (hunt.kind === 'unavailable') return { ...answerUnremembered(call, stored, stores.clock(), hunt.cause), revision };
  const request = { call, id, stores, signal, claimByMs: startedMs + budget.claimMs };
  const answered = await answerRemembered(request, await withPinned(inputs, hunt.hunt, stores), hunt.hunt);
  return { ...answered, revision };
};

type Request = {
  readonly call: Call;
  readonly id: HuntId;
  readonly stores: Stores;
  readonly signal: AbortSignal;
  /** No claim begins after this. */
  readonly claimByMs: number;
};

/** Decides again for as long as another request was faster. Each lost race means that one of the others won. */
const answerRemembered = async (request: Request, inputs: FoundInputs, hunt: Hunt | undefined): Promise<Answered> => {
  const { call, stores, signal } = request;
  let tried = await tryOnce(request, inputs, hunt, []);
  while (tried.kind === 'lost' && !signal.aborted) tried = await tryOnce(request, inputs, tried.hunt, tried.claimed);
  return tried.kind === 'answered'
    ? tried.answered
    : answerUnremembered(call, inputs.stored, stores.clock(), 'too many races lost');
};

type Tried =
  | { readonly kind: 'answered'; readonly answered: Answered }
  /** Another request wrote the hunt as it is here. `claimed` is whom this one holds for an answer that is not given. */
  | { readonly kind: 'lost'; readonly hunt: Hunt; readonly claimed: readonly Claimed[] };

/** Decides and claims, then commits, and beside that gives back whomever earlier tries claimed and this answer does not begin with. */
const tryOnce = async (
  request: Request,
  inputs: FoundInputs,
  hunt: Hunt | undefined,
  earlier: readonly Claimed[],
): Promise<Tried> => {
  const { call, id, stores, signal, claimByMs: byMs } = request;
  const { lives, clock } = stores;
  const { stored, agents } = inputs;
  const decideWith = (changing: Pick<DecisionInputs, 'live' | 'lostClaims'>) =>
    decide(call, id, hunt, { ...stored, ...changing, nowMs: clock() });
  const claiming = { lives, clock, agents, byMs, callSid: id.callSid };
  const head = await claimHead(decideWith, stored.live, claiming, signal);
  const { decision, live } = head;
  if (decision.kind === 'unusable') return { kind: 'answered', answered: unusable(decision.pool) };

  const { agent } = decision;
  const claimed = head.claimed === undefined ? earlier : [...earlier, head.claimed];
  const superfluous = claimed.filter((one) => one.agent !== agent);
  if (decision.kind === 'repeat') {
    await giveBack(superfluous, lives, signal);
    const { answer, pool } = decision;
    return { kind: 'answered', answered: { answer, pool, decision: 'repeat', ...lackIn(inputs) } };
  }

  const [result, outcomes] = await Promise.all([
    stores.hunts.commit(id, decision.write, signal),
    // Nothing of this is needed for the answer, and none of it takes longer than the commit.
    tellEndings(decision.endings, live, stored.config, stores, signal),
    tellHead(decision, callerOf(call, stored.config), stores, signal),
    giveBack(superfluous, lives, signal),
  ]);
  if (result.kind === 'lost') {
    return { kind: 'lost', hunt: result.hunt, claimed: claimed.filter((one) => one.agent === agent) };
  }
  if (result.kind === 'unavailable') {
    return { kind: 'answered', answered: answerUnremembered(call, stored, clock(), result.cause) };
  }
  const answered: Answered = {
    answer: decision.answer,
    pool: decision.pool,
    agent,
    decision: 'attempt',
    attempt: decision.write.kind === 'start' ? 1 : decision.write.attempt.ordinal,
    // It may have been written although that is not known, and then a repeat gets exactly this answer.
    ...(result.kind === 'unknown' ? { degraded: 'state', cause: result.cause } : lackIn(inputs)),
    ...(head.isUnclaimed ? { unclaimed: true } : {}),
    ...(head.isLeaseExpired ? { leaseExpired: true } : {}),
    // Where leases are off nobody is left out for calls he missed.
    ...(decision.head?.kind !== 'note' && isLastAgent(agent, live, stored.config, clock()) ? { lastAgent: true } : {}),
    outcomes,
  };
  return { kind: 'answered', answered };
};

const isLastAgent = (agent: string | undefined, live: LiveView, config: Config, nowMs: number): boolean =>
  agent !== undefined && isAutoPaused(live.get(agent) ?? nothingKnown, rulesFor(agent, config), nowMs);

/** A fault of the configuration: the fallback still has the one that was deployed. */
const unusable = (pool: string): Answered => {
  const cause = `pool ${pool} reaches no number that may be dialled`;
  return { answer: { kind: 'unavailable', cause }, pool, decision: 'none', cause };
};
