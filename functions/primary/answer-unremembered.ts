/** The third rung of the degradation ladder: nobody knows what this call was offered before. The fourth, if nobody is left. */
import { callerOf } from '../domain/call-numbers.ts';
import { byEligibility, ownersOf } from '../domain/eligibility.ts';
import { listOf, planUnremembered } from '../domain/plan.ts';
import type { Call } from '../domain/request.ts';
import type { Answered } from './answered.ts';
import type { StoredInputs } from './read-inputs.ts';

/**
 * The pure order, as the fallback has it, without the number the request says was tried: from answer to answer what is known
 * of agents changes, and a list that is not the same each time would begin with somebody once more.
 */
export const answerUnremembered = (
  call: Call,
  { applet, config, live }: StoredInputs,
  nowMs: number,
  cause: string,
): Answered => {
  const plan = planUnremembered(call, applet, { config, live: new Map(), nowMs });
  const unremembered = { pool: plan.pool, decision: 'none', degraded: 'state', cause } as const;
  if (plan.numbers.length === 0 && plan.whenEmpty === 'closed') {
    return { answer: { kind: 'empty', reason: 'closed' }, ...unremembered };
  }
  const asking = { callSid: call.callSid ?? '', caller: callerOf(call, config), config, live, nowMs };
  const left = plan.numbers.filter((number) => number !== plan.tried);
  const { free, cooling, held } = byEligibility(left, ownersOf(plan.pool, config, nowMs), asking);
  // Whoever is paused is not rung, and of those who are held nobody can be sure.
  const numbers = [...free, ...cooling, ...held];
  if (numbers.length === 0) return { answer: { kind: 'unavailable', cause }, pool: plan.pool, decision: 'none', cause };
  return { answer: listOf(numbers, plan.pool, config), ...unremembered };
};
