/** One attempt: its answer, whom it holds for that, and what it gives back of the attempt before it. */
import type { EmptyReason, HuntAnswer, Lack } from './answer.ts';
import { nameOfAttempt } from './attempt-key.ts';
import { callerOf, reportedNumber } from './call-numbers.ts';
import { type Applet, agentOf, type Config, type ConfigIdentity } from './config.ts';
import type { PassedOver } from './eligibility.ts';
import { entry } from './entries.ts';
import { type Attempt, attemptsOf, type Hunt, type HuntId, headOf } from './hunt.ts';
import type { LegEvent } from './leg-event.ts';
import type { LiveView } from './live.ts';
import { type Head, offerFrom } from './offer.ts';
import { sentMsOf } from './provider-clock.ts';
import { plannedOwners } from './record.ts';
import type { Call } from './request.ts';
import { noteOf, type Spoke, type SpokeNote } from './sticky.ts';

/** What a decision rests on besides the call and its hunt. */
export type DecisionInputs = {
  readonly applet: Applet;
  readonly config: Config;
  readonly identity: ConfigIdentity;
  readonly nowMs: number;
  readonly live: LiveView;
  /** Whom this caller spoke with last. */
  readonly spoke?: Spoke | undefined;
  readonly lostClaims: number;
  /** What could not be had of all that; it is kept with what is decided without it. */
  readonly degraded?: Lack | undefined;
};

/** An answer, and what goes with it. */
export type Answering = {
  readonly answer: HuntAnswer;
  /** Who rings first; nobody when nobody is offered. */
  readonly agent?: string | undefined;
  readonly head?: Head | undefined;
  /** What it tells of earlier attempts: who is not rung any more, and what became of it. */
  readonly endings: readonly Ending[];
  /** Only where the pool is sticky. */
  readonly note?: SpokeNote | undefined;
};

export type WhoIsLeft = { readonly numbers: readonly string[]; readonly whenEmpty: EmptyReason };

/** Which attempt of which visit, and whether everybody who rang in it is known to have. */
export type AttemptPosition = {
  readonly visit: number;
  readonly ordinal: number;
  readonly key: string;
  readonly pool: string;
  readonly isAllKnown: boolean;
};

/** The answer of one attempt, as it goes out and as it is remembered. `spokeWith` is the number of a conversation reported. */
export const answerWith = (
  { numbers, whenEmpty }: WhoIsLeft,
  call: Call,
  id: HuntId,
  { visit, ordinal, key, pool, isAllKnown }: AttemptPosition,
  { config, live, nowMs, lostClaims, spoke, degraded }: DecisionInputs,
  spokeWith?: string | undefined,
): Omit<Answering, 'endings'> & { readonly attempt: Attempt } => {
  const { callSid } = id;
  const [caller, sentMs] = [callerOf(call, config), sentMsOf(call.currentSeconds)];
  const attempt = nameOfAttempt(id, visit, key);
  const attempting = { callSid, caller, attempt, sentMs, pool, isAllKnown, config, live, nowMs, lostClaims };
  const offer = numbers.length === 0 ? undefined : offerFrom(numbers, attempting);
  const answer: HuntAnswer =
    offer?.kind === 'offer' ? offer.answer : { kind: 'empty', reason: offer?.reason ?? whenEmpty };
  const head = offer?.kind === 'offer' ? offer.head : undefined;
  const agent = head && agentOfHead(head);
  const isSticky = entry(config.pools, pool)?.sticky !== undefined;
  return {
    answer,
    agent,
    head,
    note: isSticky ? noteOf(answer, agent ?? agentOf(spokeWith, config), callSid, nowMs, spoke) : undefined,
    attempt: {
      ordinal,
      atMs: nowMs,
      answer,
      currentSeconds: call.currentSeconds,
      passedOver: offer === undefined || isNobody(offer.passedOver) ? undefined : offer.passedOver,
      lostClaims: lostClaims === 0 ? undefined : lostClaims,
      degraded,
    },
  };
};

/** A ring of an agent's phone that is over, as far as a request tells. */
export type Ending = { readonly agent: string; readonly event: LegEvent };

/**
 * The number that is reported has rung, and nobody rings any more whom the visit's last answer had at its head. Unless it
 * is at the head again: that is another ring.
 */
export const endingsOf = (
  call: Call,
  hunt: Hunt | undefined,
  { callSid }: HuntId,
  answer: HuntAnswer,
  { config }: DecisionInputs,
): Ending[] => {
  const reported = reportedNumber(call, config);
  const last = hunt && attemptsOf(hunt).at(-1);
  const [again] = answer.kind === 'offer' ? answer.numbers : [];
  const sentMs = sentMsOf(call.currentSeconds);
  // Whoever was rung, although his numbers or his pools may have been edited since.
  const owners = plannedOwners(hunt?.record);
  return [...new Set([reported, last && headOf(last)])].flatMap((number) => {
    if (number === undefined || number === again) return [];
    const agent = owners.get(number) ?? agentOf(number, config);
    if (agent === undefined) return [];
    const outcome = number === reported ? call.report.status : undefined;
    return [{ agent, event: { callSid, number, kind: 'over', outcome, sentMs } }];
  });
};

const isNobody = ({ held, cooling, paused }: PassedOver): boolean => held.length + cooling.length + paused.length === 0;

const agentOfHead = (head: Head): string => ('claim' in head ? head.claim.agent : head.agent);

/** An empty answer ends its visit. */
export const endOf = (answer: HuntAnswer, key: string, nowMs: number): Hunt['end'] =>
  answer.kind === 'empty' ? { atMs: nowMs, key } : undefined;
