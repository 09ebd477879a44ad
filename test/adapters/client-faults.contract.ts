/** What a DynamoDB that fails costs us: attempts and time, whichever client asks and whatever an upgrade of it brings. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { createHuntStore } from '../../functions/adapters/hunt-store.ts';
import { createLiveStore } from '../../functions/adapters/live-store.ts';
import { readStandingRevision } from '../../functions/adapters/standing-revision.ts';
import { budget } from '../../functions/domain/budget.ts';
import type { Config } from '../../functions/domain/config.ts';
import { decide } from '../../functions/domain/cursor.ts';
import { startBlackHole } from '../support/black-hole.ts';
import { aCall, aConfig, anId, aPool, someInputs } from '../support/builders.ts';
import { type Fault, type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { aRecord } from '../support/invoke.ts';
import type { RequestName } from '../support/request-name.ts';
import { aTable, type TestTable } from '../support/tables.ts';

const timed = async <T>(act: () => Promise<T>): Promise<{ readonly result: T; readonly ms: number }> => {
  const startedMs = performance.now();
  return { result: await act(), ms: performance.now() - startedMs };
};

/** Of a signal that never comes: what the client does by itself. */
const forever = new AbortController().signal;

/** An answer may be late by as much as two busy cores make it. */
const slackMs = 400;

type Between = readonly [leastMs: number, mostMs: number];

/** How often each is met, and how long that takes. */
const lastingFaults: [string, Fault, number, Between][] = [
  ['that gets no answer is tried twice, 600 ms each', 'hang', 2, [2 * budget.attemptMs, budget.databaseMs]],
  ['whose connection is closed is tried twice at once', 'refuse', 2, [0, budget.attemptMs]],
  ['that is throttled is tried twice, with a pause of a second at most', 'throttle', 2, [0, 1000]],
  ['that meets a 500 is tried twice at once', 'error 500', 2, [0, budget.attemptMs]],
  ['that comes too late is tried twice', { delayMs: 5_000 }, 2, [2 * budget.attemptMs, budget.databaseMs]],
];

const spoiltAnswers: [string, Fault][] = [
  ['cut in half', 'cut the body'],
  ['that is no JSON', 'nonsense'],
];

/** The first attempt of a call, and the claim that goes before it. */
const aDecision = (callSid: string, config = aConfig()) => {
  const decision = decide(aCall({ CallSid: callSid }), anId(callSid), undefined, someInputs(config));
  if (decision.kind !== 'answer' || decision.write.kind !== 'start' || decision.head?.kind !== 'claim')
    throw new Error('a first request starts a visit, and holds somebody for it');
  return { write: decision.write, claim: decision.head.claim };
};

export const clientFaultsContract = (connectTo: (endpoint: string) => Table['client']): void => {
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
  const throughProxy = () => ({ client: connectTo(proxy.endpoint), name: table.name });

  const read = (through: Table): Promise<{ readonly kind: 'found' | 'unavailable' }> =>
    readStandingRevision(through, forever).then(
      () => ({ kind: 'found' }),
      () => ({ kind: 'unavailable' }),
    );

  describe('one read', () => {
    it.each(lastingFaults)('%s, and then is unavailable', async (_name, fault, attempts, [least, most]) => {
      const before = proxy.met();
      proxy.fail(fault);
      const { result, ms } = await timed(() => read(throughProxy()));
      proxy.heal();
      expect(result).toMatchObject({ kind: 'unavailable' });
      expect(proxy.met() - before).toBe(attempts);
      expect(ms).toBeGreaterThanOrEqual(least - 5);
      expect(ms).toBeLessThan(most + slackMs);
    });

    it.each(spoiltAnswers)('with an answer %s is unavailable, and no answer is made up of it', async (_name, fault) => {
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

  const commit = (callSid: string) =>
    createHuntStore(throughProxy()).commit(anId(callSid), aDecision(callSid).write, forever);
  const claim = (callSid: string, config?: Config) =>
    createLiveStore(throughProxy(), aRecord().log).claim(aDecision(callSid, config).claim, forever);

  describe.each<readonly [string, RequestName, (callSid: string) => Promise<{ readonly kind: string }>]>([
    ['an attempt', 'cursor write', commit],
    ['a claim', 'claim', claim],
  ])('writing %s', (_what, name, write) => {
    it.each(lastingFaults)(
      '%s, and then may or may not have been done',
      async (...[title, fault, attempts, between]) => {
        const before = proxy.met();
        proxy.fail(fault, name);
        const { result, ms } = await timed(() => write(`${name} ${title}`));
        proxy.heal();
        expect(result).toMatchObject({ kind: 'unknown' });
        expect(proxy.met() - before).toBe(attempts);
        expect(ms).toBeGreaterThanOrEqual(between[0] - 5);
        expect(ms).toBeLessThan(between[1] + slackMs);
      },
    );

    it.each(spoiltAnswers)('with an answer %s may or may not have been done', async (title, fault) => {
      proxy.fail(fault, name);
      const { result, ms } = await timed(() => write(`${name} ${title}`));
      proxy.heal();
      expect(result).toMatchObject({ kind: 'unknown' });
      expect(ms).toBeLessThan(budget.databaseMs + slackMs);
    });
  });

  describe('a write that is done, and whose answers are lost', () => {
    it('may or may not have been done, says the store; it was, and once', async () => {
      const id = anId('lost');
      const before = proxy.met();
      proxy.fail('lose the answer', 'cursor write');
      const { result, ms } = await timed(() => commit('lost'));
      proxy.heal();
      expect(result).toMatchObject({ kind: 'unknown' });
      expect(proxy.met() - before).toBe(budget.maxAttempts);
      expect(ms).toBeLessThan(budget.databaseMs + slackMs);
      const { visit, plan } = aDecision('lost').write.hunt;
      expect(await createHuntStore(throughProxy()).latest(id, forever)).toMatchObject({ hunt: { visit, plan } });
    });

    it('is known to be done when only the first answer is lost: the second attempt meets what the first one wrote', async () => {
      const answers: (Fault | undefined)[] = ['lose the answer'];
      proxy.fail(() => answers.shift(), 'claim');
      // Somebody whom no other test holds.
      const result = await claim('once lost', aConfig({ pools: { sales: aPool(['a3']), support: aPool([]) } }));
      proxy.heal();
      expect(result).toMatchObject({ kind: 'taken', live: { leases: { 0: { callSid: 'once lost' } } } });
    });
  });

  describe('an endpoint', () => {
    it('that refuses connections is tried twice at once', async () => {
      const gone = await startFaultProxy(table.endpoint);
      await gone.stop();
      const { result, ms } = await timed(() => read({ client: connectTo(gone.endpoint), name: table.name }));
      expect(result).toMatchObject({ kind: 'unavailable' });
      expect(ms).toBeLessThan(slackMs);
    });

    it('to which no connection is ever made is tried twice, 300 ms each; one that falls silent, for 600 ms and then so', async () => {
      const hole = await startBlackHole(table.endpoint);
      onTestFinished(() => hole.stop());
      const connected = () => ({ client: connectTo(hole.endpoint), name: table.name });
      const [cold, warm] = [connected(), connected()];
      expect(await read(warm)).toMatchObject({ kind: 'found' });
      await hole.open();
      const first = await timed(() => read(cold));
      const second = await timed(() => read(warm));
      expect(first.result).toMatchObject({ kind: 'unavailable' });
      expect(first.ms).toBeGreaterThanOrEqual(2 * budget.connectMs - 5);
      expect(first.ms).toBeLessThan(2 * budget.connectMs + slackMs);
      expect(second.result).toMatchObject({ kind: 'unavailable' });
      expect(second.ms).toBeGreaterThanOrEqual(budget.attemptMs + budget.connectMs - 5);
      expect(second.ms).toBeLessThan(budget.attemptMs + budget.connectMs + slackMs);
    });
  });
};
