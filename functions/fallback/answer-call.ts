/** The fallback's one use case: the same ordered list each time, from memory alone. Only closed and blocked get nobody. */
import type { Answer } from '../domain/answer.ts';
import { type Config, entry } from '../domain/config.ts';
import { listOf, planUnremembered } from '../domain/plan.ts';
import type { Call } from '../domain/request.ts';
import { callerOf, isBlocked } from '../domain/route.ts';

export type FallbackAnswered = {
  readonly answer: Answer;
  readonly pool?: string;
  readonly source: 'floor' | 'last-resort';
};

/** A reported `completed` is ignored: whoever asks the fallback wants somebody to talk to. */
export const answerFromFloor = (call: Call, appletId: string, floor: Config, nowMs: number): FallbackAnswered => {
  if (isBlocked(call, floor)) return { answer: { kind: 'empty', reason: 'blocked' }, source: 'floor' };
  const applet = entry(floor.applets, appletId);
  const plan =
    applet === undefined ? undefined : planUnremembered(call, applet, { config: floor, live: new Map(), nowMs });
  if (plan?.numbers.length === 0 && plan.whenEmpty === 'closed') {
    return { answer: { kind: 'empty', reason: 'closed' }, pool: plan.pool, source: 'floor' };
  }
  return plan === undefined || plan.numbers.length === 0
    ? { answer: { kind: 'offer', numbers: lastResortFor(call, floor) }, source: 'last-resort' }
    : { answer: listOf(plan.numbers, plan.pool, floor), pool: plan.pool, source: 'floor' };
};

/** Without the caller himself, if anybody else is left. */
const lastResortFor = (call: Call, floor: Config): readonly string[] => {
  const { lastResort } = floor.settings;
  const caller = callerOf(call, floor);
  const others = lastResort.filter((number) => number !== caller);
  return others.length === 0 ? lastResort : others;
};
