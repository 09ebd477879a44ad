/** In which order a caller's numbers are tried. Pure: the same question has the same answer. */
import type { HuntAnswer } from './answer.ts';
import { reportedNumber } from './call-numbers.ts';
import { type Candidate, candidatesOf, type PlanInputs, poolsFrom } from './candidates.ts';
import type { Applet, Config } from './config.ts';
import { dialableNumbersOf } from './dialable-numbers.ts';
import { entry } from './entries.ts';
import { isOpenBy } from './opening.ts';
import { defaultMaxAttempts } from './pool.ts';
import type { Call } from './request.ts';
import { routeFor, routesBut } from './route.ts';

/** Whom a call can be sent to, as it is pinned by the first answer of a visit. */
export type Plan = {
  readonly pool: string;
  /** Unique E.164 numbers in the order in which they are to ring. */
  readonly numbers: readonly string[];
  /** Everybody who was considered for it, with what spoke against him. */
  readonly candidates: readonly Candidate[];
  /**
   * Why there are none, if there are none: `closed` or `exhausted` (nobody is on duty) is how it was meant, `unusable`
   * (the pools hold no number that may be dialled) is a fault.
   */
  readonly whenEmpty: 'closed' | 'exhausted' | 'unusable';
};

/** `tried`: who rang for the answer before, in vain; others may have, too. */
export type UnrememberedPlan = Plan & { readonly tried?: string | undefined };

/** The plan of the pool that the call's route leads to. */
export const planFor = (call: Call, applet: Applet, inputs: PlanInputs): Plan =>
  planOf(routeFor(call, applet, inputs.config, inputs.nowMs) ?? '', call, inputs);

/**
 * The same for when nobody remembers this call: the fallback, a degraded answer, and a call whose first answer came
 * from the fallback. What the request says was just tried goes last, and when it has no digits the number tried tells
 * which route was taken, and who was tried before it. After a conversation the provider asks for nobody else: what is
 * reported then was in another applet, and tells neither.
 */
export const planUnremembered = (call: Call, applet: Applet, inputs: PlanInputs): UnrememberedPlan => {
  const reported = reportedNumber(call, inputs.config);
  if (reported === undefined) return planFor(call, applet, inputs);

  const hasTalked = call.report.status === 'completed';
  const tellsMore = call.digits === undefined && !hasTalked;
  const inferred = tellsMore ? poolWith(reported, call, applet, inputs) : undefined;
  const plan = inferred === undefined ? planFor(call, applet, inputs) : planOf(inferred, call, inputs);
  if (!plan.numbers.includes(reported)) return plan;
  const before = tellsMore ? namedBefore(reported, plan.pool, call, inputs) : new Set();
  const others = plan.numbers.filter((number) => number !== reported);
  const numbers = [
    ...others.filter((number) => !before.has(number)),
    ...others.filter((number) => before.has(number)),
    reported,
  ];
  return { ...plan, numbers, tried: hasTalked ? undefined : reported };
};

/** Whom the fallback has named by the time this number rings: with what was tried only just last, it would name them again. */
const namedBefore = (number: string, pool: string, call: Call, { config, nowMs }: PlanInputs): ReadonlySet<string> => {
  const { numbers } = planOf(pool, call, { config, nowMs, live: new Map() });
  return new Set(numbers.slice(0, Math.max(0, numbers.indexOf(number))));
};

/**
 * Which department was the caller in, when only the number that was tried is known? Of the routes open to him but for
 * the digits, the one in whose plan the number stands first: an answer is dialled from its head, so it is there that a
 * number is met early. Between equals the first route, which comes before the default. Without the live view, because
 * whoever answered before us had none.
 */
const poolWith = (number: string, call: Call, applet: Applet, { config, nowMs }: PlanInputs): string | undefined => {
  const plans = routesBut('digits', call, applet, config, nowMs).map((pool) =>
    planOf(pool, call, { config, nowMs, live: new Map() }),
  );
  const holding = plans.filter(({ numbers }) => numbers.includes(number));
  const earliest = Math.min(...holding.map(({ numbers }) => numbers.indexOf(number)));
  return holding.find(({ numbers }) => numbers.indexOf(number) === earliest)?.pool;
};

/** Of all candidates of a pool and its overflow, those that nothing speaks against. A pool that does not exist has nobody. */
export const planOf = (pool: string, call: Pick<Call, 'callSid' | 'caller'>, inputs: PlanInputs): Plan => {
  const candidates = candidatesOf(pool, call, inputs);
  const numbers = candidates.filter(({ objection }) => objection === undefined).map(({ number }) => number);
  return { pool, candidates, numbers, whenEmpty: numbers.length === 0 ? whyEmpty(pool, inputs) : 'exhausted' };
};

const whyEmpty = (pool: string, { config, nowMs }: PlanInputs): Plan['whenEmpty'] => {
  const pools = poolsFrom(pool, config).map((one) => one.pool);
  if (pools.length > 0 && pools.every(({ hours }) => !isOpenBy(hours, config, nowMs))) return 'closed';
  return dialableNumbersOf(pools, config, nowMs).size === 0 ? 'unusable' : 'exhausted';
};

/** The first of these numbers, as many as the pool allows in one answer. */
export const listOf = (numbers: readonly string[], pool: string, config: Config): HuntAnswer => ({
  kind: 'offer',
  numbers: numbers.slice(0, entry(config.pools, pool)?.maxAttempts ?? defaultMaxAttempts),
});
