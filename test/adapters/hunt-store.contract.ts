/** What any hunt store promises; run against the one in memory and the one in DynamoDB, so that the fake cannot lie. */
import { expect, it } from 'vitest';
import type { Attempt, Hunt, HuntContinuation, HuntId, HuntWrite } from '../../functions/domain/hunt.ts';
import type { HuntStore } from '../../functions/domain/ports.ts';
import { one, three, two } from '../support/builders.ts';

const atMs = Date.parse('2026-11-21T06:00:00Z');
const signal = () => AbortSignal.timeout(10_000);

const anAttempt = (ordinal: number, ...numbers: string[]): Attempt => ({
  ordinal,
  atMs,
  answer: numbers.length === 0 ? { kind: 'empty', reason: 'exhausted' } : { kind: 'offer', numbers },
  currentSeconds: undefined,
});

const aHunt = (visit = 1): Hunt => ({
  visit,
  pool: 'sales',
  plan: [one, two, three],
  digits: '2',
  config: { revision: 7, hash: 'abc' },
  attempts: { first: { ...anAttempt(1, one, two, three), currentSeconds: 1_795_000_000 } },
  rung: [],
  outcomes: {},
  end: undefined,
});

const start = (visit = 1): HuntWrite => ({ kind: 'start', hunt: aHunt(visit) });

const next = (key: string, attempt: Attempt, more: Partial<HuntContinuation> = {}): HuntWrite => ({
  kind: 'continue',
  visit: 1,
  plan: aHunt().plan,
  key,
  attempt,
  rung: [one],
  ...more,
});

let calls = 0;
const anId = (): HuntId => {
  calls += 1;
  return { callSid: `contract-${calls}`, applet: 'main', leg: '-' };
};

export const huntStoreContract = (makeStore: () => HuntStore): void => {
  it('knows nothing of a call it never saw', async () => {
    expect(await makeStore().latest(anId(), signal())).toEqual({ kind: 'found', hunt: undefined });
  });

  it('gives back what was written', async () => {
    const [store, id] = [makeStore(), anId()];
    expect(await store.commit(id, start(), signal())).toEqual({ kind: 'committed' });
    expect(await store.latest(id, signal())).toEqual({ kind: 'found', hunt: aHunt() });
  });

  it('adds attempts, outcomes and the end to a visit', async () => {
    const [store, id] = [makeStore(), anId()];
    await store.commit(id, start(), signal());
    const end = { atMs, key: `${one}|busy` };
    const attempt = { ...anAttempt(2), degraded: 'stale-config' as const };
    const write = next(end.key, attempt, { outcome: { number: one, outcome: 'busy' }, end });
    expect(await store.commit(id, write, signal())).toEqual({ kind: 'committed' });
    expect(await store.latest(id, signal())).toEqual({
      kind: 'found',
      hunt: {
        ...aHunt(),
        attempts: { ...aHunt().attempts, [end.key]: attempt },
        rung: [one],
        outcomes: { [one]: 'busy' },
        end,
      },
    });
  });

  it('lets one of many win, and shows the others what stands', async () => {
    const [store, id] = [makeStore(), anId()];
    const results = await Promise.all(Array.from({ length: 20 }, () => store.commit(id, start(), signal())));
    expect(results.filter(({ kind }) => kind === 'committed')).toHaveLength(1);
    expect(results.filter(({ kind }) => kind === 'lost')).toHaveLength(19);
    expect(results.find(({ kind }) => kind === 'lost')).toEqual({ kind: 'lost', hunt: aHunt() });
  });

  it('lets one of two different second attempts win', async () => {
    const [store, id] = [makeStore(), anId()];
    await store.commit(id, start(), signal());
    const results = await Promise.all([
      store.commit(id, next('a|busy', anAttempt(2, two, three)), signal()),
      store.commit(id, next('b|busy', anAttempt(2, three)), signal()),
    ]);
    expect(results.map(({ kind }) => kind).sort()).toEqual(['committed', 'lost']);
    const reading = await store.latest(id, signal());
    expect(reading.kind === 'found' && Object.keys(reading.hunt?.attempts ?? {})).toHaveLength(2);
  });

  it('keeps visits apart and finds the last one, past the ninth too', async () => {
    const [store, id] = [makeStore(), anId()];
    for (let visit = 1; visit <= 11; visit += 1) {
      expect(await store.commit(id, start(visit), signal())).toEqual({ kind: 'committed' });
      expect(await store.latest(id, signal())).toEqual({ kind: 'found', hunt: aHunt(visit) });
    }
  });

  it('adds an attempt to the visit it is of, also where another has begun', async () => {
    const [store, id] = [makeStore(), anId()];
    await store.commit(id, start(), signal());
    await store.commit(id, start(2), signal());
    const write = next('a|busy', anAttempt(2, two, three));
    expect(await store.commit(id, write, signal())).toEqual({ kind: 'committed' });
    expect(await store.latest(id, signal())).toEqual({ kind: 'found', hunt: aHunt(2) });
    expect(await store.commit(id, write, signal())).toEqual({ kind: 'lost', hunt: aHunt(2) });
  });

  it('keeps applets and legs of one call apart', async () => {
    const [store, id] = [makeStore(), anId()];
    await store.commit(id, start(), signal());
    expect(await store.latest({ ...id, leg: 'second' }, signal())).toEqual({ kind: 'found', hunt: undefined });
    expect(await store.latest({ ...id, applet: 'mai' }, signal())).toEqual({ kind: 'found', hunt: undefined });
  });
};
