import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/fallback/handler.ts';
import type { Keys } from '../../functions/http/authenticate.ts';
import { aConfig, aPool, four, national, numberOf, one, three, two } from '../support/builders.ts';
import { aRecord, type Get, invoke, type Query } from '../support/invoke.ts';
import { floorOnly } from '../support/snapshots.ts';

const aFallback = (keys: Keys = { kind: 'open' }, floor = aConfig()) => {
  const record = aRecord();
  const handler = createHandler({ snapshots: floorOnly(floor), clock: () => 0, keys, ...record });
  return { ...record, get: (query: Query, more: Get = {}) => invoke(handler, { query, ...more }) };
};

const emptyBecause = (reason: string) => ({ statusCode: 200, body: '', headers: { 'x-dial-whom-reason': reason } });
const lastResort = numberOf(90);

describe('the fallback', () => {
  it('answers the same ordered list each time', async () => {
    const { get } = aFallback();
    for (const callSid of ['a1', 'a1', 'b2'])
      expect((await get({ CallSid: callSid })).body).toBe(`${one},${two},${three}`);
  });

  it('puts the number that was just tried last', async () => {
    const query = { CallSid: 'a1', DialWhomNumber: national(one), DialCallStatus: 'no-answer' };
    expect((await aFallback().get(query)).body).toBe(`${two},${three},${one}`);
  });

  it('names everybody in turn, those as well who find no place in its first answer', async () => {
    const everybody = Array.from({ length: 12 }, (_, index) => numberOf(20 + index));
    const agents = Object.fromEntries(
      everybody.map((number, index) => [`b${index}`, { name: 'B', numbers: [number] }]),
    );
    const pools = { sales: aPool(Object.keys(agents)) };
    const { get } = aFallback({ kind: 'open' }, aConfig({ agents, pools }));
    const heads: string[] = [];
    for (const _agent of everybody) {
      const last = heads.at(-1);
      const report: Query = last === undefined ? {} : { DialWhomNumber: national(last), DialCallStatus: 'busy' };
      heads.push((await get({ CallSid: 'a1', ...report })).body.split(',')[0] ?? '');
    }
    expect(heads).toEqual(everybody);
  });

  it('takes the department from the digits, or from the number tried when they are gone', async () => {
    const { get } = aFallback();
    expect((await get({ CallSid: 'a1', digits: '"2"' })).body).toBe(four);
    expect((await get({ CallSid: 'a1', DialWhomNumber: national(four), DialCallStatus: 'busy' })).body).toBe(four);
  });

  it('ignores a reported conversation: whoever asks wants somebody to talk to', async () => {
    const query = { CallSid: 'a1', DialWhomNumber: national(one), DialCallStatus: 'completed' };
    expect((await aFallback().get(query)).body).toBe(`${two},${three},${one}`);
  });

  it.each([
    ['no CallSid', {}],
    ['a CallSid of null', { CallSid: 'null' }],
    ['two CallSids', { CallSid: ['a1', 'a2'] }],
    [
      'nothing but garbage',
      { CallSid: '{{CallSid}}', '\u0000': '\u0000', ['__proto__']: 'x', DialWhomNumber: 'sip:x' },
    ],
  ])('answers numbers to a request with %s', async (_what, query) => {
    expect(await aFallback().get(query)).toMatchObject({ statusCode: 200, body: `${one},${two},${three}` });
  });

  it.each(['unknown', 'constructor', '__proto__'])('answers the last resort for the applet %s', async (applet) => {
    expect(await aFallback().get({ CallSid: 'a1' }, { applet })).toMatchObject({ statusCode: 200, body: lastResort });
  });

  it('keeps closed closed and blocked blocked', async () => {
    const hours = { never: { timeZone: 'Asia/Kolkata', weekly: {}, dates: {} } };
    const closed = aConfig({ hours, pools: { sales: aPool(['a1'], { hours: 'never' }), support: aPool(['a4']) } });
    expect(await aFallback({ kind: 'open' }, closed).get({ CallSid: 'a1' })).toMatchObject(emptyBecause('closed'));
    const blocked = aConfig({ settings: { ...aConfig().settings, blockedCallers: ['+9199001'] } });
    const query = { CallSid: 'a1', CallFrom: '09900112233' };
    expect(await aFallback({ kind: 'open' }, blocked).get(query)).toMatchObject(emptyBecause('blocked'));
  });

  it('blocks and routes whoever withholds his number as zeros like any other number', async () => {
    const { settings } = aConfig();
    const routes = [
      { when: { caller: ['+910000000000'] }, pool: 'support' },
      { when: {}, pool: 'sales' },
    ];
    const routed = aConfig({ applets: { main: { fetch: 'each', routes } } });
    const query = { CallSid: 'a1', CallFrom: '0000000000' };
    expect((await aFallback({ kind: 'open' }, routed).get(query)).body).toBe(four);
    const blocked = aConfig({ settings: { ...settings, blockedCallers: ['+910000000000'] } });
    expect(await aFallback({ kind: 'open' }, blocked).get(query)).toMatchObject(emptyBecause('blocked'));
  });

  it('asks for the key', async () => {
    const hashes = [createHash('sha256').update('secret').digest('hex')];
    const { get } = aFallback({ kind: 'hashes', hashes });
    expect((await get({ CallSid: 'a1' })).statusCode).toBe(403);
    expect((await get({ key: 'secret' })).statusCode).toBe(200);
  });

  it('answers HEAD with headers only', async () => {
    expect(await aFallback().get({}, { method: 'HEAD' })).toMatchObject({ statusCode: 200, body: '' });
  });

  it('says to a HEAD as to a GET that it has nobody: a canary may ask no other way', async () => {
    const { settings } = aConfig();
    const numberPolicy = { ...settings.numberPolicy, deniedPrefixes: ['+'] };
    const { get } = aFallback({ kind: 'open' }, aConfig({ settings: { ...settings, numberPolicy } }));
    for (const method of ['GET', 'HEAD'] as const) expect((await get({}, { method })).statusCode).toBe(503);
  });

  it('stands behind the guard: a floor that makes an empty list is a 503, and counted', async () => {
    const floor = aConfig({ pools: { ...aConfig().pools, sales: aPool(['a1'], { maxAttempts: 0 }) } });
    const { get, counted } = aFallback({ kind: 'open' }, floor);
    expect((await get({ CallSid: 'a1' })).statusCode).toBe(503);
    expect(counted).toContain('InvalidAnswerBlocked');
  });

  it('is a 503 where its last resort has no number that may be dialled, and says so', async () => {
    const floor = aConfig({ settings: { ...aConfig().settings, lastResort: ['09000000090'] } });
    const { get, counted, logged } = aFallback({ kind: 'open' }, floor);
    expect((await get({ CallSid: 'a1' }, { applet: 'nobody' })).statusCode).toBe(503);
    expect(counted).toContain('Unavailable');
    expect(logged.at(-1)).toMatchObject({ cause: 'settings.lastResort has no number that may be dialled' });
  });

  it('answers of the last resort each number once, and none that must not be dialled, whatever somebody wrote by hand', async () => {
    const { settings } = aConfig();
    const byHand = [lastResort, settings.exophones[0] ?? '', numberOf(91), lastResort];
    const fallback = aFallback({ kind: 'open' }, aConfig({ settings: { ...settings, lastResort: byHand } }));
    expect(await fallback.get({ CallSid: 'a1' }, { applet: 'unknown' })).toMatchObject({
      statusCode: 200,
      body: `${lastResort},${numberOf(91)}`,
    });
  });

  it('answers the last resort when its pool has no number left that may be dialled', async () => {
    expect((await aFallback({ kind: 'open' }, aConfig({ agents: {} })).get({ CallSid: 'a1' })).body).toBe(lastResort);
  });

  it('counts that it was needed', async () => {
    const { get, counted } = aFallback();
    await get({ CallSid: 'a1' });
    expect(counted).toEqual(['FallbackServed']);
  });
});
