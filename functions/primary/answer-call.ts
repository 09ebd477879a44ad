/** The primary's one use case: read, decide, commit, answer. Which rung of the degradation ladder it took is in the result. */
import type { Answer } from '../domain/answer.ts';
import { entry } from '../domain/config.ts';
import { decide, type World } from '../domain/cursor.ts';
import type { HuntId } from '../domain/hunt.ts';
import { offerOf, planWithoutState } from '../domain/plan.ts';
import type { Clock, ConfigSource, HuntReading, HuntStore } from '../domain/ports.ts';
import type { Call } from '../domain/request.ts';
import { isBlocked } from '../domain/route.ts';

export type Stores = { readonly configs: ConfigSource; readonly hunts: HuntStore; readonly clock: Clock };

export type Answered = {
  readonly answer: Answer;
  readonly pool?: string;
  readonly decision: 'attempt' | 'repeat' | 'degraded' | 'none';
  readonly cause?: string;
};

/** Never rejects for a fault of the table: that is a degraded or an unavailable answer. */
export const answerCall = async (call: Call, id: HuntId, stores: Stores, signal: AbortSignal): Promise<Answered> => {
  const [reading, hunt] = await Promise.all([stores.configs.read(id.applet), stores.hunts.latest(id, signal)]);
  if (reading.kind === 'unknown-applet') return { answer: { kind: 'unknown-applet' }, decision: 'none' };
  if (reading.kind === 'unavailable') return { answer: reading, decision: 'none', cause: reading.cause };

  const applet = entry(reading.config.applets, id.applet);
  if (applet === undefined) return { answer: { kind: 'unknown-applet' }, decision: 'none' };
  if (isBlocked(call, reading.config)) return { answer: { kind: 'empty', reason: 'blocked' }, decision: 'none' };
  const world = { applet, config: reading.config, identity: reading.identity };
  return hunt.kind === 'unavailable'
    ? answerDegraded(call, { ...world, nowMs: stores.clock() }, hunt.cause)
    : answerFrom(call, id, hunt, world, stores, signal);
};

/** Decides again for as long as another request was faster. Each lost race means that one of the others won. */
const answerFrom = async (
  call: Call,
  id: HuntId,
  found: Extract<HuntReading, { kind: 'found' }>,
  world: Omit<World, 'nowMs'>,
  { hunts, clock }: Stores,
  signal: AbortSignal,
): Promise<Answered> => {
  let hunt = found.hunt;
  while (!signal.aborted) {
    const decision = decide(call, hunt, { ...world, nowMs: clock() });
    if (decision.kind === 'unusable') return unusable(decision.pool);
    if (decision.kind === 'repeat') return { answer: decision.answer, pool: decision.pool, decision: 'repeat' };

    const result = await hunts.commit(id, decision.write, signal);
    const answered: Answered = { answer: decision.answer, pool: decision.pool, decision: 'attempt' };
    if (result.kind === 'committed') return answered;
    // It may have been written, and then a repeat gets exactly this answer.
    if (result.kind === 'unknown') return { ...answered, cause: result.cause };
    if (result.kind === 'unavailable') return answerDegraded(call, { ...world, nowMs: clock() }, result.cause);
    hunt = result.hunt;
  }
  return answerDegraded(call, { ...world, nowMs: clock() }, 'too many races lost');
};

/** A fault of the configuration: the fallback still has the one that was deployed. */
const unusable = (pool: string): Answered => {
  const cause = `pool ${pool} reaches no number that may be dialled`;
  return { answer: { kind: 'unavailable', cause }, pool, decision: 'none', cause };
};

/** Nobody knows what this call was offered before: the pure order without the number the request says was tried. */
const answerDegraded = (call: Call, { applet, config, nowMs }: World, cause: string): Answered => {
  const plan = planWithoutState(call, applet, config, nowMs);
  if (plan.whenEmpty === 'closed') {
    return { answer: { kind: 'empty', reason: 'closed' }, pool: plan.pool, decision: 'degraded', cause };
  }
  const numbers = plan.numbers.filter((number) => number !== plan.tried);
  if (numbers.length === 0) return { answer: { kind: 'unavailable', cause }, pool: plan.pool, decision: 'none', cause };
  return { answer: offerOf(numbers, plan.pool, config), pool: plan.pool, decision: 'degraded', cause };
};
