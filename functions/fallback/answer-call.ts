/** The fallback's one use case: the same ordered list each time, from memory alone. Only closed and blocked get nobody. */
import type { Answer, AnswerSource } from '../domain/answer.ts';
import { callerOf } from '../domain/call-numbers.ts';
import type { Config } from '../domain/config.ts';
import { entry } from '../domain/entries.ts';
import { isDialable } from '../domain/phone.ts';
import { listOf, planUnremembered } from '../domain/plan.ts';
import type { Call } from '../domain/request.ts';
import { isBlocked } from '../domain/route.ts';
import type { KnownConfig } from '../domain/snapshot-ports.ts';

export type FallbackAnswered = {
  readonly answer: Answer;
  readonly pool?: string;
  readonly source: Exclude<AnswerSource, 'table'>;
  /** Where that is why it is the last resort. */
  readonly unknown?: 'applet';
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
  if (applet === undefined) return { ...lastResort(call, config), unknown: 'applet' };
  const plan = planUnremembered(call, applet, { config, live: new Map(), nowMs });
  if (plan.numbers.length > 0) return { answer: listOf(plan.numbers, plan.pool, config), pool: plan.pool, source };
  return plan.whenEmpty === 'closed'
    ? { answer: { kind: 'empty', reason: 'closed' }, pool: plan.pool, source }
    : lastResort(call, config);
};

const lastResort = (call: Call, config: Config): FallbackAnswered => ({
  answer: lastResortFor(call, config),
  source: 'last-resort',
});

/** Without the caller himself, if anybody else is left. Judged once more: somebody may have written it by hand. */
const lastResortFor = (call: Call, config: Config): Answer => {
  const { settings } = config;
  const numbers = [...new Set(settings.lastResort)].filter((number) => isDialable(number, settings));
  if (numbers.length === 0)
    return { kind: 'unavailable', cause: 'settings.lastResort has no number that may be dialled' };
  const caller = callerOf(call, config);
  const others = numbers.filter((number) => number !== caller);
  return { kind: 'offer', numbers: others.length === 0 ? numbers : others };
};
