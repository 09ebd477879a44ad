/** What the fallback makes of a snapshot: it knows what the primary knew when that was published. */
import { describe, expect, it } from 'vitest';
import type { Config } from '../../functions/domain/config.ts';
import type { SnapshotMemory } from '../../functions/domain/snapshot-ports.ts';
import { createHandler } from '../../functions/fallback/handler.ts';
import { aConfig, aPool, four, numberOf, one, three, two } from '../support/builders.ts';
import { aRecord, invoke, type Query } from '../support/invoke.ts';

const publishedAtMs = Date.parse('2026-11-21T06:00:00Z');

const aFallback = (config: Config, { nowMs = publishedAtMs + 90_000, refreshed = config } = {}) => {
  const record = aRecord();
  const known = (from: Config) => ({ source: 'snapshot', revision: 7, publishedAtMs, config: from }) as const;
  const snapshots: SnapshotMemory = { current: async () => known(config), refreshed: async () => known(refreshed) };
  const handler = createHandler({ snapshots, clock: () => nowMs, keys: { kind: 'open' }, ...record });
  return {
    ...record,
    get: (query: Query, applet = 'main') => invoke(handler, { query, applet }),
    head: (query: Query, applet = 'main') => invoke(handler, { query, applet, method: 'HEAD' }),
  };
};

const published = (parts: Partial<Config>) => aFallback(aConfig(parts));
const reversed = () => aConfig({ pools: { ...aConfig().pools, sales: aPool(['a3', 'a2', 'a1']) } });

describe('the fallback with a snapshot', () => {
  it('answers from it, and says so in headers, log and age', async () => {
    const { get, logged, measured } = aFallback(reversed());
    expect(await get({ CallSid: 'a1' })).toMatchObject({
      statusCode: 200,
      body: `${three},${two},${one}`,
      headers: { 'x-dial-whom-source': 'snapshot', 'x-dial-whom-revision': '7', 'x-dial-whom-age-seconds': '90' },
    });
    expect(logged).toEqual([expect.objectContaining({ source: 'snapshot', revision: 7, ageSeconds: 90 })]);
    expect(measured).toMatchObject({ SnapshotAgeSeconds: 90 });
  });

  it('takes the routes from it', async () => {
    const { get } = published({ applets: { main: { fetch: 'each', routes: [{ when: {}, pool: 'support' }] } } });
    expect((await get({ CallSid: 'a1' })).body).toBe(four);
  });

  it('keeps closed what is closed', async () => {
    const hours = { never: { timeZone: 'Asia/Kolkata', weekly: {}, dates: {} } };
    const { get } = published({ hours, pools: { sales: aPool(['a1'], { hours: 'never' }) } });
    expect(await get({ CallSid: 'a1' })).toMatchObject({ body: '', headers: { 'x-dial-whom-reason': 'closed' } });
  });

  it('keeps blocked who is blocked, and dials nobody whom the policy denies', async () => {
    const { settings } = aConfig();
    const { get } = published({
      settings: {
        ...settings,
        blockedCallers: ['+919900112233'],
        numberPolicy: { ...settings.numberPolicy, deniedPrefixes: [two] },
      },
    });
    expect(await get({ CallSid: 'a1', CallFrom: '09900112233' })).toMatchObject({
      body: '',
      headers: { 'x-dial-whom-reason': 'blocked' },
    });
    expect((await get({ CallSid: 'a1' })).body).toBe(`${one},${three}`);
  });

  it('answers an applet that it does not have with the last resort', async () => {
    const { get } = aFallback(reversed());
    expect(await get({ CallSid: 'a1' }, 'nowhere')).toMatchObject({
      body: numberOf(90),
      headers: { 'x-dial-whom-source': 'last-resort', 'x-dial-whom-revision': '7' },
    });
  });

  it('of a publisher whose clock is an hour ahead is of no age, and answered from', async () => {
    const { get, measured } = aFallback(reversed(), { nowMs: publishedAtMs - 3_600_000 });
    expect((await get({ CallSid: 'a1' })).body).toBe(`${three},${two},${one}`);
    expect(measured).toMatchObject({ SnapshotAgeSeconds: 0 });
  });

  it('lets the canary wait for a newer one, and no caller', async () => {
    const { get } = aFallback(aConfig(), { refreshed: reversed() });
    expect((await get({ CallSid: 'a1' })).body).toBe(`${one},${two},${three}`);
    expect((await get({ CallSid: 'canary-1' })).body).toBe(`${three},${two},${one}`);
  });

  it('counts callers and not the canary, whose answers tell the age all the same', async () => {
    const { get, counted, measured } = aFallback(aConfig());
    await get({ CallSid: 'canary-1' });
    expect(counted).toEqual([]);
    expect(measured).toMatchObject({ SnapshotAgeSeconds: 90 });
    await get({ CallSid: 'a1' });
    expect(counted).toEqual(['FallbackServed']);
  });

  it('tells a HEAD from what and how old, and nobody whom to ring', async () => {
    const { head, logged, counted } = aFallback(reversed());
    expect(await head({ CallSid: 'a1' })).toMatchObject({
      statusCode: 200,
      body: '',
      headers: {
        'x-dial-whom-reason': 'head',
        'x-dial-whom-source': 'snapshot',
        'x-dial-whom-revision': '7',
        'x-dial-whom-age-seconds': '90',
      },
    });
    expect((await head({ CallSid: 'a1' }, 'nowhere')).headers).toMatchObject({ 'x-dial-whom-source': 'last-resort' });
    expect(counted).toEqual([]);
    expect(logged[0]).toMatchObject({ source: 'snapshot', revision: 7, ageSeconds: 90 });
    expect(logged[0]).not.toHaveProperty('answer');
  });

  it('does for the HEAD of a canary what it does for its GET: refreshes what is due, and notes its age', async () => {
    const older = aConfig();
    const refreshed: string[] = [];
    const record = aRecord();
    const known = { source: 'snapshot', revision: 7, publishedAtMs, config: older } as const;
    const snapshots: SnapshotMemory = {
      current: async () => known,
      refreshed: async () => {
        refreshed.push('refreshed');
        return { ...known, revision: 8, publishedAtMs: publishedAtMs + 60_000 };
      },
    };
    const handler = createHandler({
      snapshots,
      clock: () => publishedAtMs + 90_000,
      keys: { kind: 'open' },
      ...record,
    });
    const head = (CallSid: string) => invoke(handler, { query: { CallSid }, method: 'HEAD' });
    expect((await head('a1')).headers).toMatchObject({ 'x-dial-whom-revision': '7' });
    expect(refreshed).toEqual([]);
    expect((await head('canary-1')).headers).toMatchObject({ 'x-dial-whom-revision': '8' });
    expect(refreshed).toEqual(['refreshed']);
    expect(record.measured).toEqual({ SnapshotAgeSeconds: 30 });
  });
});
