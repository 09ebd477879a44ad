/** Holds the agent at the head of an answer for its call, before the answer is committed. */
import type { World } from '../domain/attempt.ts';
import type { Decision } from '../domain/cursor.ts';
import { type Hold, isHeldBy, type LiveView, ringLeaseMs } from '../domain/live.ts';
import type { Clock, LiveStore } from '../domain/ports.ts';

export type Held = {
  readonly decision: Decision;
  /** Whom this took from the free ones, if anybody. */
  readonly claimed: Hold | undefined;
  /** Somebody is offered whom this call does not hold: everybody was taken, or there was no time left. */
  readonly isUnclaimed: boolean;
};

export type Claiming = {
  readonly lives: LiveStore;
  readonly clock: Clock;
  /** Everybody whose live view may matter. */
  readonly agents: readonly string[];
  /** No claim begins after this. */
  readonly byMs: number;
};

/**
 * Decides, and claims the head of what was decided; whenever another call was faster, decides anew. A lost claim costs one
 * round trip: the view is read once more beside the next claim, and what stood against a claim comes back with it.
 */
export const claimHead = async (
  decideWith: (seen: Pick<World, 'live' | 'lostClaims'>) => Decision,
  view: LiveView,
  { lives, clock, agents, byMs }: Claiming,
  signal: AbortSignal,
): Promise<Held> => {
  let live = view;
  for (let lostClaims = 0; ; ) {
    const decision = decideWith({ live: lives.learned(live), lostClaims });
    const head = decision.kind === 'answer' ? decision.head : undefined;
    if (head?.kind !== 'claim') return { decision, claimed: undefined, isUnclaimed: head?.kind === 'taken' };
    if (clock() >= byMs || signal.aborted) return { decision, claimed: undefined, isUnclaimed: true };

    const { claim, lease } = head;
    const [result, fresh] = await Promise.all([
      lives.claim(claim, signal),
      lostClaims === 0 ? undefined : lives.read(agents),
    ]);
    const claimed = { agent: claim.agent, callSid: lease.callSid, attempt: lease.attempt };
    if (result.kind === 'claimed') return { decision, claimed, isUnclaimed: false };
    if (result.kind === 'unknown') return { decision, claimed, isUnclaimed: true };

    const standing = result.live ?? heldBySomebody(claim.atMs);
    live = new Map(fresh?.kind === 'found' ? fresh.view : live).set(claim.agent, standing);
    // The twin of this request was faster: what it claimed is ours as well.
    if (!isHeldBy(standing, lease, claim.atMs)) lostClaims += 1;
  }
};

/** He was taken, and by whom could not be read. */
const heldBySomebody = (atMs: number) => ({
  turns: {},
  offers: {},
  lease: { callSid: '', attempt: '', untilMs: atMs + ringLeaseMs },
});
