/** The live store in memory; the contract suite holds it to what the DynamoDB store does. */
import { afterClaim, isClaimable } from '../../functions/domain/claim.ts';
import { type Live, nothingKnown } from '../../functions/domain/live.ts';
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
    change: async (agent, decide) => {
      const live = kept.get(agent) ?? nothingKnown;
      const effect = decide(live);
      if (effect.kind === 'changed') kept.set(agent, { ...effect.live, version: (live.version ?? 0) + 1 });
      return effect;
    },
  };
};

export const memoryCallers = (): CallerStore => {
  const kept = new Map<string, Spoke>();
  return {
    spokeWith: async (caller) => kept.get(caller),
    note: async (caller, note) => {
      const known = kept.get(caller);
      const isLate = note.kind === 'spoke' && known !== undefined && known.atMs > note.spoke.atMs;
      if (isLate && known.callSid !== note.spoke.callSid) return;
      if (note.kind === 'spoke') kept.set(caller, note.spoke);
      else if (kept.get(caller)?.callSid !== note.callSid) return;
      else if (note.before === undefined) kept.delete(caller);
      else kept.set(caller, note.before);
    },
  };
};
