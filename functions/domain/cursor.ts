/** What a call is answered next, and what is written before it: the heart of the product, and pure. */
import type { EmptyReason, HuntAnswer } from './answer.ts';
import { type Applet, type Config, type ConfigIdentity, entry } from './config.ts';
import { type Attempt, attemptsOf, type Hunt, type HuntId, type HuntWrite, headOf } from './hunt.ts';
import type { Hold, LiveView } from './live.ts';
import { agentOf, type Head, offerFrom } from './offer.ts';
import { attemptKey, entryKey, placeOf } from './place.ts';
import { numbersIn, planFor, planUnremembered, reportedNumber } from './plan.ts';
import { recordOf } from './record.ts';
import { remaining } from './remaining.ts';
import type { Call } from './request.ts';
import { noteOf, type Spoke, type SpokeNote, stickyFirst } from './sticky.ts';

/** Replay what is stored, answer once the head is claimed and the write is committed, or say that nothing can be decided. */
export type Decision =
  | { readonly kind: 'unusable'; readonly pool: string }
  | { readonly kind: 'repeat'; readonly answer: HuntAnswer; readonly pool: string }
  | ({ readonly kind: 'answer'; readonly pool: string; readonly write: HuntWrite } & Answering);

/** An answer, and what goes with it. */
export type Answering = {
  readonly answer: HuntAnswer;
  /** None when nobody is offered. */
  readonly head?: Head | undefined;
  /** What an earlier attempt may still hold and needs no more. */
  readonly released: readonly Hold[];
  /** Only where the pool is sticky. */
  readonly note?: SpokeNote | undefined;
};

/** What a decision rests on besides the call and its hunt. */
export type World = {
  readonly applet: Applet;
  readonly config: Config;
  readonly identity: ConfigIdentity;
  readonly nowMs: number;
  readonly live: LiveView;
  /** Whom this caller spoke with last. */
  readonly spoke?: Spoke | undefined;
  readonly lostClaims: number;
};

/** `latest` is the call's last visit to this applet. */
export const decide = (call: Call, id: HuntId, latest: Hunt | undefined, world: World): Decision => {
  if (latest === undefined) return startVisit(call, id, undefined, world);
  const place = placeOf(call, latest, world);
  switch (place.kind) {
    case 'repeat':
      return { kind: 'repeat', answer: place.answer, pool: latest.pool };
    case 'attempt':
      return isStranded(call, latest, world)
        ? startVisit(call, id, latest, world)
        : nextAttempt(call, id, latest, place.key, world);
    case 'visit':
      return startVisit(call, id, latest, world);
  }
};

/** Its pool is out of the applet's reach, and nothing is known any more of whoever is left: the caller is routed anew. */
const isStranded = (call: Call, { pool, plan, rung }: Hunt, { config, nowMs }: World): boolean =>
  entry(config.pools, pool) === undefined &&
  call.report.status !== 'completed' &&
  plan.length > rung.length &&
  !plan.some((number) => numbersIn(config, nowMs).has(number));

/** The first answer of a visit pins the plan. A report it comes with is of an earlier applet, or of the fallback's answer. */
const startVisit = (call: Call, id: HuntId, previous: Hunt | undefined, world: World): Decision => {
  const { applet, config, identity, nowMs, spoke } = world;
  // A flow that comes back without asking for digits again keeps the department its caller chose.
  const digits = call.digits ?? previous?.digits;
  const { pool, numbers, candidates, whenEmpty } =
    previous === undefined
      ? stickyUnlessTried(planUnremembered(call, applet, world), world)
      : stickyFirst(planFor({ ...call, digits }, applet, world), spoke, world);
  if (numbers.length === 0 && whenEmpty === 'unusable') return { kind: 'unusable', pool };

  // Elsewhere, or for somebody else, it decided nothing.
  const isSticky =
    entry(config.pools, pool)?.sticky !== undefined &&
    spoke !== undefined &&
    agentOf(numbers[0], config) === spoke.agent;
  const visit = (previous?.visit ?? 0) + 1;
  const key = entryKey(attemptKey(call, config));
  const whoIsLeft = { numbers, whenEmpty: whenEmpty === 'closed' ? ('closed' as const) : ('exhausted' as const) };
  const { attempt, ...answering } = answerWith(whoIsLeft, call, id, { visit, ordinal: 1, key, pool }, world);
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
    record: recordOf(call, candidates, isSticky ? world : { ...world, spoke: undefined }),
  };
  const released = previous === undefined ? [] : holdsOf(previous, id, answering.head, config);
  return { kind: 'answer', pool, ...answering, released, write: { kind: 'start', hunt } };
};

/** Somebody whom the request says was just tried is nobody to begin with. */
const stickyUnlessTried = (plan: ReturnType<typeof planUnremembered>, world: World) =>
  plan.tried === undefined ? stickyFirst(plan, world.spoke, world) : plan;

const nextAttempt = (call: Call, id: HuntId, latest: Hunt, key: string, world: World): Decision => {
  const { config, nowMs } = world;
  const { pool, visit } = latest;
  const reported = reportedNumber(call, config);
  const number = reported !== undefined && latest.plan.includes(reported) ? reported : undefined;
  const rung = number === undefined || latest.rung.includes(number) ? latest.rung : [...latest.rung, number];
  const { status } = call.report;

  const numbers = remaining(latest, rung, config, nowMs);
  const whoIsLeft: WhoIsLeft =
    status === 'completed' ? { numbers: [], whenEmpty: 'ended' } : { numbers, whenEmpty: 'exhausted' };
  const ordinal = attemptsOf(latest).length + 1;
  const { attempt, ...answering } = answerWith(whoIsLeft, call, id, { visit, ordinal, key, pool }, world, reported);
  return {
    kind: 'answer',
    pool,
    ...answering,
    released: holdsOf(latest, id, answering.head, config),
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

type WhoIsLeft = { readonly numbers: readonly string[]; readonly whenEmpty: EmptyReason };

/** Which attempt of which visit. */
type Placed = { readonly visit: number; readonly ordinal: number; readonly key: string; readonly pool: string };

/** The answer of one attempt, as it goes out and as it is remembered. `spokeWith` is the number of a conversation reported. */
const answerWith = (
  { numbers, whenEmpty }: WhoIsLeft,
  call: Call,
  id: HuntId,
  { visit, ordinal, key, pool }: Placed,
  { config, live, nowMs, lostClaims, spoke }: World,
  spokeWith?: string | undefined,
): Omit<Answering, 'released'> & { readonly attempt: Attempt } => {
  const { callSid } = id;
  const attempting = { callSid, attempt: nameOf(id, visit, key), pool, config, live, nowMs, lostClaims };
  const offer = numbers.length === 0 ? undefined : offerFrom(numbers, attempting);
  const answer: HuntAnswer = offer?.answer ?? { kind: 'empty', reason: whenEmpty };
  const spoken = offer === undefined ? agentOf(spokeWith, config) : agentOfHead(offer.head);
  const isSticky = entry(config.pools, pool)?.sticky !== undefined;
  return {
    answer,
    head: offer?.head,
    note: isSticky ? noteOf(answer, spoken, callSid, nowMs, spoke) : undefined,
    attempt: {
      ordinal,
      atMs: nowMs,
      answer,
      currentSeconds: call.currentSeconds,
      held: offer === undefined || offer.held.length === 0 ? undefined : offer.held,
      lostClaims: lostClaims === 0 ? undefined : lostClaims,
    },
  };
};

/** Nobody rings any more of whom the visit's last answer had at its head; unless he is at the head again. */
const holdsOf = (hunt: Hunt, id: HuntId, head: Head | undefined, config: Config): Hold[] => {
  const last = attemptsOf(hunt).at(-1);
  const agent = last === undefined ? undefined : agentOf(headOf(last), config);
  if (last === undefined || agent === undefined || agent === (head && agentOfHead(head))) return [];
  const [key = ''] = Object.entries(hunt.attempts).find(([, attempt]) => attempt === last) ?? [];
  return [{ agent, callSid: id.callSid, attempt: nameOf(id, hunt.visit, key) }];
};

/**
 * An attempt's name within its call: of what its request reported and not of its number, because the attempt before it may
 * have claimed somebody and never been written.
 */
const nameOf = ({ applet, leg }: HuntId, visit: number, key: string): string => `${applet}#${leg}#${visit}#${key}`;

const agentOfHead = (head: Head): string => ('claim' in head ? head.claim.agent : head.agent);

const endOf = (answer: HuntAnswer, key: string, nowMs: number): Hunt['end'] =>
  answer.kind === 'empty' ? { atMs: nowMs, key } : undefined;
