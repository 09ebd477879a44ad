/** The hunt store in memory; the contract suite holds it to what the DynamoDB store does. */
import { afterWrite, type Hunt, type HuntId, type HuntWrite } from '../../functions/domain/hunt.ts';
import type { HuntReading, HuntStore } from '../../functions/domain/ports.ts';

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
      const before = known.find(({ visit }) => visit === (write.kind === 'start' ? write.hunt.visit : write.visit));
      if (!fits(write, before)) {
        const latest = known.at(-1);
        return latest === undefined
          ? { kind: 'unavailable', cause: 'nothing to continue' }
          : { kind: 'lost', hunt: latest };
      }
      const after = afterWrite(before, write);
      kept.set(
        JSON.stringify(id),
        before === undefined ? [...known, after] : known.map((one) => (one === before ? after : one)),
      );
      return { kind: 'committed' };
    },
  };
};

/** As a table whose reads are eventually consistent: some of them show what stood before other writes, or before all. */
export const behindAtTimes = (hunts: MemoryHunts, isBehind: () => boolean): MemoryHunts => {
  const before = new Map<string, HuntReading[]>();
  return {
    ...hunts,
    latest: async (id, signal) => {
      const now = await hunts.latest(id, signal);
      const all = before.get(JSON.stringify(id)) ?? [{ kind: 'found', hunt: undefined }];
      before.set(JSON.stringify(id), [...all, now]);
      return (isBehind() ? all.find((_one, index) => index === all.length - 1 || isBehind()) : undefined) ?? now;
    },
  };
};

/** On condition of the visit it is of, and of no other. */
const fits = (write: HuntWrite, before: Hunt | undefined): boolean =>
  write.kind === 'start'
    ? before === undefined
    : Object.keys(before?.attempts ?? {}).length === write.attempt.ordinal - 1 &&
      before?.attempts[write.key] === undefined;
