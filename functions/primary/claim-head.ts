/** Holds the agent at the head of an answer for its call, before the answer is committed. */
import type { DecisionInputs } from '../domain/attempt.ts';
import { isLeaseExpired } from '../domain/claim.ts';
import type { Decision } from '../domain/cursor.ts';
import { isHeldBy } from '../domain/eligibility.ts';
import { type Taken, takenBy } from '../domain/give-back.ts';
import { type Live, type LiveView, nothingKnown, ringLeaseMs } from '../domain/live.ts';
import type { Clock, LiveStore } from '../domain/ports.ts';

/** Whom this request has taken, and how to give him back. */
export type Claimed = Taken & { readonly agent: string };

/** What was decided, and whether whoever is at its head is held for this call. */
export type HeadClaim = {
  readonly decision: Decision;
  /** How to give back whom this took from the free ones, if anybody. */
  readonly claimed: Claimed | undefined;
  /** Somebody is offered whom this call does not hold: there was no time left, or no answer. */
  readonly isUnclaimed: boolean;
  /** His place was still another call's, of which nobody told the end in time. */
  readonly isLeaseExpired?: boolean;
  /** What was known of agents then. */
  readonly live: LiveView;
};

export type Claiming = {
  readonly lives: LiveStore;
  readonly clock: Clock;
  /** Everybody whose live view may matter. */
  readonly agents: readonly string[];
  /** Whom for. */
  readonly callSid: string;
  /** No claim begins after this. */
  readonly byMs: number;
};

/**
 * Decides, and claims the head of what was decided; whenever another call was faster, decides anew. A lost claim costs one
 * round trip: the view is read once more beside the next claim, and what stood against a claim comes back with it.
 */
export const claimHead = async (
  decideWith: (seen: Pick<DecisionInputs, 'live' | 'lostClaims'>) => Decision,
  view: LiveView,
  { lives, clock, agents, byMs, callSid }: Claiming,
  signal: AbortSignal,
): Promise<HeadClaim> => {
  let live = view;
  for (let lostClaims = 0; ; ) {
    const learned = lives.learned(live, callSid);
    const decision = decideWith({ live: learned, lostClaims });
    const decided = { decision, claimed: undefined, live: learned };
    const head = decision.kind === 'answer' ? decision.head : undefined;
    if (head?.kind !== 'claim') return { ...decided, isUnclaimed: false };
    if (clock() >= byMs || signal.aborted) return { ...decided, isUnclaimed: true };

    const { claim } = head;
    const { lease } = claim;
    const [result, fresh] = await Promise.all([
      lives.claim(claim, signal),
      lostClaims === 0 ? undefined : lives.read(agents),
    ]);
    const claimed = { agent: claim.agent, ...takenBy(lease, learned.get(claim.agent)) };
    if (result.kind === 'claimed') {
      const isExpired = isLeaseExpired(learned.get(claim.agent), lease, claim.atMs);
      return { ...decided, claimed, isUnclaimed: false, isLeaseExpired: isExpired };
    }
    if (result.kind === 'unknown') return { ...decided, claimed, isUnclaimed: true };

    const latest = result.live ?? heldBySomebody(lease.place, claim.atMs);
    live = new Map(fresh?.kind === 'found' ? fresh.view : live).set(claim.agent, latest);
    // The twin of this request was faster: what it claimed is ours as well.
    if (!isHeldBy(latest, lease, claim.atMs)) lostClaims += 1;
  }
};

/** He was taken, and by whom could not be read. */
const heldBySomebody = (place: string, atMs: number): Live => ({
  ...nothingKnown,
  leases: { [place]: { callSid: '', attempt: '', number: '', claimedAtMs: atMs, untilMs: atMs + ringLeaseMs } },
});
