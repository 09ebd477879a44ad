import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nothingKnown } from '../../functions/domain/live.ts';
import type { HuntStore } from '../../functions/domain/ports.ts';
import { keysFrom } from '../../functions/http/authenticate.ts';
import { createHandler } from '../../functions/primary/handler.ts';
import type { Stores } from '../../functions/primary/stores.ts';
import { aConfig, aPool, four, national, one, three, two } from '../support/builders.ts';
import { anEvent, aRecord, type Get, invoke, type Query } from '../support/invoke.ts';
import { memoryHunts } from '../support/memory-hunts.ts';
import { memoryLives } from '../support/memory-lives.ts';
import { configsOf, deafHunts, someStores } from '../support/stores.ts';

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');

const aPrimary = (parts: Partial<Stores> = {}, keyHashes?: string) => {
  const record = aRecord();
  const handler = createHandler({
    stores: someStores(parts),
    keys: keyHashes === undefined ? { kind: 'open' } : keysFrom(keyHashes),
    ...record,
  });
  return {
    ...record,
    get: (query: Query, more: Get = {}) => invoke(handler, { query, ...more }),
  };
};

const reporting = (number: string, status: string) => ({
  CallSid: 'a1',
  DialWhomNumber: national(number),
  DialCallStatus: status,
});

describe('the primary', () => {
  it('answers numbers as plain text that nobody may cache', async () => {
    const response = await aPrimary().get({ CallSid: 'a1' });
    expect(response).toEqual({
      statusCode: 200,
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'no-store',
        'x-dial-whom-source': 'table',
        'x-dial-whom-revision': '1',
      },
      body: `${one},${two},${three}`,
    });
  });

  it('answers an empty 200 with its reason when everybody has rung', async () => {
    const { get } = aPrimary();
    await get({ CallSid: 'a1' });
    for (const number of [one, two]) await get(reporting(number, 'no-answer'));
    const last = await get(reporting(three, 'no-answer'));
    expect(last).toMatchObject({ statusCode: 200, body: '', headers: { 'x-dial-whom-reason': 'exhausted' } });
  });

  it('counts a call whose very first answer is nobody, because everybody of its pool is paused', async () => {
    const lives = memoryLives();
    const paused = { atMs: 0, by: 'somebody' };
    for (const agent of ['a1', 'a2', 'a3']) lives.kept.set(agent, { ...nothingKnown, paused });
    const { get, counted } = aPrimary({ lives });
    expect((await get({ CallSid: 'a1' })).headers).toMatchObject({ 'x-dial-whom-reason': 'exhausted' });
    expect(counted).toEqual(['Exhausted', 'NobodyEligible']);
  });

  it('answers an empty 200 after a conversation', async () => {
    const { get } = aPrimary();
    await get({ CallSid: 'a1' });
    const next = await get(reporting(one, 'completed'));
    expect(next).toMatchObject({ statusCode: 200, body: '', headers: { 'x-dial-whom-reason': 'ended' } });
  });

  it.each([
    ['closed', { pools: { sales: aPool(['a1'], { hours: 'never' }), support: aPool(['a4']) } }],
    ['blocked', { settings: { ...aConfig().settings, blockedCallers: ['+9199001'] } }],
  ])('answers an empty 200 when %s, with state and without', async (reason, parts) => {
    const hours = { never: { timeZone: 'Asia/Kolkata', weekly: {}, dates: {} } };
    const configs = configsOf(aConfig({ hours, ...parts }));
    const query = { CallSid: 'a1', CallFrom: '09900112233' };
    for (const hunts of [memoryHunts(), deafHunts]) {
      const response = await aPrimary({ configs, hunts }).get(query);
      expect(response).toMatchObject({ statusCode: 200, body: '', headers: { 'x-dial-whom-reason': reason } });
    }
  });

  it('takes the applet `default` when the URL names none', async () => {
    const config = aConfig({ applets: { default: { fetch: 'each', routes: [{ when: {}, pool: 'support' }] } } });
    const { get } = aPrimary({ configs: configsOf(config) });
    expect((await get({ CallSid: 'a1' }, { applet: null })).body).toBe(four);
  });

  it.each([
    ['missing', {}],
    ['null', { CallSid: 'null' }],
    ['repeated', { CallSid: ['a1', 'a2'] }],
    ['in two cases', { CallSid: 'a1', callsid: 'a2' }],
    ['malformed', { CallSid: 'a 1' }],
  ])('refuses with 400 when CallSid is %s', async (_what, query) => {
    const response = await aPrimary().get(query);
    expect(response.statusCode).toBe(400);
    expect(response.body).toMatch(/CallSid/);
  });

  it.each(['unknown', 'constructor', '__proto__', 'MAIN', 'a/b'])('answers 404 for the applet %s', async (applet) => {
    const response = await aPrimary().get({ CallSid: 'a1' }, { applet });
    expect(response.statusCode).toBe(404);
    expect(response.body).toMatch(/unknown applet/);
  });

  it('hunts apart for each leg of a flow', async () => {
    const { get } = aPrimary();
    await get({ CallSid: 'a1' });
    await get(reporting(one, 'no-answer'));
    expect((await get({ ...reporting(one, 'no-answer'), leg: 'second' })).body).toContain(two);
    expect((await get({ CallSid: 'a1', leg: 'third' })).body).toBe(`${one},${two},${three}`);
  });

  it('never answers a number that came with the request', async () => {
    const stranger = '+919111111111';
    const query = {
      CallSid: 'a1',
      DialWhomNumber: stranger,
      DialCallStatus: 'busy',
      CustomField: stranger,
      digits: stranger,
    };
    expect((await aPrimary().get(query)).body).toBe(`${one},${two},${three}`);
  });
});

describe('a HEAD request', () => {
  it('checks key, applet and CallSid, answers headers only, and touches no state', async () => {
    const hunts = memoryHunts();
    const { get } = aPrimary({ hunts }, hashOf('secret'));
    const head = await get({ CallSid: 'a1', key: 'secret' }, { method: 'HEAD' });
    expect(head).toMatchObject({
      statusCode: 200,
      body: '',
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        'x-dial-whom-source': 'table',
        'x-dial-whom-revision': '1',
      },
    });
    expect(hunts.visits({ callSid: 'a1', applet: 'main', leg: '-' })).toEqual([]);
    expect((await get({ CallSid: 'a1' }, { method: 'HEAD' })).statusCode).toBe(403);
    expect((await get({ key: 'secret' }, { method: 'HEAD' })).statusCode).toBe(400);
    expect((await get({ CallSid: 'a1', key: 'secret' }, { method: 'HEAD', applet: 'nobody' })).statusCode).toBe(404);
  });
});

describe('the key', () => {
  it.each([
    ['missing', {}],
    ['wrong', { key: 'guess' }],
    ['empty', { key: '' }],
    ['the hash itself', { key: hashOf('secret') }],
    ['one of two', { key: ['secret', 'guess'] }],
    ['not ASCII', { key: 'schlüssel\u0000🔑' }],
  ])('is asked for: 403 when it is %s', async (_what, query) => {
    const { get, counted } = aPrimary({}, hashOf('secret'));
    const response = await get({ CallSid: 'a1', ...query });
    expect(response.statusCode).toBe(403);
    expect(response.body).not.toContain('+91');
    expect(counted).toEqual(['Refused', 'KeyRejected']);
  });

  it('may be one of several while it is being changed', async () => {
    const { get } = aPrimary({}, `${hashOf('old')},${hashOf('new')}`);
    expect((await get({ CallSid: 'a1', key: 'old' })).statusCode).toBe(200);
    expect((await get({ CallSid: 'a2', key: 'new' })).statusCode).toBe(200);
  });

  it('that was never configured opens nothing', async () => {
    expect((await aPrimary({}, '').get({ CallSid: 'a1', key: '' })).statusCode).toBe(403);
    expect((await aPrimary({}, '').get({ CallSid: 'a1' })).statusCode).toBe(403);
  });
});

describe('the guard', () => {
  it('stands behind everything: stored bytes that are no numbers become a 503 and are counted', async () => {
    const hunts = memoryHunts();
    const spoilt: HuntStore = {
      ...hunts,
      latest: async (id, signal) => {
        const reading = await hunts.latest(id, signal);
        if (reading.kind !== 'found' || reading.hunt === undefined) return reading;
        const first = {
          ordinal: 1,
          atMs: 0,
          answer: { kind: 'offer' as const, numbers: ['09000000001'] },
          currentSeconds: undefined,
        };
        return { kind: 'found', hunt: { ...reading.hunt, attempts: { first } } };
      },
    };
    const { get, counted } = aPrimary({ hunts: spoilt });
    await get({ CallSid: 'a1' });
    expect((await get({ CallSid: 'a1' })).statusCode).toBe(503);
    expect(counted).toContain('InvalidAnswerBlocked');
  });
});

describe('what a gateway may send', () => {
  it('is read from the single values when there are no multiple ones', async () => {
    const handler = createHandler({ stores: someStores(), keys: { kind: 'open' }, ...aRecord() });
    const event = { ...anEvent({ query: { CallSid: 'a1' } }), multiValueQueryStringParameters: null };
    const response = await (
      handler as unknown as (event: unknown, context: unknown) => Promise<{ statusCode: number }>
    )(event, {
      getRemainingTimeInMillis: () => 6000,
    });
    expect(response.statusCode).toBe(200);
  });

  it('means the applet `default` by an empty one', async () => {
    const config = aConfig({ applets: { default: { fetch: 'each', routes: [{ when: {}, pool: 'support' }] } } });
    expect((await aPrimary({ configs: configsOf(config) }).get({ CallSid: 'a1' }, { applet: '' })).body).toBe(four);
  });
});

describe('a race', () => {
  it('is given up when the time for the database is over', async () => {
    const real = memoryHunts();
    const hunts: HuntStore = {
      ...real,
      latest: (_id, signal) =>
        new Promise((settle) => {
          signal.addEventListener('abort', () => settle({ kind: 'unavailable', cause: 'TimeoutError' }));
        }),
    };
    const startedMs = performance.now();
    expect((await aPrimary({ hunts }).get({ CallSid: 'a1' })).statusCode).toBe(200);
    expect(performance.now() - startedMs).toBeLessThan(2000);
  });

  it('of fifty equal requests has one winner, and all get the winner’s bytes', async () => {
    const hunts = memoryHunts();
    const { get } = aPrimary({ hunts });
    const answers = await Promise.all(Array.from({ length: 50 }, () => get({ CallSid: 'a1' })));
    expect(new Set(answers.map(({ body }) => body))).toEqual(new Set([`${one},${two},${three}`]));
    const [visit] = hunts.visits({ callSid: 'a1', applet: 'main', leg: '-' });
    expect(Object.keys(visit?.attempts ?? {})).toEqual(['first']);
  });
});
