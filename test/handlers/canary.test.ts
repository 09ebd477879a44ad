import { describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/canary/handler.ts';
import type { ParameterReading } from '../../functions/domain/ports.ts';
import { one, two } from '../support/builders.ts';
import { aRecord } from '../support/invoke.ts';

type Answer = {
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly ms?: number;
};

const plain = { 'content-type': 'text/plain; charset=utf-8' };
const key = '5ecre7'.repeat(5);
const pasted = `https://a.example/primary/main?key=${key}&leg=second\n  https://b.example/fallback/main?key=${key}\n`;
const atMs = Date.parse('2026-11-21T06:00:00Z');

/** Runs once: what was asked, measured and logged. The answers are those of the primary and of the fallback, or a failure. */
const run = async (
  { primary = {}, fallback = {} }: { readonly primary?: Answer | Error; readonly fallback?: Answer | Error } = {},
  reading: ParameterReading = { kind: 'found', value: pasted },
  isHead = false,
) => {
  const record = aRecord();
  const asked: string[] = [];
  const methods: string[] = [];
  let nowMs = atMs;
  const handler = createHandler({
    urls: { name: '/dial-whom/prod/urls', read: async () => reading },
    region: 'ap-south-1',
    clock: () => nowMs,
    isHead,
    fetch: async (url, { method }) => {
      asked.push(url);
      methods.push(method);
      const answer = url.includes('/primary/') ? primary : fallback;
      if (answer instanceof Error) throw answer;
      // One after the other, so that each has its own time.
      nowMs += answer.ms ?? 0;
      const { status = 200, body = `${one},${two}`, headers = plain } = answer;
      return new Response(body, { status, headers });
    },
    ...record,
  });
  await handler();
  return { ...record, asked, methods };
};

const failing = { PrimaryProbeFailed: 1, FallbackProbeFailed: 0 };
const healthy = { PrimaryProbeFailed: 0, FallbackProbeFailed: 0 };

describe('the canary', () => {
  it('asks both URLs as they are pasted into Exotel, with a CallSid that is nobody’s call', async () => {
    const { asked } = await run();
    expect(asked).toEqual([
      `https://a.example/primary/main?key=${key}&leg=second&CallSid=canary-ap-south-1-${atMs}`,
      `https://b.example/fallback/main?key=${key}&CallSid=canary-ap-south-1-${atMs}`,
    ]);
  });

  it('is content with numbers from both, and says in its log what they were answered from', async () => {
    const headers = { ...plain, 'x-dial-whom-source': 'snapshot', 'x-dial-whom-revision': '7' };
    const { measured, logged } = await run({ fallback: { headers: { ...headers, 'x-dial-whom-age-seconds': '42' } } });
    expect(measured).toEqual(healthy);
    expect(logged).toMatchObject([
      { level: 'info', url: 'primary', status: 200, callSid: `canary-ap-south-1-${atMs}` },
      { level: 'info', url: 'fallback', status: 200, source: 'snapshot', revision: 7, ageSeconds: 42 },
    ]);
  });

  it.each(['closed', 'blocked', 'busy', 'exhausted'])('is content with nobody, reason %s', async (reason) => {
    const empty = { body: '', headers: { ...plain, 'x-dial-whom-reason': reason } };
    expect((await run({ primary: empty, fallback: empty })).measured).toEqual(healthy);
  });

  it('asks by HEAD where only the provider may GET, is content without numbers then, and with nothing else', async () => {
    const head = { body: '' };
    const { measured, methods } = await run({ primary: head, fallback: head }, undefined, true);
    expect([measured, methods]).toEqual([healthy, ['HEAD', 'HEAD']]);
    const refused = await run({ primary: { ...head, status: 403 }, fallback: head }, undefined, true);
    expect(refused.measured).toEqual(failing);
    expect((await run()).methods).toEqual(['GET', 'GET']);
  });

  it.each<[string, Answer | Error, RegExp]>([
    ['a fault', { status: 503 }, /^status 503: it says to ask the fallback$/],
    ['a key that is refused', { status: 403 }, /^status 403: the key/],
    ['a redirect', { status: 302, headers: { ...plain, location: 'https://c.example/' } }, /^status 302$/],
    ['an answer in another type', { headers: { 'content-type': 'text/html' } }, /^content type text\/html/],
    ['nobody without a reason', { body: '' }, /^empty, reason missing$/],
    ['nobody because the call is over', { body: '', headers: { ...plain, 'x-dial-whom-reason': 'ended' } }, /ended/],
    ['an error page with a 200', { body: '<h1>oops</h1>' }, /no list of different numbers/],
    ['one number twice', { body: `${one},${one}` }, /no list of different numbers/],
    ['an answer that takes half of what Exotel waits', { ms: 5001 }, /it took 5001 ms/],
    ['no answer', Object.assign(new TypeError('fetch failed'), { cause: { code: 'x' } }), /^no answer: unknown$/],
    [
      'a refused connection',
      new TypeError('fetch failed', { cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) }),
      /^no answer: ECONNREFUSED$/,
    ],
    [
      'a cause without a code',
      new TypeError('fetch failed', { cause: new Error('bad port') }),
      /^no answer: bad port$/,
    ],
  ])('fails the primary for %s, says why, and still asks the fallback', async (_what, primary, why) => {
    const { measured, logged } = await run({ primary });
    expect(measured).toEqual(failing);
    expect(logged.find(({ url }) => url === 'primary')).toMatchObject({
      level: 'error',
      why: expect.stringMatching(why),
    });
  });

  it('never tells the key, not even when what answers sends it back or the error names the URL', async () => {
    const echo = { status: 404, body: pasted };
    const naming = new TypeError(`cannot fetch ${pasted}`);
    for (const failure of [naming, new TypeError('fetch failed', { cause: new Error(`bad key ${key}`) })]) {
      const { logged, measured } = await run({ primary: echo, fallback: failure });
      expect(measured).toEqual({ PrimaryProbeFailed: 1, FallbackProbeFailed: 1 });
      expect(JSON.stringify(logged)).not.toContain(key);
    }
  });

  it.each<[string, ParameterReading]>([
    ['is missing', { kind: 'missing' }],
    ['cannot be read', { kind: 'unavailable', cause: 'Systems Manager answers 400: AccessDenied' }],
    ['holds one URL', { kind: 'found', value: `https://a.example/primary/main?key=${key}` }],
    ['holds three', { kind: 'found', value: `${pasted} https://c.example/` }],
    ['holds something else', { kind: 'found', value: 'later' }],
  ])('fails both when the parameter %s, and logs the command that puts it there', async (_what, reading) => {
    const { measured, logged, asked } = await run({}, reading);
    expect(asked).toEqual([]);
    expect(measured).toEqual({ PrimaryProbeFailed: 1, FallbackProbeFailed: 1 });
    const command =
      'aws ssm put-parameter --region ap-south-1 --name /dial-whom/prod/urls --type SecureString --overwrite --value file://urls.txt';
    expect(logged).toMatchObject([{ level: 'error', how: expect.stringContaining(command) }]);
    expect(JSON.stringify(logged)).not.toContain(key);
  });
});
