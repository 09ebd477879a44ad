/** What a first request would be answered, and why: decided by the functions that answer calls, writing nothing. */
import { type Candidate, candidatesOf } from '../../functions/domain/candidates.ts';
import { type Config, entry } from '../../functions/domain/config.ts';
import { offerOf, planFor } from '../../functions/domain/plan.ts';
import { readCall } from '../../functions/domain/request.ts';
import { isBlocked } from '../../functions/domain/route.ts';
import { type Hours, nextOpening } from '../../functions/domain/schedule.ts';

export type Question = {
  readonly applet: string;
  readonly from: string;
  readonly to: string;
  readonly digits?: string | undefined;
  readonly customField?: string | undefined;
  readonly direction?: string | undefined;
  readonly atMs: number;
};

export type Explained = {
  readonly applet: string;
  readonly pool: string;
  /** Why nobody is offered, when nobody is. */
  readonly reason: string | undefined;
  readonly attempts: readonly [
    {
      /** ISO 8601. */
      readonly at: string;
      readonly offered: readonly string[];
      readonly candidates: readonly Explanation[];
    },
  ];
};

export type Explanation = {
  readonly agent: string;
  readonly number: string;
  readonly verdict: 'chosen' | 'behind him' | 'later' | 'left out';
  readonly reason: string;
};

/** `undefined` when the configuration has no such applet. */
export const explainDecision = (question: Question, config: Config): Explained | undefined => {
  const applet = entry(config.applets, question.applet);
  if (applet === undefined) return undefined;
  const call = callOf(question);
  const { pool, numbers, whenEmpty } = planFor(call, applet, config, question.atMs);
  const blocked = isBlocked(call, config);
  const offer = blocked ? undefined : offerOf(numbers, pool, config);
  const offered = offer?.kind === 'offer' ? offer.numbers : [];
  const candidates = candidatesOf(pool, call, config, question.atMs);
  return {
    applet: question.applet,
    pool,
    reason: blocked ? 'blocked' : numbers.length === 0 ? whenEmpty : undefined,
    attempts: [
      {
        at: new Date(question.atMs).toISOString(),
        offered,
        candidates: candidates.map((candidate) => explain(candidate, offered, blocked, config, question.atMs)),
      },
    ],
  };
};

/** A seed of the question alone, so that the same question is always answered alike. */
const callOf = ({ applet, from, to, digits, customField, direction }: Question) => ({
  ...readCall(
    new Map(
      Object.entries({ callfrom: from, callto: to, digits, customfield: customField, direction }).map(
        ([name, value]) => [name, value === undefined ? [] : [value]],
      ),
    ),
  ),
  callSid: `${applet}|${from}|${to}`,
});

const explain = (
  { pool, agent, number, objection }: Candidate,
  offered: readonly string[],
  blocked: boolean,
  config: Config,
  atMs: number,
): Explanation => {
  const of = (verdict: Explanation['verdict'], reason: string): Explanation => ({ agent, number, verdict, reason });
  const strategy = `pool ${pool}, ${entry(config.pools, pool)?.strategy}`;
  if (objection === 'pool closed')
    return of('left out', `pool ${pool} closed ${until(entry(config.pools, pool)?.hours, config, atMs)}`);
  if (objection === 'off duty')
    return of('left out', `outside hours ${until(entry(config.agents, agent)?.hours, config, atMs)}`);
  if (objection !== undefined) return of('left out', objection);
  if (blocked) return of('left out', 'the caller is blocked');
  const place = offered.indexOf(number);
  if (place === 0) return of('chosen', `first of ${strategy}`);
  return place > 0
    ? of('behind him', `place ${place + 1}: ${strategy}`)
    : of('later', `an answer holds ${offered.length} numbers; he is offered once these have rung`);
};

const until = (name: string | undefined, config: Config, atMs: number): string => {
  const hours = name === undefined ? undefined : entry(config.hours, name);
  const opens = hours && nextOpening(hours, atMs);
  return hours === undefined || opens === undefined
    ? `(${name}), for the next eight days`
    : `until ${localTime(opens, hours)}`;
};

const localTime = (atMs: number, { timeZone }: Hours): string =>
  `${new Date(atMs).toLocaleString('en-GB', { timeZone, weekday: 'short', day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit' })} ${timeZone}`;
