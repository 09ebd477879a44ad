/** What a call is answered next, and what is written before it: the heart of the product, and pure. */
import type { HuntAnswer } from './answer.ts';
import { type Answering, answerWith, type DecisionInputs, endingsOf, endOf, type WhoIsLeft } from './attempt.ts';
import { attemptKey, entryKey } from './attempt-key.ts';
import { reportedNumber } from './call-numbers.ts';
import { agentOf } from './config.ts';
import { numbersStillOffered } from './dialable-numbers.ts';
import { ownersOf } from './eligibility.ts';
import { entry } from './entries.ts';
import { attemptsOf, type Hunt, type HuntId, type HuntWrite } from './hunt.ts';
import { planFor, planUnremembered, type UnrememberedPlan } from './plan.ts';
import { recordOf } from './record.ts';
import { isAllKnown, remaining } from './remaining.ts';
import type { Call } from './request.ts';
import { kindOfRequest } from './request-kind.ts';
import { stickyFirst } from './sticky.ts';

/** Replay what is stored, answer once the head is claimed and the write is committed, or say that nothing can be decided. */
export type Decision =
  | { readonly kind: 'unusable'; readonly pool: string }
  | ({ readonly kind: 'repeat'; readonly pool: string } & Pick<Answering, 'answer' | 'agent'>)
  | ({ readonly kind: 'answer'; readonly pool: string; readonly write: HuntWrite } & Answering);

/** `latest` is the call's last visit to this applet. */
export const decide = (call: Call, id: HuntId, latest: Hunt | undefined, inputs: DecisionInputs): Decision => {
  if (latest === undefined) return startVisit(call, id, undefined, inputs);
  const request = kindOfRequest(call, latest, inputs);
  switch (request.kind) {
    case 'repeat':
      return repeatOf(request.answer, latest.pool, inputs);
    case 'attempt':
      return isStranded(call, latest, inputs)
        ? startVisit(call, id, latest, inputs)
        : nextAttempt(call, id, latest, request.key, inputs);
    case 'visit':
      return startVisit(call, id, latest, inputs);
  }
};

const repeatOf = (answer: HuntAnswer, pool: string, { config, nowMs }: DecisionInputs): Decision => {
  const [first] = answer.kind === 'offer' ? answer.numbers : [];
  const agent = first === undefined ? undefined : ownersOf(pool, config, nowMs).of(first).agent;
  return { kind: 'repeat', answer, agent, pool };
};

/** Its pool is out of the applet's reach, and nothing is known any more of whoever is left: the caller is routed anew. */
const isStranded = (call: Call, { pool, plan, rung }: Hunt, { config, nowMs }: DecisionInputs): boolean => {
  if (entry(config.pools, pool) !== undefined || call.report.status === 'completed') return false;
  const offered = numbersStillOffered(pool, config, nowMs);
  return plan.length > rung.length && !plan.some((number) => offered.has(number));
};

/** The first answer of a visit pins the plan. A report it comes with is of an earlier applet, or of the fallback's answer. */
const startVisit = (call: Call, id: HuntId, previous: Hunt | undefined, inputs: DecisionInputs): Decision => {
  const { applet, config, identity, nowMs, spoke } = inputs;
  // A flow that comes back without asking for digits again keeps the department its caller chose.
  const digits = call.digits ?? previous?.digits;
  const { pool, numbers, candidates, whenEmpty, tried }: UnrememberedPlan =
    previous === undefined
      ? stickyUnlessTried(planUnremembered(call, applet, inputs), inputs)
      : stickyFirst(planFor({ ...call, digits }, applet, inputs), spoke, inputs);
  if (numbers.length === 0 && whenEmpty === 'unusable') return { kind: 'unusable', pool };

  // Elsewhere, or for somebody else, it decided nothing.
  const isSticky =
    entry(config.pools, pool)?.sticky !== undefined &&
    spoke !== undefined &&
    agentOf(numbers[0], config) === spoke.agent;
  const visit = (previous?.visit ?? 0) + 1;
  const key = entryKey(attemptKey(call, config));
  const whoIsLeft = { numbers, whenEmpty: whenEmpty === 'closed' ? ('closed' as const) : ('exhausted' as const) };
  // The report of one of these numbers says that others answered before us, and who else rang for them it does not say.
  const isAllKnown = tried === undefined;
  const placed = { visit, ordinal: 1, key, pool, isAllKnown };
  const { attempt, ...answering } = answerWith(whoIsLeft, call, id, placed, inputs);
  const hunt: Hunt = {
    visit,
    pool,
    plan: numbers,
    digits,
    config: identity,
    attempts: { [key]: attempt },
    rung: [],
    outcomes: {},
    end: endOf(answering.answer, key, nowMs),
    record: recordOf(call, candidates, isSticky ? inputs : { ...inputs, spoke: undefined }),
  };
  const endings = endingsOf(call, previous, id, answering.answer, inputs);
  return { kind: 'answer', pool, ...answering, endings, write: { kind: 'start', hunt } };
};

/** Somebody whom the request says was just tried is nobody to begin with. */
const stickyUnlessTried = (plan: UnrememberedPlan, inputs: DecisionInputs): UnrememberedPlan =>
  plan.tried === undefined ? stickyFirst(plan, inputs.spoke, inputs) : plan;

const nextAttempt = (call: Call, id: HuntId, latest: Hunt, key: string, inputs: DecisionInputs): Decision => {
  const { config, nowMs } = inputs;
  const { pool, visit } = latest;
  const reported = reportedNumber(call, config);
  const number = reported !== undefined && latest.plan.includes(reported) ? reported : undefined;
  const rung = number === undefined || latest.rung.includes(number) ? latest.rung : [...latest.rung, number];
  const { status } = call.report;

  const numbers = remaining(latest, rung, config, nowMs);
  const whoIsLeft: WhoIsLeft =
    status === 'completed' ? { numbers: [], whenEmpty: 'ended' } : { numbers, whenEmpty: 'exhausted' };
  const ordinal = attemptsOf(latest).length + 1;
  const placed = { visit, ordinal, key, pool, isAllKnown: isAllKnown(latest, number) };
  const { attempt, ...answering } = answerWith(whoIsLeft, call, id, placed, inputs, reported);
  return {
    kind: 'answer',
    pool,
    ...answering,
    endings: endingsOf(call, latest, id, answering.answer, inputs),
    write: {
      kind: 'continue',
      visit,
      plan: latest.plan,
      key,
      attempt,
      rung,
      outcome: number !== undefined && status !== undefined ? { number, outcome: status } : undefined,
      end: endOf(answering.answer, key, nowMs),
    },
  };
};
