/** Why a hunt went as it did, attempt by attempt, from the record that is kept with it. */
import type { Lack } from '../../functions/domain/answer.ts';
import type { Candidate } from '../../functions/domain/candidates.ts';
import type { Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import { type Attempt, attemptsOf, type Hunt, headOf } from '../../functions/domain/hunt.ts';
import type { DecisionRecord } from '../../functions/domain/record.ts';
import { whyLeftOut } from './objection.ts';
import { whatHeDoes, whyPassedOver } from './passed-over.ts';
import { dialledBefore, reportedBy } from './reported.ts';

export type Explained = {
  readonly callSid?: string;
  readonly applet: string;
  readonly revision: number;
  readonly pool: string;
  readonly attempts: readonly ExplainedAttempt[];
};

export type ExplainedAttempt = {
  /** ISO 8601. */
  readonly at: string;
  /** What the request reported: `first`, or a number and what became of it. */
  readonly reported: string;
  readonly offered: readonly string[];
  /** Why nobody is offered, when nobody is. */
  readonly reason?: string;
  /** What it was decided without, if anything. */
  readonly degraded?: Lack;
  readonly candidates: readonly Explanation[];
  /** Candidates past the fiftieth, by what spoke against them. */
  readonly others: DecisionRecord['others'];
};

export type Explanation = {
  readonly agent: string;
  readonly number: string;
  readonly verdict: 'chosen' | 'behind him' | 'later' | 'left out';
  readonly reason: string;
};

/** Hours and strategies are named as the configuration has them now; what they decided was recorded then. */
export const explainAttempts = (hunt: Hunt, config: Config | undefined): ExplainedAttempt[] => {
  const { candidates = [], others = {} } = hunt.record ?? {};
  return attemptsOf(hunt).map((attempt) => {
    const { answer, atMs, ordinal, degraded } = attempt;
    const dialed = dialledBefore(hunt, ordinal);
    const explain = explainer(hunt, attempt, dialed, config);
    return {
      at: new Date(atMs).toISOString(),
      reported: reportedBy(hunt, ordinal),
      offered: answer.kind === 'offer' ? answer.numbers : [],
      ...(answer.kind === 'empty' ? { reason: answer.reason } : {}),
      ...(degraded === undefined ? {} : { degraded }),
      candidates: oncePerNumber(candidates).map(explain),
      others,
    };
  });
};

/** Somebody may have several places, in a rotation and by himself or in several pools: the one that counts. */
export const oncePerNumber = (candidates: readonly Candidate[]): Candidate[] => {
  const best = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const known = best.get(candidate.number);
    if (known === undefined || (known.objection !== undefined && candidate.objection === undefined)) {
      best.set(candidate.number, candidate);
    }
  }
  return candidates.filter((candidate) => best.get(candidate.number) === candidate);
};

const explainer = (
  hunt: Hunt,
  { answer, atMs, ordinal, passedOver, lostClaims = 0 }: Attempt,
  dialed: ReadonlyMap<string, string>,
  config: Config | undefined,
): ((candidate: Candidate) => Explanation) => {
  const offered = answer.kind === 'offer' ? answer.numbers : [];
  const head = hunt.record?.candidates.find(
    ({ number, objection }) => number === offered[0] && objection === undefined,
  );
  return (candidate) => {
    const { agent, number, pool, tier, objection } = candidate;
    const of = (verdict: Explanation['verdict'], reason: string): Explanation => ({ agent, number, verdict, reason });
    if (objection !== undefined) return of('left out', whyLeftOut(candidate, config, atMs));
    const outcome = dialed.get(number);
    if (outcome !== undefined) return of('left out', `already dialled: ${outcome}`);

    const place = offered.indexOf(number);
    const strategy = `pool ${pool}, ${(config && entry(config.pools, pool)?.strategy) ?? 'which is no more'}`;
    const passed = passedOver && whyPassedOver(candidate, passedOver, ordinal === 1 ? hunt.record : undefined, atMs);
    const busy = ordinal === 1 ? whatHeDoes(agent, hunt.record, atMs) : undefined;
    if (place === 0) return of('chosen', whyChosen(agent, strategy, passed ?? busy, lostClaims, hunt.record));
    if (passed !== undefined && place > 0) return of('behind him', passed);
    if (passed !== undefined) return of(passedOver?.cooling.includes(number) ? 'later' : 'left out', passed);
    if (place > 0 && head !== undefined && pool !== head.pool && pool !== hunt.pool) {
      return of('behind him', `place ${place + 1}: overflow to pool ${pool} not reached`);
    }
    if (place > 0 && head !== undefined && pool === head.pool && tier > head.tier) {
      return of('behind him', `place ${place + 1}: tier ${tier} not reached`);
    }
    if (place > 0) return of('behind him', `place ${place + 1}: ${strategy}`);
    if (timesFirst(hunt, number, ordinal) > 1) return of('left out', 'was first twice and never reported');
    if (answer.kind === 'empty') return of('left out', whyNobody(hunt, answer.reason, atMs, config));
    return offered.length >= mostOffered(hunt, config)
      ? of('later', `an answer holds ${offered.length} numbers; he is offered once these have rung`)
      : of('left out', 'no longer in a pool, or sent home since the hunt began');
  };
};

const whyChosen = (
  agent: string,
  strategy: string,
  passed: string | undefined,
  lostClaims: number,
  record: DecisionRecord | undefined,
): string => {
  if (passed !== undefined) return `first of ${strategy}, although he ${passed}`;
  if (record?.spoke?.agent === agent) return 'spoke with this caller last';
  return lostClaims === 0
    ? `first of ${strategy}`
    : `among the first of ${strategy}; ${lostClaims} other calls were faster`;
};

const timesFirst = (hunt: Hunt, number: string, ordinal: number): number =>
  attemptsOf(hunt).filter((attempt) => attempt.ordinal < ordinal && headOf(attempt) === number).length;

const whyNobody = (hunt: Hunt, reason: string, atMs: number, config: Config | undefined): string => {
  const limit = config && entry(config.pools, hunt.pool)?.huntDeadlineSeconds;
  const [first] = attemptsOf(hunt);
  if (reason === 'ended') return 'the conversation is over';
  return limit !== undefined && first !== undefined && atMs - first.atMs >= limit * 1000
    ? `the ${limit} s of the hunt are over`
    : 'no longer in a pool, or sent home since the hunt began';
};

const mostOffered = (hunt: Hunt, config: Config | undefined): number => {
  const pool = config && entry(config.pools, hunt.pool);
  return pool === undefined || pool.answer === 'one' ? 1 : pool.maxAttempts;
};
