import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { budget } from '../../functions/domain/budget.ts';
import { aConfig, aPool, national, one, three, two } from '../support/builders.ts';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import type { Query } from '../support/invoke.ts';
import type { Environment } from './environment.ts';
import { aLambda, answerOf, ask, type Lambda } from './functions.ts';

let lambda: Lambda;
let proxy: FaultProxy;
beforeAll(async () => {
  lambda = await aLambda();
  proxy = await startFaultProxy(lambda.endpoint);
});
afterAll(async () => {
  await lambda.stop();
  await proxy.stop();
});

/** A primary whose way to the table is ours; healed when the test is over. */
const aPrimary = async () => {
  onTestFinished(() => proxy.heal());
  const environment = await lambda.start('primary', { endpoint: proxy.endpoint });
  return { environment, get: async (query: Query) => answerOf(await environment.invoke(ask({ query }))) };
};

const everybody = `${one},${two},${three}`;
const report = (CallSid: string, number: string) => ({
  CallSid,
  DialWhomNumber: national(number),
  DialCallStatus: 'busy',
});

/** Once it has closed what it gave up. */
const settledSockets = async (environment: Environment, most: number): Promise<number> => {
  for (const deadlineMs = Date.now() + 5000; environment.sockets() > most && Date.now() < deadlineMs; )
    await sleep(100);
  return environment.sockets();
};

describe('a DynamoDB that does not answer', () => {
  it('costs a cold start its answer, in time for the fallback, and nothing after that', async () => {
    proxy.fail('hang');
    const { get } = await aPrimary();
    const { statusCode, ms } = await get({ CallSid: 'cold' });
    expect(statusCode).toBe(503);
    expect(ms).toBeLessThan(budget.handlerMs);
    proxy.heal();
    expect(await get({ CallSid: 'cold' })).toMatchObject({ statusCode: 200, body: everybody });
    console.log(`DynamoDB hangs at a cold start: 503 after ${Math.round(ms)} ms`);
  });

  it('costs a warm one no answer: it gives the pure order from memory, and then remembers again', async () => {
    const { environment, get } = await aPrimary();
    await get({ CallSid: 'warm' });
    const sockets = environment.sockets();
    proxy.fail('hang');
    const times: number[] = [];
    for (let request = 0; request < 5; request += 1) {
      const { statusCode, body, ms } = await get(report('warm', one));
      expect({ statusCode, body }).toEqual({ statusCode: 200, body: `${two},${three}` });
      times.push(Math.round(ms));
    }
    expect(Math.max(...times)).toBeLessThan(budget.handlerMs);
    proxy.heal();
    expect((await get(report('warm', one))).body).toBe(`${two},${three}`);
    expect((await get(report('warm', two))).body).toBe(three);
    const after = await settledSockets(environment, sockets);
    expect(after).toBeLessThanOrEqual(sockets);
    console.log(`DynamoDB hangs, warm: degraded answers after ${times.join(', ')} ms; sockets ${sockets} to ${after}`);
  });

  it('that takes no write costs no answer either', async () => {
    const { get } = await aPrimary();
    await get({ CallSid: 'writes' });
    proxy.fail('hang', 'cursor write', 'claim');
    const { body, ms } = await get(report('writes', one));
    expect(body).toBe(`${two},${three}`);
    expect(ms).toBeLessThan(budget.handlerMs);
    proxy.heal();
    expect((await get(report('writes', one))).body).toBe(`${two},${three}`);
    expect((await get({ CallSid: 'writes' })).body).toBe(everybody);
    console.log(`DynamoDB takes no write: answer after ${Math.round(ms)} ms`);
  });
});

describe('freezing between invocations', () => {
  it('with a config refresh under way leaves the next answer right, and the refresh is made up for', async () => {
    const { environment, get } = await aPrimary();
    expect((await get({ CallSid: 'frozen' })).body).toBe(everybody);

    // Longer than the configuration stays fresh.
    environment.freeze();
    await lambda.configure(
      aConfig({ pools: { sales: aPool(['a3', 'a2', 'a1'], { leases: 'off' }), support: aPool(['a4']) } }),
    );
    await sleep(31_000);
    environment.thaw();

    proxy.fail('hang', 'config read', 'view');
    const hung = proxy.met();
    const first = await get(report('frozen', one));
    expect(first.body).toBe(`${two},${three}`);
    await expect.poll(() => proxy.met()).toBeGreaterThan(hung);
    environment.freeze();
    proxy.cut();
    proxy.heal();
    await sleep(3000);
    environment.thaw();

    const second = await get(report('frozen', two));
    expect(second.body).toBe(three);
    await expect.poll(async () => (await get({ CallSid: `new-${Date.now()}` })).body).toBe(`${three},${two},${one}`);
    expect((await get({ CallSid: 'frozen' })).body).toBe(everybody);
    console.log(
      `first answer after 31 s in the freezer ${Math.round(first.ms)} ms, ` +
        `after 3 s in which every connection was closed ${Math.round(second.ms)} ms`,
    );
  });
});
