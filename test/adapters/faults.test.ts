/** What a DynamoDB that fails costs us: attempts and time, which an upgrade of the SDK must not change. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../functions/adapters/dynamo.ts';
import { createHuntStore } from '../../functions/adapters/hunt-store.ts';
import { createLiveStore } from '../../functions/adapters/live-store.ts';
import { budget } from '../../functions/domain/budget.ts';
import { decide } from '../../functions/domain/cursor.ts';
import { aCall, anId, aWorld } from '../support/builders.ts';
import { type Fault, type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { aRecord } from '../support/invoke.ts';
import { aTable, type TestTable } from '../support/tables.ts';

let table: TestTable;
let proxy: FaultProxy;
beforeAll(async () => {
  table = await aTable();
  proxy = await startFaultProxy(table.endpoint);
});
afterAll(async () => {
  await proxy.stop();
  await table.stop();
});

/** As the functions are connected, to the table behind the proxy. */
const throughProxy = () => ({ client: connect({ endpoint: proxy.endpoint }), name: table.name });

const timed = async <T>(act: () => Promise<T>): Promise<{ readonly result: T; readonly ms: number }> => {
  const startedMs = performance.now();
  return { result: await act(), ms: performance.now() - startedMs };
};

/** Of a signal that never comes: what the client does by itself. */
const forever = new AbortController().signal;

/** An answer may be late by as much as two busy cores make it. */
const slackMs = 400;

describe('one read', () => {
  it.each<readonly [string, Fault, number, readonly [number, number]]>([
    ['that gets no answer is tried twice, 600 ms each', 'hang', 2, [2 * budget.attemptMs, budget.databaseMs]],
    ['whose connection is closed is tried twice at once', 'refuse', 2, [0, budget.attemptMs]],
    ['that is throttled is tried twice, with a pause of a second at most', 'throttle', 2, [0, 1000]],
    ['that meets a 500 is tried twice at once', 'error 500', 2, [0, budget.attemptMs]],
    ['that comes too late is tried twice', { delayMs: 5_000 }, 2, [2 * budget.attemptMs, budget.databaseMs]],
  ])('%s, and then is unavailable', async (_name, fault, attempts, [least, most]) => {
    const store = createHuntStore(throughProxy());
    const before = proxy.met();
    proxy.fail(fault);
    const { result, ms } = await timed(() => store.latest(anId(), forever));
    proxy.heal();
    expect(result).toMatchObject({ kind: 'unavailable' });
    expect(proxy.met() - before).toBe(attempts);
    expect(ms).toBeGreaterThanOrEqual(least - 5);
    expect(ms).toBeLessThan(most + slackMs);
  });

  it.each<readonly [string, Fault]>([
    ['cut in half', 'cut the body'],
    ['that is no JSON', 'nonsense'],
  ])('with an answer %s is unavailable, and no answer is made up of it', async (_name, fault) => {
    const store = createHuntStore(throughProxy());
    proxy.fail(fault);
    const { result, ms } = await timed(() => store.latest(anId(), forever));
    proxy.heal();
    expect(result).toMatchObject({ kind: 'unavailable' });
    expect(ms).toBeLessThan(budget.databaseMs + slackMs);
  });

  it('is given up as soon as the time of its request is over, also while it pauses before a second attempt', async () => {
    const store = createHuntStore(throughProxy());
    for (const fault of ['hang', 'throttle'] as const) {
      proxy.fail(fault);
      const { result, ms } = await timed(() => store.latest(anId(), AbortSignal.timeout(300)));
      proxy.heal();
      expect(result).toMatchObject({ kind: 'unavailable' });
      expect(ms, fault).toBeLessThan(300 + slackMs);
    }
  });

  it('of agents takes no longer than a view may', async () => {
    proxy.fail('hang');
    const { result, ms } = await timed(() => createLiveStore(throughProxy(), aRecord().log).read(['a1']));
    proxy.heal();
    expect(result).toMatchObject({ kind: 'unavailable' });
    expect(ms).toBeLessThan(budget.viewMs + slackMs);
  });
});

describe('a write that is done, and whose answers are lost', () => {
  it('may or may not have been done, says the store; it was, and once', async () => {
    const store = createHuntStore(throughProxy());
    const id = anId('lost');
    const decision = decide(aCall({ CallSid: 'lost' }), id, undefined, aWorld());
    if (decision.kind !== 'answer' || decision.write.kind !== 'start')
      throw new Error('a first request starts a visit');
    const before = proxy.met();
    proxy.fail('lose the answer', 'PutItem');
    const { result, ms } = await timed(() => store.commit(id, decision.write, forever));
    proxy.heal();
    expect(result).toMatchObject({ kind: 'unknown' });
    expect(proxy.met() - before).toBe(budget.maxAttempts);
    expect(ms).toBeLessThan(budget.databaseMs + slackMs);
    const { visit, plan } = decision.write.hunt;
    expect(await store.latest(id, forever)).toMatchObject({ hunt: { visit, plan } });
  });
});
