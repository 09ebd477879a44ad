/** Which pool an applet's caller gets, and in which order its numbers are tried. Pure: the same question has the same answer. */
import type { HuntAnswer } from './answer.ts';
import { type Applet, type Config, defaultMaxAttempts, entry, type Pool } from './config.ts';
import { isDialable, toE164 } from './phone.ts';
import type { Call } from './request.ts';

export type Plan = {
  readonly pool: string;
  /** Unique E.164 numbers in the order in which they are to ring. */
  readonly numbers: readonly string[];
};

/** The pool of the first route that matches, and its order. */
export const planFor = (call: Pick<Call, 'digits' | 'called'>, applet: Applet, config: Config): Plan => {
  const called = calledNumber(call.called, config);
  const route = applet.routes.find(
    ({ when }) =>
      (when.digits === undefined || when.digits === call.digits) &&
      (when.called === undefined || when.called === called),
  );
  return planOf(route?.pool, config);
};

/**
 * The same without any state, for when nobody remembers this call: the fallback, a degraded answer, and a call whose
 * first answer came from the fallback. What the request says was just tried goes last, and when it has no digits the
 * number tried tells which route was taken.
 */
export const planWithoutState = (call: Call, applet: Applet, config: Config): Plan & { readonly tried?: string } => {
  const reported = reportedNumber(call, config);
  if (reported === undefined) return planFor(call, applet, config);

  const byRoute = planFor(call, applet, config);
  const inferred = applet.routes
    .map(({ pool }) => planOf(pool, config))
    .find(({ numbers }) => numbers.includes(reported));
  const plan = call.digits === undefined ? (inferred ?? byRoute) : byRoute;
  if (!plan.numbers.includes(reported)) return plan;
  return {
    pool: plan.pool,
    numbers: [...plan.numbers.filter((number) => number !== reported), reported],
    tried: reported,
  };
};

/** The numbers of one pool that may be dialled now, each agent's in his own order. */
export const planOf = (poolId: string | undefined, config: Config): Plan => {
  const pool = poolId === undefined ? undefined : entry(config.pools, poolId);
  if (poolId === undefined || pool === undefined) return { pool: poolId ?? '', numbers: [] };
  const numbers = orderOf(pool).flatMap((agent) => entry(config.agents, agent)?.numbers ?? []);
  return { pool: poolId, numbers: [...new Set(numbers)].filter((number) => isDialable(number, config.settings)) };
};

const orderOf = (pool: Pool): readonly string[] => {
  switch (pool.strategy) {
    case 'linear':
      return pool.members;
  }
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
