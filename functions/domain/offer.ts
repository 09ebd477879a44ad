/** Makes an answer of the numbers that are left: who is at its head, and what has to be claimed before it may leave. */
import type { HuntAnswer } from './answer.ts';
import { type Asking, leasesAt, placeFor, placesOf, rulesFor } from './availability.ts';
import type { PlanInputs } from './candidates.ts';
import type { Claim, PlacedLease } from './claim.ts';
import type { Config } from './config.ts';
import {
  byEligibility,
  isHeldBy,
  leaseModeOf,
  type Owner,
  type Owners,
  ownersOf,
  type PassedOver,
} from './eligibility.ts';
import { entry } from './entries.ts';
import { unitHash } from './hash.ts';
import { nothingKnown, ringLeaseMs, ringOf } from './live.ts';
import { staleSlots } from './offers.ts';
import { listOf } from './plan.ts';

/** Whose turn it is to ring, and on what terms. */
export type Head =
  /** Hold him for this attempt first; somebody else may be faster. */
  | { readonly kind: 'claim'; readonly claim: Claim & { readonly lease: PlacedLease } }
  /** Leases are off in this pool: nothing to win, the offer is only noted. */
  | { readonly kind: 'note'; readonly claim: Claim }
  /** This attempt holds him already. */
  | { readonly kind: 'ours'; readonly agent: string };

export type Offer = { readonly passedOver: PassedOver } & (
  | { readonly kind: 'offer'; readonly answer: HuntAnswer; readonly head: Head }
  /** Nobody of whom is left may be rung now. */
  | { readonly kind: 'nobody'; readonly reason: 'busy' | 'exhausted' }
);

/** One attempt of one call, and what it can see. */
export type Attempting = Asking &
  PlanInputs & {
    /** Names the attempt within its call. */
    readonly attempt: string;
    /** The provider's clock, if it told. */
    readonly sentMs: number | undefined;
    readonly pool: string;
    /** Is everybody who rang in its visit known? Otherwise a single number might be one of them, and nobody would ring. */
    readonly isAllKnown: boolean;
    /** How many claims this attempt has lost. */
    readonly lostClaims: number;
  };

/**
 * Of these numbers those whose agents may be rung now, people who have just missed a call behind the others. Each lost
 * claim makes it four times as many of the best that the next head is picked from, so that a hundred calls of one moment
 * do not all want the second best as well; never past the pool and the tier of the best.
 */
export const offerFrom = (numbers: readonly string[], attempting: Attempting): Offer => {
  const { callSid, pool, isAllKnown, config, live, nowMs, lostClaims } = attempting;
  const owners = ownersOf(pool, config, nowMs);
  const { free, cooling, held, paused } = byEligibility(numbers, owners, attempting);
  const passedOver = { held, cooling, paused };

  const willing = [...free, ...cooling];
  // The twin of this request may have claimed somebody already.
  const ours = willing.find((number) => isHeldBy(live.get(owners.of(number).agent), attempting, nowMs));
  const best = ours ?? willing[0];
  if (best === undefined) {
    return { kind: 'nobody', reason: held.length > 0 ? 'busy' : 'exhausted', passedOver };
  }
  const choice =
    lostClaims === 0 ? [best] : firstNumbers(free, owners, owners.of(best)).slice(0, 4 ** Math.min(lostClaims, 10));
  const chance = unitHash(callSid, attempting.attempt, String(lostClaims));
  const first = ours ?? choice[Math.floor(chance * choice.length)] ?? best;
  const isSingle = isAllKnown && entry(config.pools, pool)?.answer === 'one';
  return {
    kind: 'offer',
    answer: answerOf([first, ...willing.filter((number) => number !== first)], isSingle, pool, config),
    head: headFor(first, owners.of(first), attempting),
    passedOver,
  };
};

/** Of whoever stands in the pool and tier of the best: each rings at the first of his numbers that is left. */
const firstNumbers = (free: readonly string[], owners: Owners, best: Owner): string[] => {
  const equals = free.filter((number) => owners.of(number).pool === best.pool && owners.of(number).tier === best.tier);
  const byAgent = new Map(equals.toReversed().map((number) => [owners.of(number).agent, number]));
  return equals.filter((number) => byAgent.get(owners.of(number).agent) === number);
};

const headFor = (number: string, { agent, pool }: Owner, attempting: Attempting): Head => {
  const { callSid, caller, attempt, sentMs, config, live, nowMs } = attempting;
  const known = live.get(agent) ?? nothingKnown;
  const by = `${callSid}#${attempt}`;
  const claim = { agent, pool, atMs: nowMs, by, staleSlots: staleSlots(known, nowMs) };
  if (leaseModeOf(pool, config) === 'off') return { kind: 'note', claim };
  if (isHeldBy(known, attempting, nowMs)) return { kind: 'ours', agent };
  const { capacity } = rulesFor(agent, config);
  const place = placeFor(known, attempting, capacity, nowMs) ?? '0';
  const others = placesOf(capacity).filter((other) => other !== place);
  const old = leasesAt(known, nowMs).find(([taken]) => taken === place)?.[1];
  const tookOver = old === undefined || old.callSid === callSid ? undefined : ringOf(old);
  const untilMs = nowMs + ringLeaseMs;
  const lease = { callSid, attempt, number, caller, claimedAtMs: nowMs, sentMs, untilMs, place, others, tookOver };
  return { kind: 'claim', claim: { ...claim, lease } };
};

const answerOf = (numbers: readonly string[], isSingle: boolean, pool: string, config: Config): HuntAnswer =>
  isSingle ? { kind: 'offer', numbers: numbers.slice(0, 1) } : listOf(numbers, pool, config);
