import { afterAll, beforeAll, expect, it } from 'vitest';
import { national, one, two } from '../support/builders.ts';
import type { Get } from '../support/invoke.ts';
import { aLambda, answerOf, ask, type FunctionName, functionNames, type Lambda } from './functions.ts';

let lambda: Lambda;
beforeAll(async () => {
  lambda = await aLambda();
});
afterAll(() => lambda.stop());

/** A call of four requests, a repeat, and what is refused; in rotation, with a new call each time. */
const requestOf = (invocation: number): Get => {
  const call = Math.floor(invocation / 8);
  const CallSid = `call-${call}`;
  const requests: readonly Get[] = [
    { query: { CallSid } },
    { query: { CallSid } },
    { query: { CallSid, DialWhomNumber: national(one), DialCallStatus: 'busy' } },
    { query: { CallSid, DialWhomNumber: national(two), DialCallStatus: 'completed' } },
    { query: { CallSid }, method: 'HEAD' },
    { query: { CallSid, key: 'guess' } },
    { query: {} },
    { query: { CallSid }, applet: `nobody-${call}` },
  ];
  return requests[invocation % requests.length] ?? {};
};

const statuses: Readonly<Record<FunctionName, readonly number[]>> = {
  primary: [200, 200, 200, 200, 200, 403, 400, 404],
  fallback: [200, 200, 200, 200, 200, 403, 200, 200],
};

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

it.each(functionNames)(
  'a warm %s survives 10,000 invocations with flat memory and no leaked socket',
  async (name) => {
    const environment = await lambda.start(name);
    let invocations = 0;
    const invokeUntil = async (count: number) => {
      for (; invocations < count; invocations += 1) {
        const { statusCode } = answerOf(await environment.invoke(ask(requestOf(invocations))));
        expect(statusCode).toBe(statuses[name][invocations % 8]);
      }
      return { ...(await environment.memory()), sockets: environment.sockets() };
    };

    const startedMs = performance.now();
    const early = await invokeUntil(1_000);
    const late = await invokeUntil(10_000);
    const ratio = late.rss / early.rss;
    console.log(
      `${name}: ${megabytes(early.rss)} MB resident after 1,000 invocations, ${megabytes(late.rss)} after 10,000: ` +
        `${ratio.toFixed(3)} times; heap ${megabytes(early.heapUsed)} to ${megabytes(late.heapUsed)} MB; ` +
        `sockets ${early.sockets} to ${late.sockets}; ` +
        `${Math.round((invocations / (performance.now() - startedMs)) * 1000)} invocations a second`,
    );
    expect(ratio).toBeLessThanOrEqual(1.1);
    expect(late.heapUsed / early.heapUsed).toBeLessThanOrEqual(1.1);
    expect(late.sockets).toBeLessThanOrEqual(early.sockets + 5);
  },
  300_000,
);
