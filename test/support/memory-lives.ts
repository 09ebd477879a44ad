/** The live store in memory; the contract suite holds it to what the DynamoDB store does. */
import { afterClaim, isClaimable, type Live } from '../../functions/domain/live.ts';
import type { CallerStore, LiveStore } from '../../functions/domain/ports.ts';
import type { Spoke } from '../../functions/domain/sticky.ts';

export type MemoryLives = LiveStore & { readonly kept: Map<string, Live> };

export const memoryLives = (): MemoryLives => {
  const kept = new Map<string, Live>();
  return {
    kept,
    read: async (agents) => ({
      kind: 'found',
      view: new Map([...kept].filter(([agent]) => agents.includes(agent))),
    }),
    learned: (view) => view,
    claim: async (claim) => {
      const live = kept.get(claim.agent);
      if (!isClaimable(live, claim)) return { kind: 'taken', live };
      kept.set(claim.agent, afterClaim(live, claim));
      return { kind: 'claimed' };
    },
    release: async ({ agent, callSid, attempt }) => {
      const live = kept.get(agent);
      if (live?.lease?.callSid === callSid && live.lease.attempt === attempt) {
        kept.set(agent, { ...live, lease: undefined });
      }
    },
  };
};

export const memoryCallers = (): CallerStore => {
  const kept = new Map<string, Spoke>();
  return {
    spokeWith: async (caller) => kept.get(caller),
    note: async (caller, note) => {
      if (note.kind === 'spoke') kept.set(caller, note.spoke);
      else if (kept.get(caller)?.callSid !== note.callSid) return;
      else if (note.before === undefined) kept.delete(caller);
      else kept.set(caller, note.before);
    },
  };
};
