/** A caller is offered first whom he spoke with last, where his pool says so. */
import type { HuntAnswer } from './answer.ts';
import type { PlanInputs } from './candidates.ts';
import type { Config } from './config.ts';
import { entry } from './entries.ts';
import { offersWithin } from './offers.ts';
import type { Plan } from './plan.ts';

/**
 * Who spoke with a caller last. As far as requests tell that is the head of the last answer of a call: had he not picked
 * up, the provider would have asked again. Events tell it for certain.
 */
export type Spoke = {
  readonly agent: string;
  readonly callSid: string;
  readonly atMs: number;
  /** By an event, and no guess. */
  readonly isTold?: boolean | undefined;
  /** With whom in an earlier call: he counts again should nobody answer this one. */
  readonly before?: Omit<Spoke, 'before'> | undefined;
};

/** What an answer changes about it. */
export type SpokeNote =
  | { readonly kind: 'spoke'; readonly spoke: Spoke }
  /** Nobody did in this call. */
  | { readonly kind: 'nobody'; readonly callSid: string; readonly before?: Spoke['before'] };

/** Is it worth knowing whom a caller spoke with? */
export const isAnySticky = ({ pools }: Pick<Config, 'pools'>): boolean =>
  Object.values(pools).some(({ sticky }) => sticky !== undefined);

/** The plan with the numbers of that agent first: if he is a member who may ring now, and within the pool's limits. */
export const stickyFirst = (plan: Plan, spoke: Spoke | undefined, { config, live, nowMs }: PlanInputs): Plan => {
  const rule = entry(config.pools, plan.pool)?.sticky;
  if (rule === undefined || spoke === undefined) return plan;
  const isRecent = nowMs - spoke.atMs <= rule.withinHours * 3600_000;
  const isOverloaded = offersWithin(live.get(spoke.agent), nowMs) >= rule.maxOffersPerHour;
  if (!isRecent || isOverloaded) return plan;
  const his = plan.candidates
    .filter(({ agent, pool, objection }) => agent === spoke.agent && pool === plan.pool && objection === undefined)
    .map(({ number }) => number);
  return { ...plan, numbers: [...his, ...plan.numbers.filter((number) => !his.includes(number))] };
};

/** What is to be remembered of an answer; `agent` is its head, or who was reported to have spoken. */
export const noteOf = (
  answer: HuntAnswer,
  agent: string | undefined,
  callSid: string,
  atMs: number,
  known: Spoke | undefined,
): SpokeNote | undefined => {
  // Whom he really spoke with in this call is known already.
  if (known?.callSid === callSid && known.isTold) return undefined;
  const before = beforeOf(callSid, known);
  if (answer.kind === 'empty' && answer.reason !== 'ended') return { kind: 'nobody', callSid, before };
  return agent === undefined ? undefined : { kind: 'spoke', spoke: { agent, callSid, atMs, before } };
};

/** What an event tells of a call: with whom it was, or that nobody talked. */
export const toldNote = (
  agent: string | undefined,
  callSid: string,
  atMs: number,
  known: Spoke | undefined,
): SpokeNote => {
  const before = beforeOf(callSid, known);
  return agent === undefined
    ? { kind: 'nobody', callSid, before }
    : { kind: 'spoke', spoke: { agent, callSid, atMs, isTold: true, before } };
};

const beforeOf = (callSid: string, known: Spoke | undefined): Spoke['before'] =>
  known?.callSid === callSid ? known.before : known && withoutBefore(known);

const withoutBefore = ({ before: _before, ...spoke }: Spoke): Omit<Spoke, 'before'> => spoke;
