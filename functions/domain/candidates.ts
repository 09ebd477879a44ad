/** Everybody a pool could ring, in order, and what speaks against each: what plans are made of, and what explains them. */
import { type Config, entry, type Pool } from './config.ts';
import { orderOf } from './order.ts';
import { isDialable } from './phone.ts';
import type { Call } from './request.ts';
import { callerOf, isWithin } from './route.ts';

export type Objection =
  | 'pool closed'
  | 'off duty'
  | 'is the caller'
  | 'refused by the number policy'
  | 'in the list already';

export type Candidate = {
  readonly pool: string;
  readonly agent: string;
  readonly number: string;
  /** Why this number is not in the plan; none for those that are. */
  readonly objection: Objection | undefined;
};

/** The pool's numbers, then those of the pools it overflows to; each agent's in his own order. */
export const candidatesOf = (
  pool: string,
  call: Pick<Call, 'callSid' | 'caller'>,
  config: Config,
  nowMs: number,
): Candidate[] => {
  const listed = new Set<string>();
  const candidates: Candidate[] = [];
  for (const { id, pool: one } of poolsFrom(pool, config)) {
    const isClosed = !isWithin(one.hours, config, nowMs);
    for (const agent of orderOf(one, call.callSid ?? '')) {
      const objectionToAgent = isClosed ? 'pool closed' : objectionTo(agent, call, config, nowMs);
      for (const number of entry(config.agents, agent)?.numbers ?? []) {
        const objection = objectionToAgent ?? objectionToNumber(number, listed, config);
        if (objection === undefined) listed.add(number);
        candidates.push({ pool: id, agent, number, objection });
      }
    }
  }
  return candidates;
};

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

const objectionTo = (id: string, call: Pick<Call, 'caller'>, config: Config, nowMs: number): Objection | undefined => {
  const agent = entry(config.agents, id);
  if (!isWithin(agent?.hours, config, nowMs)) return 'off duty';
  const caller = callerOf(call, config);
  return agent?.numbers.some((number) => number === caller) ? 'is the caller' : undefined;
};

const objectionToNumber = (number: string, listed: ReadonlySet<string>, config: Config): Objection | undefined => {
  if (!isDialable(number, config.settings)) return 'refused by the number policy';
  return listed.has(number) ? 'in the list already' : undefined;
};
