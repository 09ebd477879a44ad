/** What a first request would be answered, and why: decided by the functions that answer calls, writing nothing. */
import type { DecisionInputs } from '../../functions/domain/attempt.ts';
import { callerNumber } from '../../functions/domain/call-numbers.ts';
import type { Config } from '../../functions/domain/config.ts';
import { decide } from '../../functions/domain/cursor.ts';
import { entry } from '../../functions/domain/entries.ts';
import { planFor } from '../../functions/domain/plan.ts';
import { type Call, readCall } from '../../functions/domain/request.ts';
import { isBlocked } from '../../functions/domain/route.ts';
import { type Explained, explainAttempts, oncePerNumber } from './hunt.ts';
import { whyLeftOut } from './objection.ts';

export type Question = {
  readonly applet: string;
  readonly from: string;
  readonly to: string;
  readonly digits?: string | undefined;
  readonly customField?: string | undefined;
  readonly direction?: string | undefined;
  readonly atMs: number;
};

/** What is known at that time; `live` and `spoke` as they stand now. */
export type Known = Pick<DecisionInputs, 'config' | 'identity' | 'live' | 'spoke'>;

/** As a request. Its CallSid is of the question alone, so that the same question is always answered alike. */
export const callOf = ({ applet, from, to, digits, customField, direction }: Question): Call => ({
  ...readCall(
    new Map(
      Object.entries({ callfrom: from, callto: to, digits, customfield: customField, direction }).map(
        ([name, value]) => [name, value === undefined ? [] : [value]],
      ),
    ),
  ),
  callSid: `${applet}|${from}|${to}`,
});

/** What of it means nothing to the service, though somebody meant something by it. */
export const notUnderstood = (question: Question, config: Config): string[] =>
  callerNumber(callOf(question), config) === undefined
    ? [
        `--from ${JSON.stringify(question.from)} is not understood as a number: no caller, block or sticky rule goes by it`,
      ]
    : [];

/** `undefined` when the configuration has no such applet. */
export const explainQuestion = (question: Question, known: Known): Explained | undefined => {
  const { config, identity } = known;
  const applet = entry(config.applets, question.applet);
  if (applet === undefined) return undefined;
  const call = callOf(question);
  const id = { callSid: call.callSid ?? '', applet: question.applet, leg: call.leg };
  const inputs = { ...known, applet, nowMs: question.atMs, lostClaims: 0 };
  const decision = decide(call, id, undefined, inputs);
  const revision = identity.revision;
  if (decision.kind === 'answer' && decision.write.kind === 'start' && !isBlocked(call, config)) {
    return {
      applet: question.applet,
      revision,
      pool: decision.pool,
      attempts: explainAttempts(decision.write.hunt, config),
    };
  }

  // Nobody would be hunted for: whom the plan would have had, all left out.
  const { pool, candidates } = planFor(call, applet, inputs);
  const leftOut = oncePerNumber(candidates).map((candidate) => ({
    agent: candidate.agent,
    number: candidate.number,
    verdict: 'left out' as const,
    reason: candidate.objection === undefined ? 'the caller is blocked' : whyLeftOut(candidate, config, question.atMs),
  }));
  const attempt = {
    at: new Date(question.atMs).toISOString(),
    reported: 'first',
    offered: [],
    reason: isBlocked(call, config) ? 'blocked' : 'unusable',
    candidates: leftOut,
    others: {},
  };
  return { applet: question.applet, revision, pool, attempts: [attempt] };
};
