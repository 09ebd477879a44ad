/** The primary's one use case: read, decide, claim, commit, answer. Which rung of the degradation ladder it took is in the result. */
import type { Answer, HuntAnswer } from '../domain/answer.ts';
import type { World } from '../domain/attempt.ts';
import { budget } from '../domain/budget.ts';
import { type Config, entry } from '../domain/config.ts';
import { decide } from '../domain/cursor.ts';
import type { Hunt, HuntId } from '../domain/hunt.ts';
import type { Hold, LiveView } from '../domain/live.ts';
import { agentOf } from '../domain/offer.ts';
import { listOf, planUnremembered } from '../domain/plan.ts';
import type { CallerStore, Clock, ConfigReading, ConfigSource, HuntStore, LiveStore } from '../domain/ports.ts';
import type { Call } from '../domain/request.ts';
import { callerOf, isBlocked } from '../domain/route.ts';
import { agentsWatched } from '../domain/watch.ts';
import { claimHead } from './claim-head.ts';

export type Stores = {
  readonly configs: ConfigSource;
  readonly hunts: HuntStore;
  readonly lives: LiveStore;
  readonly callers: CallerStore;
  readonly clock: Clock;
};

export type Answered = {
  readonly answer: Answer;
  readonly pool?: string;
  readonly decision: 'attempt' | 'repeat' | 'degraded' | 'none';
  readonly cause?: string;
  /** The head of an offer is not held for this call. */
  readonly unclaimed?: true;
};

/** Never rejects for a fault of the table: that is a degraded or an unavailable answer. */
export const answerCall = async (call: Call, id: HuntId, stores: Stores, signal: AbortSignal): Promise<Answered> => {
  const startedMs = stores.clock();
  // With the configuration in memory, all that is read is read side by side: one round trip.
  const [hunt, around] = await Promise.all([
    stores.hunts.latest(id, signal),
    readAround(call, id.applet, stores, signal),
  ]);
  if (around.kind === 'unknown-applet') return { answer: { kind: 'unknown-applet' }, decision: 'none' };
  if (around.kind === 'unavailable') return { answer: around, decision: 'none', cause: around.cause };
  const { seen } = around;
  if (isBlocked(call, seen.config)) return { answer: { kind: 'empty', reason: 'blocked' }, decision: 'none' };
  return hunt.kind === 'unavailable'
    ? answerDegraded(call, seen, stores.clock(), hunt.cause)
    : answerFrom(call, id, hunt.hunt, around, startedMs + budget.claimMs, stores, signal);
};

/** What a decision rests on besides the call's own hunt and the moment. */
type Seen = Omit<World, 'nowMs' | 'lostClaims'>;

type Around =
  | { readonly kind: 'seen'; readonly seen: Seen; readonly agents: readonly string[] }
  | Exclude<ConfigReading, { kind: 'found' }>;

/** The configuration, and what it says is worth knowing of agents and of this caller. A view that cannot be read is empty. */
const readAround = async (
  call: Call,
  appletId: string,
  { configs, lives, callers, clock }: Stores,
  signal: AbortSignal,
): Promise<Around> => {
  const reading = await configs.read(appletId);
  if (reading.kind !== 'found') return reading;
  const { config, identity } = reading;
  const applet = entry(config.applets, appletId);
  if (applet === undefined) return { kind: 'unknown-applet' };
  const agents = agentsWatched(call, applet, config, clock());
  const caller = callerOf(call, config);
  const [view, spoke] = await Promise.all([
    agents.length === 0 ? undefined : lives.read(agents),
    caller !== undefined && isAnySticky(config) ? callers.spokeWith(caller, signal) : undefined,
  ]);
  const live: LiveView = view?.kind === 'found' ? view.view : new Map();
  return { kind: 'seen', seen: { applet, config, identity, live, spoke }, agents };
};

/** Decides again for as long as another request was faster. Each lost race means that one of the others won. */
const answerFrom = async (
  call: Call,
  id: HuntId,
  found: Hunt | undefined,
  { seen, agents }: Extract<Around, { kind: 'seen' }>,
  byMs: number,
  stores: Stores,
  signal: AbortSignal,
): Promise<Answered> => {
  const { lives, clock } = stores;
  const claimed: Hold[] = [];
  let hunt = found;
  do {
    const standing = hunt;
    const decideWith = (world: Pick<World, 'live' | 'lostClaims'>) =>
      decide(call, id, standing, { ...seen, ...world, nowMs: clock() });
    const held = await claimHead(decideWith, seen.live, { lives, clock, agents, byMs }, signal);
    const { decision } = held;
    if (held.claimed !== undefined) claimed.push(held.claimed);
    if (decision.kind === 'unusable') return unusable(decision.pool);
    const superfluous = claimed.filter(({ agent }) => agent !== agentAtHead(decision.answer, seen.config));
    if (decision.kind === 'repeat') {
      await Promise.all(superfluous.map((hold) => lives.release(hold, signal)));
      return { answer: decision.answer, pool: decision.pool, decision: 'repeat' };
    }

    const caller = callerOf(call, seen.config);
    const [result] = await Promise.all([
      stores.hunts.commit(id, decision.write, signal),
      // Nothing of this is needed for the answer, and none of it takes longer than the commit.
      ...[...decision.released, ...superfluous].map((hold) => lives.release(hold, signal)),
      decision.head?.kind === 'note' || decision.head?.kind === 'taken'
        ? lives.claim(decision.head.claim, signal)
        : undefined,
      decision.note && caller !== undefined ? stores.callers.note(caller, decision.note, signal) : undefined,
    ]);
    const answered: Answered = {
      answer: decision.answer,
      pool: decision.pool,
      decision: 'attempt',
      ...(held.isUnclaimed ? { unclaimed: true } : {}),
    };
    if (result.kind === 'committed') return answered;
    // It may have been written, and then a repeat gets exactly this answer.
    if (result.kind === 'unknown') return { ...answered, cause: result.cause };
    if (result.kind === 'unavailable') return answerDegraded(call, seen, clock(), result.cause);
    hunt = result.hunt;
  } while (!signal.aborted);
  return answerDegraded(call, seen, clock(), 'too many races lost');
};

const isAnySticky = ({ pools }: Config): boolean => Object.values(pools).some(({ sticky }) => sticky !== undefined);

const agentAtHead = (answer: HuntAnswer, config: Config): string | undefined =>
  answer.kind === 'offer' ? agentOf(answer.numbers[0], config) : undefined;

/** A fault of the configuration: the fallback still has the one that was deployed. */
const unusable = (pool: string): Answered => {
  const cause = `pool ${pool} reaches no number that may be dialled`;
  return { answer: { kind: 'unavailable', cause }, pool, decision: 'none', cause };
};

/** Nobody knows what this call was offered before: the pure order without the number the request says was tried. */
const answerDegraded = (call: Call, { applet, config, live }: Seen, nowMs: number, cause: string): Answered => {
  const plan = planUnremembered(call, applet, { config, live, nowMs });
  if (plan.numbers.length === 0 && plan.whenEmpty === 'closed') {
    return { answer: { kind: 'empty', reason: 'closed' }, pool: plan.pool, decision: 'degraded', cause };
  }
  const numbers = plan.numbers.filter((number) => number !== plan.tried);
  if (numbers.length === 0) return { answer: { kind: 'unavailable', cause }, pool: plan.pool, decision: 'none', cause };
  return { answer: listOf(numbers, plan.pool, config), pool: plan.pool, decision: 'degraded', cause };
};
