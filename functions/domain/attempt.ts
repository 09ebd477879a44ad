/** One attempt: its answer, whom it holds for that, and what it gives back of the attempt before it. */
import type { EmptyReason, HuntAnswer } from './answer.ts';
import { type Applet, type Config, type ConfigIdentity, entry } from './config.ts';
import { type Attempt, attemptsOf, type Hunt, type HuntId, headOf } from './hunt.ts';
import type { Hold, LiveView } from './live.ts';
import { agentOf, type Head, offerFrom } from './offer.ts';
import type { Call } from './request.ts';
import { noteOf, type Spoke, type SpokeNote } from './sticky.ts';

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

export type WhoIsLeft = { readonly numbers: readonly string[]; readonly whenEmpty: EmptyReason };

/** Which attempt of which visit. */
export type Placed = { readonly visit: number; readonly ordinal: number; readonly key: string; readonly pool: string };

/** The answer of one attempt, as it goes out and as it is remembered. `spokeWith` is the number of a conversation reported. */
export const answerWith = (
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
export const holdsOf = (hunt: Hunt, id: HuntId, head: Head | undefined, config: Config): Hold[] => {
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

export const endOf = (answer: HuntAnswer, key: string, nowMs: number): Hunt['end'] =>
  answer.kind === 'empty' ? { atMs: nowMs, key } : undefined;
