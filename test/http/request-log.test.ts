import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keysFrom } from '../../functions/http/authenticate.ts';
import { createHandler } from '../../functions/primary/handler.ts';
import type { Stores } from '../../functions/primary/stores.ts';
import { aConfig, national, one } from '../support/builders.ts';
import { aRecord, type Get, invoke, type Query } from '../support/invoke.ts';
import { memoryHunts } from '../support/memory-hunts.ts';
import { configsOf, deafHunts, someStores } from '../support/stores.ts';

const key = 'A'.repeat(43);
const keys = keysFrom(createHash('sha256').update(key).digest('hex'));

/** Every look at the clock takes 5 ms. */
const aPrimary = (parts: Partial<Stores> = {}) => {
  let nowMs = Date.parse('2026-11-21T06:00:00Z');
  const record = aRecord();
  const clock = () => {
    nowMs += 5;
    return nowMs;
  };
  const handler = createHandler({ stores: someStores({ clock, ...parts }), keys, ...record });
  return { ...record, get: (query: Query, more: Get = {}) => invoke(handler, { query: { key, ...query }, ...more }) };
};

const root = 'Root=1-69274011-0123456789abcdef01234567';
const asked = { CallSid: 'a1', CallFrom: '09900112233', CallTo: '08040001000', CurrentTime: '1970-01-01 05:30:00' };

describe('the line of a request', () => {
  it('tells the whole answer: what was understood, decided and waited for', async () => {
    const { get, logged } = aPrimary();
    await get(asked, { headers: { 'X-Amzn-Trace-Id': `Self=1-9;${root};Caller=x${national(one)}` } });
    expect(logged).toEqual([
      {
        level: 'info',
        url: 'primary',
        callSid: 'a1',
        applet: 'main',
        leg: '-',
        given: ['caller', 'called'],
        requestId: undefined,
        traceId: root,
        answer: 'offer',
        count: 3,
        pool: 'sales',
        agent: 'a1',
        decision: 'attempt',
        attempt: 1,
        revision: 1,
        degraded: undefined,
        cause: undefined,
        outcomes: [],
        configMs: expect.any(Number),
        huntMs: expect.any(Number),
        liveMs: 5,
        claimMs: 5,
        commitMs: 5,
        status: 200,
        ms: expect.any(Number),
        remainingMs: expect.any(Number),
        coldStart: true,
      },
    ]);
  });

  it('is one, however often the table was asked, and has the next attempt and what became of the last one', async () => {
    const { get, logged, measured } = aPrimary();
    await get(asked);
    await get({ ...asked, DialWhomNumber: national(one), DialCallStatus: 'no-answer' });
    expect(logged).toHaveLength(2);
    expect(logged[1]).toMatchObject({ attempt: 2, outcomes: ['no-answer'], coldStart: false });
    expect(measured).toMatchObject({ OutcomeNoAnswer: 1, CommitMs: expect.any(Number), AnswerMs: expect.any(Number) });
  });

  it.each<[string, Query, Partial<Stores>, Record<string, unknown>, string[]]>([
    ['a wrong key', { key: 'guess' }, {}, { level: 'warn', status: 403 }, ['Refused', 'KeyRejected']],
    ['no CallSid', { CallSid: '' }, {}, { level: 'warn', status: 400 }, ['Refused']],
    [
      'a bug',
      {},
      { configs: { read: () => Promise.reject(new Error('a bug')) } },
      { level: 'error', fault: 'a bug' },
      ['Unavailable'],
    ],
    [
      'nothing to answer from',
      {},
      { configs: { read: async () => ({ kind: 'unavailable', cause: 'TimeoutError' }) } },
      { level: 'error', status: 503, why: 'unavailable: ask the fallback', cause: 'TimeoutError' },
      ['Unavailable'],
    ],
  ])('says why there was no answer: %s', async (_what, query, parts, fields, metrics) => {
    const { get, logged, counted } = aPrimary(parts);
    await get({ ...asked, ...query });
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatchObject(fields);
    expect(counted).toEqual(metrics);
  });

  it('names no applet that holds what may be a number, and of another header than a trace nothing', async () => {
    const { get, logged } = aPrimary();
    await get(asked, { applet: `x${national(one)}`, headers: { 'X-Amzn-Trace-Id': `Caller=${national(one)}` } });
    expect(logged).toMatchObject([{ status: 404, applet: undefined, traceId: undefined }]);
  });

  it('is written when the deadline has passed, and not once more when the work is done after all', async () => {
    let done = () => {};
    const late = new Promise<void>((resolve) => {
      done = resolve;
    });
    const hunts = memoryHunts();
    const slow: Stores['hunts'] = { ...hunts, latest: async (...given) => late.then(() => hunts.latest(...given)) };
    const { get, logged, counted } = aPrimary({ hunts: slow });
    expect((await get(asked)).statusCode).toBe(503);
    done();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(logged).toMatchObject([{ status: 503, why: 'deadline passed: ask the fallback' }]);
    expect(counted).toEqual(['Unavailable']);
  });

  it('is written for an event that is none, as the console sends one', async () => {
    const { log, logged } = aRecord();
    const handler = createHandler({ stores: someStores(), keys, log }) as unknown as (
      event: null,
      context: object,
    ) => Promise<{ statusCode: number }>;
    const { statusCode } = await handler(null, { getRemainingTimeInMillis: () => 1_000 });
    expect(statusCode).toBe(503);
    expect(logged).toMatchObject([{ level: 'error', status: 503 }]);
  });

  it('has no key in it, and of what was sent only the names of what was understood', async () => {
    const { get, logged } = aPrimary();
    await get({ ...asked, [key]: key, CustomField: 'their secret' });
    await get({ key: `${key}x`, CallSid: key });
    expect(logged[0]).toMatchObject({ given: ['caller', 'customField', 'called'] });
    expect(JSON.stringify(logged.map(({ callSid: _its, ...rest }) => rest))).not.toMatch(
      new RegExp(`${key}|secret|9900112233`),
    );
  });

  it('counts a canary only for what is broken', async () => {
    const canary = { ...asked, CallSid: 'canary-1' };
    const healthy = aPrimary();
    await healthy.get(canary);
    expect(healthy.measured).toEqual({});
    expect(healthy.logged).toHaveLength(1);
    const broken = aPrimary({ hunts: deafHunts, configs: configsOf(aConfig(), 'TimeoutError') });
    await broken.get(canary);
    expect(broken.measured).toEqual({ Degraded: 1 });
  });
});
