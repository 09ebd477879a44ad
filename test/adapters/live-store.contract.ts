/** What any live store promises; run against the one in memory and the one in DynamoDB, so that the fake cannot lie. */
import { expect, it } from 'vitest';
import type { Claim, PlacedLease } from '../../functions/domain/claim.ts';
import { type Lease, type Live, nothingKnown, ringLeaseMs } from '../../functions/domain/live.ts';
import type { LiveStore } from '../../functions/domain/ports.ts';
import { one, two } from '../support/builders.ts';
import { pausesContract } from './pauses.contract.ts';

const atMs = Date.parse('2026-11-21T06:00:00Z');
const slot = String(Math.floor(atMs / 300_000));
const signal = () => AbortSignal.timeout(10_000);

let agents = 0;
const anAgent = (): string => {
  agents += 1;
  return `agent-${agents}`;
};

const aLease = (callSid: string, more: Partial<Lease> = {}): Lease => ({
  callSid,
  attempt: 'main#-#1#1',
  number: one,
  claimedAtMs: atMs,
  untilMs: atMs + ringLeaseMs,
  ...more,
});

const placed = (lease: Lease, more: Partial<PlacedLease> = {}): PlacedLease => ({
  ...lease,
  place: '0',
  others: [],
  ...more,
});

const aClaim = (agent: string, callSid: string, more: Partial<Claim> = {}): Claim => ({
  agent,
  pool: 'sales',
  atMs,
  by: `${callSid}#main#-#1#1`,
  staleSlots: [],
  lease: placed(aLease(callSid)),
  ...more,
});

export const liveStoreContract = (makeStore: () => LiveStore): void => {
  const viewOf = async (store: LiveStore, ...names: string[]) => {
    const reading = await store.read(names);
    return reading.kind === 'found' ? Object.fromEntries(reading.view) : reading;
  };

  it('knows nothing of an agent who was never offered', async () => {
    expect(await viewOf(makeStore(), anAgent(), anAgent())).toEqual({});
  });

  it('remembers when he was offered, in which pool, how often, and who holds him', async () => {
    const [store, agent, other] = [makeStore(), anAgent(), anAgent()];
    expect(await store.claim(aClaim(agent, 'c1'), signal())).toEqual({ kind: 'claimed' });
    expect(await viewOf(store, other, agent)).toEqual({
      [agent]: {
        lastOfferedMs: atMs,
        turns: { sales: atMs },
        offers: { [slot]: 1 },
        leases: { 0: aLease('c1') },
        version: 1,
        lastBy: 'c1#main#-#1#1',
      },
    });
  });

  it('lets one of many calls claim an agent, and shows the others who holds him', async () => {
    const [store, agent] = [makeStore(), anAgent()];
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, call) => store.claim(aClaim(agent, `c${call}`), signal())),
    );
    expect(results.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
    const winner = `c${results.findIndex(({ kind }) => kind === 'claimed')}`;
    for (const result of results.filter(({ kind }) => kind !== 'claimed')) {
      expect(result).toEqual({
        kind: 'taken',
        live: {
          lastOfferedMs: atMs,
          turns: { sales: atMs },
          offers: { [slot]: 1 },
          leases: { 0: aLease(winner) },
          version: 1,
          lastBy: `${winner}#main#-#1#1`,
        },
      });
    }
  });

  it('lets another attempt of the same call go on with him, but not the twin of the same attempt', async () => {
    const [store, agent] = [makeStore(), anAgent()];
    await store.claim(aClaim(agent, 'c1'), signal());
    expect(await store.claim(aClaim(agent, 'c1'), signal())).toMatchObject({ kind: 'taken' });
    const next = aLease('c1', { attempt: 'main#-#1#2' });
    expect(await store.claim(aClaim(agent, 'c1', { lease: placed(next) }), signal())).toEqual({ kind: 'claimed' });
    expect(await viewOf(store, agent)).toMatchObject({ [agent]: { offers: { [slot]: 2 }, leases: { 0: next } } });
  });

  it('lets anybody claim him once the lease is over, to the millisecond', async () => {
    const [store, agent] = [makeStore(), anAgent()];
    await store.claim(aClaim(agent, 'c1'), signal());
    const untilMs = atMs + ringLeaseMs;
    expect(await store.claim(aClaim(agent, 'c2', { atMs: untilMs - 1 }), signal())).toMatchObject({ kind: 'taken' });
    expect(await store.claim(aClaim(agent, 'c2', { atMs: untilMs }), signal())).toEqual({ kind: 'claimed' });
  });

  it('notes an offer without a lease whoever holds him, and leaves the lease alone', async () => {
    const [store, agent] = [makeStore(), anAgent()];
    await store.claim(aClaim(agent, 'c1'), signal());
    const note = aClaim(agent, 'c2', { pool: 'support', atMs: atMs + 1, lease: undefined });
    expect(await store.claim(note, signal())).toEqual({ kind: 'claimed' });
    expect(await store.claim(note, signal()), 'and its copy is no second offer').toMatchObject({ kind: 'taken' });
    expect(await viewOf(store, agent)).toEqual({
      [agent]: {
        lastOfferedMs: atMs + 1,
        turns: { sales: atMs, support: atMs + 1 },
        offers: { [slot]: 2 },
        leases: { 0: aLease('c1') },
        version: 2,
        lastBy: 'c2#main#-#1#1',
      },
    });
  });

  it('forgets slots that have left the window', async () => {
    const [store, agent] = [makeStore(), anAgent()];
    await store.claim(aClaim(agent, 'c1'), signal());
    const later = aClaim(agent, 'c2', { atMs: atMs + 3600_000, staleSlots: [slot] });
    await store.claim(later, signal());
    expect(await viewOf(store, agent)).toMatchObject({ [agent]: { offers: { [Number(slot) + 12]: 1 } } });
    const view = await viewOf(store, agent);
    expect(JSON.stringify(view)).not.toContain(`"${slot}"`);
  });

  it('lets as many calls hold him as he has places, and no call two of them', async () => {
    const [store, agent] = [makeStore(), anAgent()];
    const at = (callSid: string, place: string) =>
      store.claim(
        aClaim(agent, callSid, { lease: placed(aLease(callSid), { place, others: place === '0' ? ['1'] : ['0'] }) }),
        signal(),
      );
    expect(await at('c1', '0')).toEqual({ kind: 'claimed' });
    expect(await at('c1', '1'), 'he is held for this call already').toMatchObject({ kind: 'taken' });
    expect(await at('c2', '1')).toEqual({ kind: 'claimed' });
    expect(await at('c3', '0')).toMatchObject({ kind: 'taken' });
    expect(await at('c3', '1')).toMatchObject({ kind: 'taken' });
    expect(await viewOf(store, agent)).toMatchObject({ [agent]: { leases: { 0: aLease('c1'), 1: aLease('c2') } } });
  });

  it('gives a caller the lease of his old call, unless he is told to be talking, and remembers that its ring is over', async () => {
    const [store, agent] = [makeStore(), anAgent()];
    const caller = '+919900112233';
    const by = (callSid: string, more: Partial<PlacedLease>) =>
      aClaim(agent, callSid, { lease: placed(aLease(callSid, { caller }), more) });
    await store.claim(by('c1', { phase: 'talking' }), signal());
    expect(await store.claim(by('c2', {}), signal())).toMatchObject({ kind: 'taken' });
    await store.claim({ ...by('c1', { attempt: 'another' }) }, signal());
    expect(await store.claim(by('c2', { tookOver: `c1#${one}` }), signal())).toEqual({ kind: 'claimed' });
    expect(await viewOf(store, agent)).toMatchObject({
      [agent]: { leases: { 0: { callSid: 'c2' } }, ended: { [`c1#${one}`]: { atMs } } },
    });
    expect(await store.claim(aClaim(agent, 'c3'), signal()), 'another caller waits').toMatchObject({ kind: 'taken' });
  });

  const everything: Live = {
    ...nothingKnown,
    lastOfferedMs: atMs,
    lastAnsweredMs: atMs,
    leases: { 0: aLease('c1', { caller: two, sentMs: atMs, phase: 'wrap-up' }) },
    ended: { [`c1#${one}`]: { atMs, sentMs: atMs, outcome: 'completed' }, [`c2#${one}`]: { atMs } },
    misses: 2,
    lastMiss: { outcome: 'busy', atMs, callSid: 'c0' },
    failing: { [one]: { count: 5, sinceMs: atMs, lastMs: atMs } },
    paused: { atMs, by: 'ravi', untilMs: atMs + 1, reason: 'lunch' },
  };

  pausesContract(makeStore);

  it('changes what is known of an agent, also of one of whom nothing was', async () => {
    const [store, agent] = [makeStore(), anAgent()];
    expect(await store.change(agent, () => ({ kind: 'changed', live: everything }), signal())).toMatchObject({
      kind: 'changed',
    });
    expect(await viewOf(store, agent)).toEqual({ [agent]: { ...everything, version: 1 } });
    await store.claim(aClaim(agent, 'c9', { lease: undefined }), signal());
    const { turns, offers, lastBy, ...rest } =
      ((await viewOf(store, agent)) as Record<string, Live>)[agent] ?? nothingKnown;
    expect({ turns, offers, lastBy }).toEqual({
      turns: { sales: atMs },
      offers: { [slot]: 1 },
      lastBy: 'c9#main#-#1#1',
    });
    const { turns: _turns, offers: _offers, ...same } = everything;
    expect(rest).toEqual({ ...same, version: 2 });
    expect(await store.change(agent, () => ({ kind: 'stale' }), signal())).toEqual({ kind: 'stale' });
  });

  it('begins another ring of a number with its claim', async () => {
    const [store, agent] = [makeStore(), anAgent()];
    await store.change(agent, () => ({ kind: 'changed', live: everything }), signal());
    await store.claim(aClaim(agent, 'c1', { lease: undefined }), signal());
    const known = (await viewOf(store, agent)) as Record<string, Live>;
    expect(known[agent]?.ended, 'not with a note, which nobody could tell from the last ring').toEqual(
      everything.ended,
    );
    await store.claim(aClaim(agent, 'c2', { atMs: atMs + ringLeaseMs }), signal());
    const view = (await viewOf(store, agent)) as Record<string, Live>;
    expect(view[agent]?.ended).toEqual({ [`c1#${one}`]: { atMs, sentMs: atMs, outcome: 'completed' } });
  });

  it('changes him once for each of many at the same time, whatever they had seen', async () => {
    const [store, agent] = [makeStore(), anAgent()];
    const miss = (live: Live) => ({ kind: 'changed' as const, live: { ...live, misses: (live.misses ?? 0) + 1 } });
    const results = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        index === 0
          ? store.claim(aClaim(agent, 'c1'), signal())
          : store.change(agent, miss, signal(), { ...nothingKnown, misses: 40, version: 7 }),
      ),
    );
    expect(results.map(({ kind }) => kind)).toEqual(['claimed', 'changed', 'changed', 'changed', 'changed']);
    expect(await viewOf(store, agent)).toMatchObject({
      [agent]: { misses: 4, version: 5, leases: { 0: aLease('c1') } },
    });
  });

  it('reads more agents than one batch holds', async () => {
    const store = makeStore();
    const many = Array.from({ length: 230 }, anAgent);
    for (const agent of [many[0], many[120], many[229]]) await store.claim(aClaim(agent ?? '', 'c1'), signal());
    expect(Object.keys(await viewOf(store, ...many)).toSorted()).toEqual(
      [many[0], many[120], many[229]].map(String).toSorted(),
    );
  });
};
