/** What any live store promises; run against the one in memory and the one in DynamoDB, so that the fake cannot lie. */
import { expect, it } from 'vitest';
import { type Claim, type Hold, type Lease, ringLeaseMs } from '../../functions/domain/live.ts';
import type { LiveStore } from '../../functions/domain/ports.ts';

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
  untilMs: atMs + ringLeaseMs,
  ...more,
});

const aClaim = (agent: string, callSid: string, more: Partial<Claim> = {}): Claim => ({
  agent,
  pool: 'sales',
  atMs,
  by: `${callSid}#main#-#1#1`,
  staleSlots: [],
  lease: aLease(callSid),
  ...more,
});

const aHold = (agent: string, callSid: string, attempt = 'main#-#1#1'): Hold => ({ agent, callSid, attempt });

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
        lease: aLease('c1'),
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
          lease: aLease(winner),
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
    expect(await store.claim(aClaim(agent, 'c1', { lease: next }), signal())).toEqual({ kind: 'claimed' });
    expect(await viewOf(store, agent)).toMatchObject({ [agent]: { offers: { [slot]: 2 }, lease: next } });
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
        lease: aLease('c1'),
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

  it('frees an agent for the attempt that holds him, and for no other', async () => {
    const [store, agent] = [makeStore(), anAgent()];
    await store.claim(aClaim(agent, 'c1'), signal());
    await store.release(aHold(agent, 'c2'), signal());
    await store.release(aHold(agent, 'c1', 'main#-#1#2'), signal());
    expect(await store.claim(aClaim(agent, 'c3'), signal())).toMatchObject({ kind: 'taken' });
    await store.release(aHold(agent, 'c1'), signal());
    expect(await store.claim(aClaim(agent, 'c3'), signal())).toEqual({ kind: 'claimed' });
    await store.release(aHold(anAgent(), 'c1'), signal());
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
