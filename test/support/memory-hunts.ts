/** The hunt store in memory; the contract suite holds it to what the DynamoDB store does. */
import type { Hunt, HuntId, HuntWrite } from '../../functions/domain/hunt.ts';
import type { HuntStore } from '../../functions/domain/ports.ts';

export type MemoryHunts = HuntStore & {
  /** All visits, the first one first. */
  readonly visits: (id: HuntId) => readonly Hunt[];
};

export const memoryHunts = (): MemoryHunts => {
  const kept = new Map<string, readonly Hunt[]>();
  const visits = (id: HuntId) => kept.get(JSON.stringify(id)) ?? [];
  return {
    visits,
    latest: async (id) => ({ kind: 'found', hunt: visits(id).at(-1) }),
    commit: async (id, write) => {
      const known = visits(id);
      const latest = known.at(-1);
      if (!fits(write, latest)) {
        return latest === undefined
          ? { kind: 'unavailable', cause: 'nothing to continue' }
          : { kind: 'lost', hunt: latest };
      }
      kept.set(JSON.stringify(id), [
        ...(write.kind === 'start' ? known : known.slice(0, -1)),
        afterWrite(latest, write),
      ]);
      return { kind: 'committed' };
    },
  };
};

/** The hunt as it stands once the write is done. */
export const afterWrite = (latest: Hunt | undefined, write: HuntWrite): Hunt =>
  write.kind === 'start' || latest === undefined ? startOf(write) : continued(latest, write);

const fits = (write: HuntWrite, latest: Hunt | undefined): boolean =>
  write.kind === 'start'
    ? write.hunt.visit === (latest?.visit ?? 0) + 1
    : latest?.visit === write.visit && Object.keys(latest.attempts).length === write.attempt.ordinal - 1;

const startOf = (write: HuntWrite): Hunt => {
  if (write.kind === 'start') return write.hunt;
  throw new Error('a visit must be started before it is continued');
};

const continued = (hunt: Hunt, write: Extract<HuntWrite, { kind: 'continue' }>): Hunt => ({
  ...hunt,
  attempts: { ...hunt.attempts, [write.key]: write.attempt },
  rung: write.rung,
  outcomes:
    write.outcome === undefined ? hunt.outcomes : { ...hunt.outcomes, [write.outcome.number]: write.outcome.outcome },
  end: write.end ?? hunt.end,
});
