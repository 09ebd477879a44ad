/** What any live store promises of pauses: a person makes and ends them, with whatever tool, and no call undoes that. */
import { expect, it } from 'vitest';
import { type Live, nothingKnown, ringLeaseMs } from '../../functions/domain/live.ts';
import type { LiveStore } from '../../functions/domain/ports.ts';
import { one } from '../support/builders.ts';

const atMs = Date.parse('2026-11-21T06:00:00Z');
const signal = () => AbortSignal.timeout(10_000);

let agents = 0;
const anAgent = (): string => {
  agents += 1;
  return `resting-${agents}`;
};

const aPause = (untilMs?: number): Live['paused'] => ({
  atMs,
  by: 'ravi',
  ...(untilMs === undefined ? {} : { untilMs }),
});

export const pausesContract = (makeStore: () => LiveStore): void => {
  const pausing = async (store: LiveStore, paused: Live['paused']): Promise<string> => {
    const agent = anAgent();
    await store.change(agent, (live) => ({ kind: 'changed', live: { ...live, paused } }), signal());
    return agent;
  };

  it('lets nobody claim somebody who is paused, until the pause is over', async () => {
    const store = makeStore();
    const lease = { callSid: 'c1', attempt: 'a', number: one, claimedAtMs: atMs, untilMs: atMs + ringLeaseMs };
    const claim = async (untilMs: number | undefined) => {
      const agent = await pausing(store, aPause(untilMs));
      const placed = { ...lease, place: '0', others: [] };
      return store.claim({ agent, pool: 'sales', atMs, by: 'c1', staleSlots: [], lease: placed }, signal());
    };
    expect(await claim(undefined)).toMatchObject({ kind: 'taken' });
    expect(await claim(atMs + 1)).toMatchObject({ kind: 'taken' });
    expect(await claim(atMs)).toEqual({ kind: 'claimed' });
  });

  it.each<readonly [string, Live['paused'], Live['paused']]>([
    ['a pause', undefined, aPause()],
    ['a pause until a time', undefined, aPause(atMs + 1)],
    ['that a pause is over', aPause(), undefined],
    ['that a pause is longer', aPause(atMs + 1), aPause(atMs + 2)],
    ['that a pause has no end', aPause(atMs + 1), aPause()],
    ['that a pause has an end', aPause(), aPause(atMs + 1)],
    ['a pause that it saw as well', aPause(atMs + 1), aPause(atMs + 1)],
  ])(
    'keeps %s with a change that had seen him before: by hand it counts no version up',
    async (_what, seen, paused) => {
      const store = makeStore();
      const agent = await pausing(store, paused);
      const miss = (live: Live) => ({ kind: 'changed' as const, live: { ...live, misses: 1 } });
      const known = { ...nothingKnown, paused: seen, version: 1 };
      expect(await store.change(agent, miss, signal(), known)).toMatchObject({ kind: 'changed' });
      const reading = await store.read([agent]);
      expect(reading.kind === 'found' && reading.view.get(agent)).toEqual({
        ...nothingKnown,
        ...(paused && { paused }),
        misses: 1,
        version: 2,
      });
    },
  );
};
