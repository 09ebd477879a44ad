import { describe, expect, it } from 'vitest';
import type { Directory } from '../../functions/domain/ports.ts';
import { createHandler as createEvents } from '../../functions/events/handler.ts';
import { aConfig, aPool, national, one } from '../support/builders.ts';
import { aDesk } from '../support/events-desk.ts';
import { aRecord, type Get, invoke } from '../support/invoke.ts';
import { memoryHunts } from '../support/memory-hunts.ts';
import { samples } from '../support/samples.ts';
import { eventStoresOf, memoryCalls, someStores } from '../support/stores.ts';

describe('what cannot be used', () => {
  it.each<readonly [string, Get, string]>([
    [
      'an unknown number',
      { applet: 'agent', query: { CallSid: 'c1', DialWhomNumber: '09812345678', Status: 'busy' } },
      'EventUnusable',
    ],
    [
      'a SIP user',
      { applet: 'agent', query: { CallSid: 'c1', DialWhomNumber: 'sip:asha', Status: 'busy' } },
      'EventUnusable',
    ],
    [
      'null for everything',
      { applet: 'passthru', query: { CallSid: 'null', DialWhomNumber: 'null', DialCallStatus: 'null' } },
      'EventUnusable',
    ],
    ['nothing at all', { applet: 'agent' }, 'EventUnusable'],
    [
      'an unknown call without a number',
      { applet: 'passthru', query: { CallSid: 'c77', DialCallStatus: 'completed' } },
      'EventUnusable',
    ],
    ['an empty body', { applet: 'status', method: 'POST', body: '' }, 'EventUnusable'],
    [
      'a body that is no JSON',
      { applet: 'status', method: 'POST', body: '{', headers: { 'content-type': 'application/json' } },
      'EventUnusable',
    ],
    [
      'a body of another type',
      { applet: 'status', method: 'POST', body: '<a/>', headers: { 'content-type': 'text/xml' } },
      'EventUnusable',
    ],
    [
      'a multipart body without its boundary',
      { applet: 'status', method: 'POST', body: 'x', headers: { 'content-type': 'multipart/form-data' } },
      'EventUnusable',
    ],
    [
      'legs that are no legs',
      { applet: 'passthru', query: { CallSid: 'c1', Legs: '[{"Number":{"toString":1}}]' } },
      'EventUnusable',
    ],
    [
      'legs in legs in legs',
      {
        applet: 'status',
        method: 'POST',
        body: `{"CallSid":"c1","Legs":${'['.repeat(15_000)}${']'.repeat(15_000)}}`,
        headers: { 'content-type': 'application/json' },
      },
      'EventUnusable',
    ],
    ['one name ten thousand times', { applet: 'status', method: 'POST', body: 'a&'.repeat(30_000) }, 'EventUnusable'],
    [
      'JSON of nothing',
      { applet: 'status', method: 'POST', body: 'null', headers: { 'content-type': 'application/json' } },
      'EventUnusable',
    ],
    [
      'prototypes',
      {
        applet: 'status',
        method: 'POST',
        body: '{"__proto__":{"Status":"completed"},"constructor":1}',
        headers: { 'content-type': 'application/json' },
      },
      'EventUnusable',
    ],
  ])('is thanked for, counted, and leaves nothing: %s', async (_name, get, metric) => {
    const { tell, counted, lives, calls } = aDesk();
    expect(await tell(get)).toMatchObject({ statusCode: 200, body: 'ok' });
    expect(counted).toEqual([metric]);
    expect([lives.kept.size, calls.kept.size]).toEqual([0, 0]);
  });

  it('is refused with 413 above 64 KB, and with 403 without the key', async () => {
    const { post, tell, counted, lives } = aDesk();
    expect((await post('x'.repeat(1_000_000))).statusCode).toBe(413);
    expect((await tell({ applet: 'agent', query: { key: 'guess', CallSid: 'c1', Status: 'busy' } })).statusCode).toBe(
      403,
    );
    expect(counted).toEqual(['Refused', 'EventUnusable', 'Refused', 'KeyRejected']);
    expect(lives.kept.size).toBe(0);
  });

  it.each<readonly [string, level: string, Directory['config']]>([
    [
      'a bug',
      'error',
      async () => {
        throw new Error('a bug');
      },
    ],
    // The directory has a line of its own for that.
    ['a table that does not say who anybody is', 'info', async () => undefined],
  ])('is our own fault, which the flow of a call does not depend on either: %s', async (_what, level, config) => {
    const record = aRecord();
    const stores = someStores();
    const calls = memoryCalls(memoryHunts());
    const events = createEvents({
      stores: { ...eventStoresOf(aConfig(), stores, calls), directory: { config } },
      keys: { kind: 'open' },
      ...record,
    });
    const query = { CallSid: 'c1', DialWhomNumber: national(one), Status: 'busy' };
    expect(await invoke(events, { name: 'events', applet: 'agent', query })).toMatchObject({
      statusCode: 200,
      body: 'ok',
    });
    expect(record.counted).toEqual(['EventLost']);
    expect(record.logged).toMatchObject([{ level }]);
  });

  it('is a clock that is far ahead, which is counted', async () => {
    const { agent, counted } = aDesk();
    const CurrentTime = '2026-11-25 10:00:06';
    await agent('c1', one, { Status: 'busy', CurrentTime });
    expect(counted).toEqual(['EventUsed', 'ClockApart']);
  });
});

describe('a status callback', () => {
  const fields = {
    CallSid: 'c1',
    Status: 'completed',
    Direction: 'outbound-api',
    From: national(one),
    To: '09900112233',
  };
  const multipart = `--xx\r\n${Object.entries(fields)
    .map(([name, value]) => `content-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--xx`)
    .join('\r\n')}--\r\n`;

  it.each([
    ['multipart', multipart, 'multipart/form-data; boundary=xx'],
    ['urlencoded', new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded'],
    ['without a type', new URLSearchParams(fields).toString(), undefined],
    ['JSON', JSON.stringify(fields), 'application/json; charset=utf-8'],
  ])('is read as %s', async (_name, body, type) => {
    const { post, lives, counted } = aDesk();
    await post(body, type);
    expect(lives.kept.get('a1')).toMatchObject({ ended: { [`c1#${one}`]: { outcome: 'completed' } } });
    // The other end is the customer.
    expect(counted).toEqual(['EventUsed', 'EventUnusable', 'OutcomeCompleted']);
  });
});

it('an agent whom the API called is held from when the call is answered until it is over', async () => {
  const { post, ask, wait } = aDesk();
  const call = { CallSid: 'c9', Direction: 'outbound-api', From: national(one), To: '09900112233' };
  const callback = (more: Readonly<Record<string, string>>) =>
    post(new URLSearchParams({ ...call, ...more }).toString(), 'application/x-www-form-urlencoded');
  await callback({ EventType: 'answered', Status: 'in-progress' });
  wait(60);
  expect(await ask('c1')).not.toContain(one);
  await callback({ EventType: 'terminal', Status: 'completed' });
  wait(60);
  expect(await ask('c2')).toContain(one);
});

it('understands every passthru and status callback that was seen: outcome and agent of each', async () => {
  const numbers = { asha: '+919999999666', bharat: '+919876543703', chitra: '+918068869877' };
  const agents = Object.fromEntries(
    Object.entries(numbers).map(([id, number]) => [id, { name: id, numbers: [number] }]),
  );
  const config = aConfig({ agents, pools: { sales: aPool(Object.keys(numbers)), support: aPool([]) } });
  const rows: [string, string, string][] = [];
  for (const { name, query } of samples.filter(({ kind }) => kind === 'passthru' || kind === 'statuscallback')) {
    const { tell, logged } = aDesk(config);
    const response = await tell({ applet: 'passthru', query: Object.fromEntries(new URLSearchParams(query)) });
    expect(response.statusCode).toBe(200);
    const { outcome, events, why } = (logged[0] ?? {}) as {
      outcome?: string;
      why?: string;
      events?: { agent?: string }[];
    };
    const whose = (events ?? []).flatMap(({ agent }) => agent ?? []);
    rows.push([name, outcome ?? '-', whose.join() || `nobody (${why ?? 'no agent of ours'})`]);
  }
  console.log(rows.map(([name, outcome, agent]) => `${name.padEnd(64)} ${outcome.padEnd(10)} ${agent}`).join('\n'));
  expect(rows.map(([, ...told]) => told)).toEqual([
    ['-', 'nobody (nothing told)'],
    ['completed', 'asha'],
    ['canceled', 'asha'],
    ['no-answer', 'nobody (no CallSid)'],
    ['busy', 'nobody (no CallSid)'],
    ['-', 'nobody (nothing told)'],
    ['completed', 'nobody (no number)'],
    ['no-answer', 'nobody (no number)'],
    ['-', 'nobody (nothing told)'],
    ['completed', 'bharat'],
  ]);
});
