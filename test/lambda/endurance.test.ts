import type { APIGatewayProxyEvent } from 'aws-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aConfig, aPool, national, numberOf, one, two } from '../support/builders.ts';
import {
  aLambda,
  answerOf,
  ask,
  type FunctionName,
  functionNames,
  type Lambda,
  tell,
  tellStatus,
} from './functions.ts';

/** So many that none of them has more calls within half an hour than one can have. */
const agentCount = 100;

let lambda: Lambda;
beforeAll(async () => {
  lambda = await aLambda();
  const agents = Array.from({ length: agentCount }, (_, index) => [
    `a${index + 1}`,
    { name: `Agent ${index + 1}`, numbers: [numberOf(index + 1)] },
  ]);
  await lambda.configure(
    aConfig({
      agents: Object.fromEntries(agents),
      pools: { sales: aPool(['a1', 'a2', 'a3'], { leases: 'off' }), support: aPool(['a4']) },
    }),
  );
});
afterAll(() => lambda.stop());

type Requests = readonly (() => APIGatewayProxyEvent | Promise<APIGatewayProxyEvent>)[];

/** A call of four requests, a repeat, and what is refused. */
const asked = (call: number): Requests => {
  const CallSid = `call-${call}`;
  return [
    () => ask({ query: { CallSid } }),
    () => ask({ query: { CallSid } }),
    () => ask({ query: { CallSid, DialWhomNumber: national(one), DialCallStatus: 'busy' } }),
    () => ask({ query: { CallSid, DialWhomNumber: national(two), DialCallStatus: 'completed' } }),
    () => ask({ query: { CallSid }, method: 'HEAD' }),
    () => ask({ query: { CallSid, key: 'guess' } }),
    () => ask({ query: {} }),
    () => ask({ query: { CallSid }, applet: `nobody-${call}` }),
  ];
};

/** A phone that rings, is answered and is told of twice when it is over, and what is refused or of no use. */
const told = (call: number): Requests => {
  const CallSid = `call-${call}`;
  const number = national(numberOf((call % agentCount) + 1));
  const leg = { 'Legs[0][Number]': number, 'Legs[0][OnCallDuration]': '0' };
  return [
    () => tell('agent', { CallSid, DialWhomNumber: number, EventType: 'Ringing', Status: 'busy' }),
    () => tell('agent', { CallSid, DialWhomNumber: number, EventType: 'Answered', Status: 'busy' }),
    // Nobody talked: he is free for the next call at once.
    () => tellStatus({ CallSid, Status: 'no-answer', ...leg }),
    () => tell('passthru', { CallSid, DialCallStatus: 'no-answer', ...leg }),
    () => tell('agent', { CallSid, DialWhomNumber: '09111111111', EventType: 'Ringing' }),
    () => tell('agent', { CallSid, DialWhomNumber: number, EventType: 'Ringing', key: 'guess' }),
    () => tellStatus({ Status: 'completed' }),
    () => tellStatus({ CallSid, Status: 'completed', CustomField: 'x'.repeat(65_536) }),
  ];
};

/** In rotation, with a new call each time, and what is answered. */
const rotations: Readonly<
  Record<FunctionName, readonly [of: (call: number) => Requests, statuses: readonly number[]]>
> = {
  primary: [asked, [200, 200, 200, 200, 200, 403, 400, 404]],
  fallback: [asked, [200, 200, 200, 200, 200, 403, 200, 200]],
  events: [told, [200, 200, 200, 200, 200, 403, 200, 413]],
};

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

it.each(functionNames)(
  'a warm %s survives 10,000 invocations with flat memory and no leaked socket',
  async (name) => {
    const environment = await lambda.start(name);
    const [requestsOf, statuses] = rotations[name];
    let invocations = 0;
    const invokeUntil = async (count: number) => {
      for (; invocations < count; invocations += 1) {
        const turn = invocations % statuses.length;
        const request = requestsOf(Math.floor(invocations / statuses.length))[turn];
        const { statusCode } = answerOf(await environment.invoke(await request?.()));
        expect(statusCode).toBe(statuses[turn]);
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
