/** Which pool an applet's caller gets, and in which order its numbers are tried. Pure: the same question has the same answer. */
import type { HuntAnswer } from './answer.ts';
import { type Applet, type Config, defaultMaxAttempts, entry, type Pool } from './config.ts';
import { orderOf } from './order.ts';
import { isDialable, toE164 } from './phone.ts';
import type { Call } from './request.ts';

export type Plan = {
  readonly pool: string;
  /** Unique E.164 numbers in the order in which they are to ring. */
  readonly numbers: readonly string[];
};

/** What of a call a plan depends on. */
type Caller = Pick<Call, 'callSid' | 'digits' | 'called'>;

/** The pool of the first route that matches, and its order. */
export const planFor = (call: Caller, applet: Applet, config: Config): Plan => {
  const called = calledNumber(call.called, config);
  const route = applet.routes.find(
    ({ when }) =>
      (when.digits === undefined || when.digits === call.digits) &&
      (when.called === undefined || when.called === called),
  );
  return planOf(route?.pool ?? '', config, call.callSid);
};

/**
 * The same without any state, for when nobody remembers this call: the fallback, a degraded answer, and a call whose
 * first answer came from the fallback. What the request says was just tried goes last, and when it has no digits the
 * number tried tells which route was taken.
 */
export const planWithoutState = (call: Call, applet: Applet, config: Config): Plan & { readonly tried?: string } => {
  const reported = reportedNumber(call, config);
  if (reported === undefined) return planFor(call, applet, config);

  const plan =
    call.digits === undefined
      ? (planWith(reported, call, applet, config) ?? planFor(call, applet, config))
      : planFor(call, applet, config);
  if (!plan.numbers.includes(reported)) return plan;
  const others = plan.numbers.filter((number) => number !== reported);
  return { pool: plan.pool, numbers: [...others, reported], tried: reported };
};

/** The plan of the first route whose own pool has that number, or else of the first that reaches it by overflow. */
const planWith = (number: string, call: Caller, applet: Applet, config: Config): Plan | undefined => {
  const pools = applet.routes.map(({ pool }) => pool);
  const isOwn = (pool: string) =>
    entry(config.pools, pool)?.members.some(({ agent }) => entry(config.agents, agent)?.numbers.includes(number));
  const plans = [...pools.filter(isOwn), ...pools].map((pool) => planOf(pool, config, call.callSid));
  return plans.find(({ numbers }) => numbers.includes(number));
};

/**
 * The numbers of a pool, then of the pools it overflows to, that may be dialled now; each agent's in his own order.
 * A pool that does not exist has none.
 */
export const planOf = (pool: string, config: Config, callSid = ''): Plan => {
  const agents = poolsFrom(pool, config).flatMap((one) => orderOf(one, callSid));
  const numbers = agents.flatMap((agent) => entry(config.agents, agent)?.numbers ?? []);
  return { pool, numbers: [...new Set(numbers)].filter((number) => isDialable(number, config.settings)) };
};

/** The pool and all it overflows to, each once: a cycle somebody made by hand must not hang a call. */
const poolsFrom = (first: string, config: Config): Pool[] => {
  const seen = new Set<string>();
  const visit = (id: string): Pool[] => {
    const pool = entry(config.pools, id);
    if (pool === undefined || seen.has(id)) return [];
    seen.add(id);
    return [pool, ...pool.overflow.flatMap(visit)];
  };
  return visit(first);
};

/** The first of these numbers, as many as the pool allows in one answer. */
export const offerOf = (numbers: readonly string[], pool: string, config: Config): HuntAnswer => ({
  kind: 'offer',
  numbers: numbers.slice(0, entry(config.pools, pool)?.maxAttempts ?? defaultMaxAttempts),
});

/** The number a report names, if it is a number at all. */
export const reportedNumber = ({ report }: Pick<Call, 'report'>, { settings }: Config): string | undefined =>
  report.number === undefined ? undefined : toE164(report.number, settings.dialPlan);

/** Whichever of `CallTo` and `To` is one of our ExoPhones. */
const calledNumber = (called: readonly string[], { settings }: Config): string | undefined =>
  called
    .map((raw) => toE164(raw, settings.dialPlan))
    .find((number) => number !== undefined && settings.exophones.includes(number));
