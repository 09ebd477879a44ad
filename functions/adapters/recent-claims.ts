/** Agents this process has claimed, or met claimed, of late: its own claims need not wait to be read back. */
import { type Live, type LiveView, ringLeaseMs } from '../domain/live.ts';

/** What is known of an agent from a moment on. */
type Recent = {
  readonly atMs: number;
  readonly learn: (live: Live | undefined) => Live | undefined;
  /** The call by which he is claimed, while that is not answered. */
  readonly triedFor?: string | undefined;
};

type RecentClaims = {
  readonly remember: (agent: string, recent: Recent) => void;
  readonly forget: (agent: string) => void;
  /** As `LiveStore.learned`. */
  readonly learned: (view: LiveView, callSid: string) => LiveView;
};

export const recentClaims = (): RecentClaims => {
  const recents = new Map<string, Recent>();
  return {
    remember: (agent, recent) => {
      // What is older than a ring has long been read back.
      for (const [known, { atMs }] of recents) if (atMs < recent.atMs - ringLeaseMs) recents.delete(known);
      recents.set(agent, recent);
    },
    forget: (agent) => {
      recents.delete(agent);
    },
    learned: (view, callSid) => {
      const learned = new Map(view);
      for (const [agent, { atMs, learn, triedFor }] of recents) {
        if (triedFor === callSid) continue;
        const seen = view.get(agent);
        const live = atMs > (seen?.lastOfferedMs ?? 0) ? learn(seen) : seen;
        // What was learned is not what is written: nothing may be changed on condition of its version.
        if (live !== undefined) learned.set(agent, live === seen ? live : { ...live, version: undefined });
      }
      return learned;
    },
  };
};
