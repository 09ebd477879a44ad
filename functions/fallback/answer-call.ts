/** The fallback's one use case: the same ordered list each time, from memory alone. Only closed and blocked get nobody. */
import type { Answer } from '../domain/answer.ts';
import { type Config, entry } from '../domain/config.ts';
import { listOf, planUnremembered } from '../domain/plan.ts';
import type { Call } from '../domain/request.ts';
import { callerOf, isBlocked } from '../domain/route.ts';
import type { KnownConfig } from '../domain/snapshot-ports.ts';

export type FallbackAnswered = {
  readonly answer: Answer;
  readonly pool?: string;
  readonly source: KnownConfig['source'] | 'last-resort';
};

/** A reported `completed` is ignored: whoever asks the fallback wants somebody to talk to. */
export const answerFromMemory = (
  call: Call,
  appletId: string,
  { config, source }: Pick<KnownConfig, 'config' | 'source'>,
  nowMs: number,
): FallbackAnswered => {
  if (isBlocked(call, config)) return { answer: { kind: 'empty', reason: 'blocked' }, source };
  const applet = entry(config.applets, appletId);
  const plan = applet === undefined ? undefined : planUnremembered(call, applet, { config, live: new Map(), nowMs });
  if (plan?.numbers.length === 0 && plan.whenEmpty === 'closed') {
    return { answer: { kind: 'empty', reason: 'closed' }, pool: plan.pool, source };
  }
  return plan === undefined || plan.numbers.length === 0
    ? { answer: { kind: 'offer', numbers: lastResortFor(call, config) }, source: 'last-resort' }
    : { answer: listOf(plan.numbers, plan.pool, config), pool: plan.pool, source };
};

/** Without the caller himself, if anybody else is left. */
const lastResortFor = (call: Call, config: Config): readonly string[] => {
  const { lastResort } = config.settings;
  const caller = callerOf(call, config);
  const others = lastResort.filter((number) => number !== caller);
  return others.length === 0 ? lastResort : others;
};
