/** What a call is answered next, and what is written before it: the heart of the product, and pure. */
import type { EmptyReason, HuntAnswer } from './answer.ts';
import type { Applet, Config, ConfigIdentity } from './config.ts';
import { attemptsOf, type Hunt, type HuntWrite, headOf } from './hunt.ts';
import { attemptKey, entryKey, placeOf } from './place.ts';
import { numbersIn, offerOf, planFor, planWithoutState, reportedNumber } from './plan.ts';
import type { Call } from './request.ts';

/** Replay what is stored, answer once the write has been committed, or say that nothing can be decided. */
export type Decision =
  | { readonly kind: 'unusable'; readonly pool: string }
  | { readonly kind: 'repeat'; readonly answer: HuntAnswer; readonly pool: string }
  | { readonly kind: 'answer'; readonly answer: HuntAnswer; readonly pool: string; readonly write: HuntWrite };

/** What a decision rests on besides the call and its hunt. */
export type World = {
  readonly applet: Applet;
  readonly config: Config;
  readonly identity: ConfigIdentity;
  readonly nowMs: number;
};

/** `latest` is the call's last visit to this applet. */
export const decide = (call: Call, latest: Hunt | undefined, world: World): Decision => {
  if (latest === undefined) return startVisit(call, undefined, world);
  const place = placeOf(call, latest, world);
  switch (place.kind) {
    case 'repeat':
      return { kind: 'repeat', answer: place.answer, pool: latest.pool };
    case 'attempt':
      return nextAttempt(call, latest, place.key, world);
    case 'visit':
      return startVisit(call, latest, world);
  }
};

/** The first answer of a visit pins the plan. A report it comes with is of an earlier applet, or of the fallback's answer. */
const startVisit = (call: Call, previous: Hunt | undefined, { applet, config, identity, nowMs }: World): Decision => {
  // A flow that comes back without asking for digits again keeps the department its caller chose.
  const digits = call.digits ?? previous?.digits;
  const {
    pool,
    numbers: plan,
    whenEmpty,
  } = previous === undefined
    ? planWithoutState(call, applet, config, nowMs)
    : planFor({ ...call, digits }, applet, config, nowMs);
  if (plan.length === 0 && whenEmpty === 'unusable') return { kind: 'unusable', pool };
  const answer = answerOf(plan, pool, config, whenEmpty === 'closed' ? 'closed' : 'exhausted');
  const key = entryKey(attemptKey(call, config));
  const hunt: Hunt = {
    visit: (previous?.visit ?? 0) + 1,
    pool,
    plan,
    digits,
    config: identity,
    attempts: { [key]: { ordinal: 1, atMs: nowMs, answer, currentSeconds: call.currentSeconds } },
    rung: [],
    outcomes: {},
    end: answer.kind === 'empty' ? { atMs: nowMs, key } : undefined,
  };
  return { kind: 'answer', answer, pool, write: { kind: 'start', hunt } };
};

const nextAttempt = (call: Call, latest: Hunt, key: string, { config, nowMs }: World): Decision => {
  const reported = reportedNumber(call, config);
  const number = reported !== undefined && latest.plan.includes(reported) ? reported : undefined;
  const rung = number === undefined || latest.rung.includes(number) ? latest.rung : [...latest.rung, number];
  const { status } = call.report;

  const answer = status === 'completed' ? ended : answerOf(remaining(latest, rung, config), latest.pool, config);
  return {
    kind: 'answer',
    answer,
    pool: latest.pool,
    write: {
      kind: 'continue',
      visit: latest.visit,
      plan: latest.plan,
      key,
      attempt: { ordinal: attemptsOf(latest).length + 1, atMs: nowMs, answer, currentSeconds: call.currentSeconds },
      rung,
      outcome: number !== undefined && status !== undefined ? { number, outcome: status } : undefined,
      end: answer.kind === 'empty' ? { atMs: nowMs, key } : undefined,
    },
  };
};

/**
 * Whom the pinned plan still holds: nobody known rung, nobody the configuration has lost since. Who was at the head
 * without a report (our answer was lost, or the fallback answered instead) goes behind the rest, once.
 */
const remaining = (hunt: Hunt, rung: readonly string[], config: Config): string[] => {
  const configured = numbersIn(config);
  const heads = attemptsOf(hunt)
    .map(headOf)
    .filter((head) => head !== undefined);
  const timesAtHead = new Map<string, number>();
  for (const head of heads) timesAtHead.set(head, (timesAtHead.get(head) ?? 0) + 1);
  const hasRung = new Set(rung);
  const open = new Set(hunt.plan.filter((number) => configured.has(number) && !hasRung.has(number)));
  return [
    ...[...open].filter((number) => !timesAtHead.has(number)),
    ...heads.filter((head) => timesAtHead.get(head) === 1 && open.has(head)),
  ];
};

const ended: HuntAnswer = { kind: 'empty', reason: 'ended' };

const answerOf = (
  numbers: readonly string[],
  pool: string,
  config: Config,
  whenEmpty: EmptyReason = 'exhausted',
): HuntAnswer => (numbers.length === 0 ? { kind: 'empty', reason: whenEmpty } : offerOf(numbers, pool, config));
