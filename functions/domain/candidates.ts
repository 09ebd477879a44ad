/** Everybody a pool could ring, in order, and what speaks against each: what plans are made of, and what explains them. */
import { callerOf } from './call-numbers.ts';
import type { Config } from './config.ts';
import { entry } from './entries.ts';
import type { LiveView } from './live.ts';
import { orderOf } from './order.ts';
import { isDialable } from './phone.ts';
import type { Pool } from './pool.ts';
import type { Call } from './request.ts';
import { type OffDuty, offDutyIn, rosterOf } from './roster.ts';

export type Objection = OffDuty['objection'] | 'is the caller' | 'refused by the number policy' | 'in the list already';

/** With the reason why this number is not in the plan; none for those that are. */
export type Candidate = {
  readonly pool: string;
  readonly agent: string;
  readonly tier: number;
  readonly number: string;
  readonly objection?: Objection | undefined;
  /** The hours or the rotation that says so. */
  readonly by?: string | undefined;
  /** The end of the override that says so. */
  readonly untilMs?: number | undefined;
};

/** What candidates and plans depend on besides the call. */
export type PlanInputs = { readonly config: Config; readonly live: LiveView; readonly nowMs: number };

/** The pool's numbers, then those of the pools it overflows to; each agent's in his own order. */
export const candidatesOf = (pool: string, call: Pick<Call, 'callSid' | 'caller'>, inputs: PlanInputs): Candidate[] => {
  const { config, live, nowMs } = inputs;
  const caller = callerOf(call, config);
  const listed = new Set<string>();
  const candidates: Candidate[] = [];
  for (const { id, pool: one } of poolsFrom(pool, config)) {
    const offDuty = offDutyIn(one, config, nowMs);
    const seed = call.callSid ?? '';
    for (const person of orderOf(rosterOf(one, config, nowMs), one.strategy, { pool: id, seed, live, nowMs })) {
      const { agent, tier } = person;
      const numbers = entry(config.agents, agent)?.numbers ?? [];
      const isCaller = caller !== undefined && numbers.includes(caller);
      const personal: Against = offDuty(person) ?? (isCaller ? { objection: 'is the caller' } : {});
      for (const number of numbers) {
        const objection = personal.objection ?? objectionToNumber(number, listed, config);
        if (objection === undefined) listed.add(number);
        candidates.push({ ...personal, pool: id, agent, tier, number, objection });
      }
    }
  }
  return candidates;
};

type Against = Pick<Candidate, 'objection' | 'by' | 'untilMs'>;

/** The pool and all it overflows to, each once: a cycle somebody made by hand must not hang a call. */
export const poolsFrom = (first: string, config: Config): { readonly id: string; readonly pool: Pool }[] => {
  const seen = new Set<string>();
  const visit = (id: string): { id: string; pool: Pool }[] => {
    const pool = entry(config.pools, id);
    if (pool === undefined || seen.has(id)) return [];
    seen.add(id);
    return [{ id, pool }, ...pool.overflow.flatMap(visit)];
  };
  return visit(first);
};

const objectionToNumber = (number: string, listed: ReadonlySet<string>, config: Config): Objection | undefined => {
  if (!isDialable(number, config.settings)) return 'refused by the number policy';
  return listed.has(number) ? 'in the list already' : undefined;
};
