import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Config } from '../../functions/domain/config.ts';
import type { Directory } from '../../functions/domain/ports.ts';
import { createHandler as createEvents } from '../../functions/events/handler.ts';
import { keysFrom } from '../../functions/http/authenticate.ts';
import { createHandler as createPrimary } from '../../functions/primary/handler.ts';
import { aConfig, aPool, national, numberOf, one, three, two } from '../support/builders.ts';
import { aRecord, type Get, invoke, type Query } from '../support/invoke.ts';
import { memoryHunts } from '../support/memory-hunts.ts';
import { memoryCallers, memoryLives } from '../support/memory-lives.ts';
import { samples } from '../support/samples.ts';
import { configsOf, eventStoresOf, memoryCalls, someStores } from '../support/stores.ts';

const startMs = Date.parse('2026-11-25T10:00:00+05:30');
const key = 'secret';

/** Primary and events on the same stores, on a clock that moves when it is told to. `now` is what was edited by hand since. */
const aDesk = (
  config: Config = aConfig({ pools: { sales: aPool(['a1', 'a2', 'a3']), support: aPool(['a4']) } }),
  now: Config = config,
) => {
  let nowMs = startMs;
  const record = aRecord();
  const [hunts, lives, callers] = [memoryHunts(), memoryLives(), memoryCallers()];
  const calls = memoryCalls(hunts);
  const stores = someStores({ configs: configsOf(now), hunts, lives, callers, clock: () => nowMs });
  const primary = createPrimary({ stores, keys: { kind: 'open' }, ...record });
  const events = createEvents({
    stores: eventStoresOf(config, stores, calls),
    keys: keysFrom(createHash('sha256').update(key).digest('hex')),
    ...record,
  });
  const clockText = (ms: number) => new Date(ms + 5.5 * 3600_000).toISOString().slice(0, 19).replace('T', ' ');
  const tell = (get: Get) => invoke(events, { name: 'events', ...get, query: { key, ...get.query } });
  return {
    ...record,
    lives,
    calls,
    callers,
    tell,
    wait: (seconds: number) => {
      nowMs += seconds * 1000;
    },
    ask: async (CallSid: string, more: Query = {}) => {
      const CallFrom = `0990011${CallSid.slice(1).padStart(4, '0')}`;
      const query = { CallSid, CallFrom, CurrentTime: clockText(nowMs), ...more };
      return (await invoke(primary, { query })).body;
    },
    agent: (CallSid: string, number: string, more: Query) =>
      tell({
        applet: 'agent',
        query: { CallSid, DialWhomNumber: national(number), CurrentTime: clockText(nowMs), ...more },
      }),
    passthru: (CallSid: string, more: Query) =>
      tell({ applet: 'passthru', query: { CallSid, CurrentTime: clockText(nowMs), ...more } }),
    post: (body: string, type?: string) =>
      tell({ applet: 'status', method: 'POST', body, headers: type === undefined ? {} : { 'Content-Type': type } }),
    holderOf: (agent: string) =>
      Object.values(lives.kept.get(agent)?.leases ?? {}).find(({ untilMs }) => untilMs > nowMs)?.callSid,
  };
};

describe('an agent of whom events tell that he talks', () => {
  it('is offered to nobody else, and again once his wrap-up is over', async () => {
    const { ask, agent, wait } = aDesk();
    expect(await ask('c1')).toBe([one, two, three].join());
    await agent('c1', one, { EventType: 'Dial', Status: 'busy' });
    wait(8);
    await agent('c1', one, { EventType: 'Answered', Status: 'busy' });
    wait(300);
    expect(await ask('c2')).toBe([two, three].join());
    await agent('c1', one, { EventType: 'Terminal', Status: 'free', DialCallStatus: 'completed' });
    wait(9);
    expect(await ask('c3')).toBe(three);
    wait(1);
    expect(await ask('c4')).toBe(one);
  });

  it('is held although no request of ours named him: behind the head, by the fallback, by a transfer', async () => {
    const { ask, agent, holderOf } = aDesk();
    await agent('c9', two, { EventType: 'Answered' });
    expect(holderOf('a2')).toBe('c9');
    expect(await ask('c1')).toBe([one, three].join());
  });

  it('is nobody to offer when all talk: empty, with the reason, and free when they stop', async () => {
    const { ask, agent, wait } = aDesk();
    for (const [index, number] of [one, two, three].entries()) await agent(`c${index}`, number, { Status: 'busy' });
    wait(600);
    expect(await ask('c8')).toBe('');
    await agent('c1', two, { Status: 'free', DialCallStatus: 'no-answer' });
    wait(31);
    expect(await ask('c9')).toBe(two);
  });
});

describe('an agent whom somebody edited by hand', () => {
  const { a1, a2 } = aConfig().agents;
  const pools = { sales: aPool(['a1', 'a2', 'a3']), support: aPool(['a4']) };

  it('is held while he talks, although the last apply does not know him', async () => {
    const added = { name: 'New', numbers: [numberOf(77)] };
    const now = aConfig({
      agents: { ...aConfig().agents, new: added },
      pools: { ...pools, sales: aPool(['new', 'a2', 'a3']) },
    });
    const { ask, agent, wait } = aDesk(aConfig({ pools }), now);
    expect(await ask('c1')).toBe([numberOf(77), two, three].join());
    await agent('c1', numberOf(77), { EventType: 'Answered' });
    wait(60);
    expect(await ask('c2')).toBe([two, three].join());
  });

  it('is held for the calls that ring him, and not whoever had his number before', async () => {
    const numbersOf = (other: typeof a1) => ({ name: 'x', numbers: other?.numbers ?? [] });
    const now = aConfig({ agents: { ...aConfig().agents, a1: numbersOf(a2), a2: numbersOf(a1) }, pools });
    const { ask, agent, wait, holderOf } = aDesk(aConfig({ pools }), now);
    expect(await ask('c1')).toBe([two, one, three].join());
    await agent('c1', two, { EventType: 'Answered' });
    wait(60);
    expect([holderOf('a1'), holderOf('a2')]).toEqual(['c1', undefined]);
    expect(await ask('c2')).toBe([one, three].join());
  });
});

describe('an event that names no number', () => {
  const unnamed = { DialWhomNumber: '' };

  it('is about whom the call was sent to before, not about whoever rings since that very second', async () => {
    const { ask, agent, wait, holderOf } = aDesk();
    await ask('c1');
    wait(20);
    expect(await ask('c1', { DialWhomNumber: national(one), DialCallStatus: 'no-answer' })).toBe([two, three].join());
    await agent('c1', one, { EventType: 'Terminal', Status: 'free', ...unnamed });
    expect([holderOf('a1'), holderOf('a2')]).toEqual([undefined, 'c1']);
    await agent('c1', one, { EventType: 'Terminal', Status: 'free', CurrentTime: '', ...unnamed });
    expect(holderOf('a2'), 'where no time is sent either').toBe('c1');
    wait(1);
    await agent('c1', one, { EventType: 'Terminal', Status: 'free', ...unnamed });
    expect(holderOf('a2'), 'a second later').toBe('c1');
    wait(5);
    await agent('c1', two, { EventType: 'Terminal', Status: 'free', ...unnamed });
    expect(holderOf('a2')).toBeUndefined();
  });
});

describe('an event that names no number, of a list that is dialled by the provider', () => {
  const once: Config = {
    ...aConfig({ pools: { sales: aPool(['a1', 'a2']), support: aPool(['a3', 'a4']) } }),
    applets: { main: { fetch: 'once', routes: aConfig().applets.main?.routes ?? [] } },
  };

  it('is about the phone that events told of last, and not about the head for ever', async () => {
    const { ask, agent, wait, holderOf } = aDesk(once);
    await ask('c1');
    await agent('c1', one, { EventType: 'Dial' });
    wait(30);
    await agent('c1', one, { EventType: 'Terminal', DialCallStatus: 'no-answer' });
    await agent('c1', two, { EventType: 'Dial' });
    wait(8);
    await agent('c1', two, { EventType: 'Answered', DialWhomNumber: '' });
    expect([holderOf('a1'), holderOf('a2')]).toEqual([undefined, 'c1']);
    wait(60);
    expect(await ask('c2')).toBe(one);
  });

  it('frees nobody whom the next Connect of the flow rings', async () => {
    const { ask, agent, passthru, wait, holderOf } = aDesk(once);
    await ask('c1');
    await agent('c1', one, { EventType: 'Dial' });
    wait(30);
    await agent('c1', two, { EventType: 'Dial' });
    wait(30);
    const CurrentTime = '2026-11-25 10:01:00';
    await ask('c1', { digits: '"2"', CurrentTime });
    await agent('c1', three, { EventType: 'Dial', CurrentTime });
    await passthru('c1', { CallType: 'incomplete', CurrentTime });
    // Whoever rang so long may have talked.
    wait(11);
    expect(['a1', 'a2', 'a3'].map(holderOf)).toEqual([undefined, undefined, 'c1']);
  });
});

describe('an agent whose number is applied to somebody else while he talks', () => {
  it('is free when that call is over, and the other one was never held', async () => {
    const pools = { sales: aPool(['a1', 'a2', 'a3']), support: aPool(['a4']) };
    const { a1, a2 } = aConfig().agents;
    const numbersOf = (other: typeof a1) => ({ name: 'x', numbers: other?.numbers ?? [] });
    const now = aConfig({ agents: { ...aConfig().agents, a1: numbersOf(a2), a2: numbersOf(a1) }, pools });
    // The events go by what was applied, and the call was planned with what was there before.
    const { ask, agent, wait, holderOf } = aDesk(now, aConfig({ pools }));
    expect(await ask('c1')).toBe([one, two, three].join());
    await agent('c1', one, { EventType: 'Answered' });
    expect([holderOf('a1'), holderOf('a2')]).toEqual(['c1', undefined]);
    wait(60);
    await agent('c1', one, { EventType: 'Terminal', DialCallStatus: 'completed' });
    wait(11);
    expect([holderOf('a1'), holderOf('a2')]).toEqual([undefined, undefined]);
  });
});

describe('a caller who gives up', () => {
  it('frees whom his call was ringing, also when the passthru names nobody', async () => {
    const { ask, passthru, holderOf, lives } = aDesk();
    await ask('c1');
    expect(holderOf('a1')).toBe('c1');
    await passthru('c1', { CallType: 'client-hangup', DialCallStatus: 'canceled' });
    expect([holderOf('a1'), lives.kept.get('a1')?.misses]).toEqual([undefined, undefined]);
  });
});

describe('a conversation that events tell', () => {
  it('is with whom it was, although another one was at the head: he is offered first when the caller comes back', async () => {
    const sticky = { withinHours: 24, maxOffersPerHour: 12 };
    const config = aConfig({ pools: { sales: aPool(['a1', 'a2', 'a3'], { sticky }), support: aPool(['a4']) } });
    const { ask, passthru, wait } = aDesk(config);
    const CallFrom = '09900112233';
    await ask('c1', { CallFrom });
    await passthru('c1', { CallFrom, DialCallStatus: 'completed', DialWhomNumber: national(three) });
    // What a request guesses of that call does not count any more.
    await ask('c1', { CallFrom, digits: '1' });
    wait(3600);
    expect(await ask('c2', { CallFrom })).toBe([three, one, two].join());
    // He hung up before anybody answered: it stays with whom he did speak.
    await passthru('c2', { CallFrom, DialCallStatus: 'canceled', DialWhomNumber: national(three) });
    wait(3600);
    expect(await ask('c3', { CallFrom })).toBe([three, one, two].join());
  });
});

describe('what events tell of a conversation', () => {
  const sticky = { withinHours: 24, maxOffersPerHour: 12 };
  const config = aConfig({ pools: { sales: aPool(['a1', 'a2', 'a3'], { sticky }), support: aPool(['a4']) } });
  const caller = { CallFrom: '09900112233' };

  it('is not taken back by a report that names nobody', async () => {
    const { ask, post, callers } = aDesk(config);
    await ask('c1', caller);
    await post(JSON.stringify({ CallSid: 'c1', From: caller.CallFrom, Status: 'completed' }), 'application/json');
    expect(await callers.spokeWith('+919900112233', AbortSignal.timeout(1000))).toMatchObject({ agent: 'a1' });
  });

  it('is not told anew by a repeat, when the caller has spoken with somebody else since', async () => {
    const { passthru, wait, callers } = aDesk(config);
    const talked = (call: string, number: string) =>
      passthru(call, { ...caller, DialCallStatus: 'completed', DialWhomNumber: national(number) });
    await talked('c1', two);
    wait(300);
    await talked('c2', three);
    wait(600);
    await talked('c1', two);
    expect(await callers.spokeWith('+919900112233', AbortSignal.timeout(1000))).toMatchObject({ agent: 'a3' });
  });

  it('frees everybody whom events told of, when its end names nobody', async () => {
    const { ask, agent, post, wait, holderOf } = aDesk();
    await ask('c1');
    await agent('c1', two, { EventType: 'Answered' });
    wait(60);
    expect(holderOf('a2')).toBe('c1');
    await post(JSON.stringify({ CallSid: 'c1', Status: 'completed' }), 'APPLICATION/JSON');
    wait(11);
    expect(holderOf('a2')).toBeUndefined();
  });
});

describe('what events tell operators of a conversation', () => {
  it('is each outcome once, whoever tells it and however often, and which attempt led to the conversation', async () => {
    const { ask, agent, passthru, measured, counted } = aDesk();
    await ask('c1');
    await agent('c1', one, { EventType: 'Terminal', Status: 'free', DialCallStatus: 'busy' });
    await ask('c1', { DialWhomNumber: national(one), DialCallStatus: 'busy' });
    await agent('c1', two, { EventType: 'Answered', Status: 'busy' });
    for (const _twice of [1, 2]) await passthru('c1', { DialCallStatus: 'completed', DialWhomNumber: national(two) });
    expect(counted.filter((metric) => metric.startsWith('Outcome'))).toEqual(['OutcomeBusy', 'OutcomeCompleted']);
    expect(measured).toMatchObject({ AttemptsToCompleted: 2, CompletedAtFirst: 0 });

    await ask('c2');
    await agent('c2', one, { EventType: 'Terminal', Status: 'free', DialCallStatus: 'completed' });
    expect(measured).toMatchObject({ AttemptsToCompleted: 1, CompletedAtFirst: 1 });
  });

  it('is no attempt of ours where the first request tells of a conversation: the fallback, or an earlier visit, led to it', async () => {
    const { ask, measured } = aDesk();
    await ask('c1', { DialWhomNumber: national(one), DialCallStatus: 'completed' });
    expect(measured).toMatchObject({ OutcomeCompleted: 1 });
    expect(measured).not.toHaveProperty('AttemptsToCompleted');
  });

  it('is whose end nobody told, once he is offered again', async () => {
    const { ask, agent, wait, counted } = aDesk();
    await ask('c1');
    await agent('c1', one, { EventType: 'Answered', Status: 'busy' });
    wait(3600);
    expect(await ask('c2')).toContain(one);
    expect(counted).toContain('LeaseExpired');
    await agent('c2', one, { EventType: 'Terminal', Status: 'free', DialCallStatus: 'completed' });
    wait(3600);
    counted.length = 0;
    await ask('c3');
    expect(counted).not.toContain('LeaseExpired');
  });
});

describe('somebody who misses calls', () => {
  it('stands behind the others, is left out after three, and is offered all the same when he is the last of his pool', async () => {
    const { ask, wait, counted } = aDesk(aConfig({ pools: { sales: aPool(['a1', 'a2']), support: aPool(['a4']) } }));
    const miss = async (callSid: string, number: string) => {
      const answer = await ask(callSid);
      await ask(callSid, { DialWhomNumber: national(number), DialCallStatus: 'no-answer' });
      await ask(callSid, { DialWhomNumber: national(two), DialCallStatus: 'completed' });
      return answer;
    };
    expect(await miss('c1', one)).toBe([one, two].join());
    wait(20);
    expect(await ask('c2'), 'cooling').toBe([two, one].join());
    wait(600);
    await miss('c3', one);
    wait(600);
    await miss('c4', one);
    wait(60);
    expect(await ask('c5'), 'paused').toBe(two);
    await ask('c5', { DialWhomNumber: national(two), DialCallStatus: 'busy' });
    wait(100);
    for (const call of ['c6', 'c7']) {
      await ask(call);
      await ask(call, { DialWhomNumber: national(two), DialCallStatus: 'busy' });
      wait(100);
    }
    expect(await ask('c8'), 'nobody else is left').toBe([one, two].join());
    expect(counted).toContain('LastAgentOffered');
  });
});

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

  it.each<readonly [string, Directory['config']]>([
    [
      'a bug',
      async () => {
        throw new Error('a bug');
      },
    ],
    ['a table that does not say who anybody is', async () => undefined],
  ])('is our own fault, which the flow of a call does not depend on either: %s', async (_what, config) => {
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
