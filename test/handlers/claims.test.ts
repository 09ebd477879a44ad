import { describe, expect, it } from 'vitest';
import type { Config } from '../../functions/domain/config.ts';
import { type Live, nothingKnown, ringLeaseMs } from '../../functions/domain/live.ts';
import type { Pool } from '../../functions/domain/pool.ts';
import type { ConfigSource, HuntStore, LiveStore } from '../../functions/domain/ports.ts';
import { createHandler } from '../../functions/primary/handler.ts';
import type { Stores } from '../../functions/primary/stores.ts';
import { aConfig, aPool, national, one, three, two } from '../support/builders.ts';
import { aRecord, invoke, type Query } from '../support/invoke.ts';
import { memoryHunts } from '../support/memory-hunts.ts';
import { memoryCallers, memoryLives } from '../support/memory-lives.ts';
import { configsOf, deafHunts, someStores } from '../support/stores.ts';

/** Each call from somebody else. */
const callerOf = (callSid: string): string => `0990011${callSid.replace(/\D/g, '').padStart(4, '0')}`;

const list = (...numbers: string[]) => numbers.join(',');

/** The primary on a pool of three, on a clock that moves when it is told to. */
const aDesk = (pool: Partial<Pool> = {}, parts: Partial<Stores> = {}, from = callerOf) => {
  let nowMs = Date.parse('2026-11-25T10:00:00+05:30');
  const record = aRecord();
  const lives = memoryLives();
  const config = aConfig({ pools: { sales: aPool(['a1', 'a2', 'a3'], pool), support: aPool(['a4']) } });
  const stores = someStores({ configs: configsOf(config), lives, clock: () => nowMs, ...parts });
  const handler = createHandler({ stores, keys: { kind: 'open' }, ...record });
  const ask = (query: Query) => invoke(handler, { query });
  const get = async (query: Query) => {
    const response = await ask(query);
    expect(response.statusCode).toBe(200);
    return response.body;
  };
  return {
    ...record,
    lives,
    ask,
    call: (CallSid: string, more: Query = {}) => get({ CallSid, CallFrom: from(CallSid), ...more }),
    report: (CallSid: string, number: string, status: string, more: Query = {}) =>
      get({ CallSid, CallFrom: from(CallSid), DialWhomNumber: national(number), DialCallStatus: status, ...more }),
    wait: (seconds: number) => {
      nowMs += seconds * 1000;
    },
    holderOf: (agent: string) =>
      Object.values(lives.kept.get(agent)?.leases ?? {}).find(({ untilMs }) => untilMs > nowMs)?.callSid,
  };
};

describe('the head of an answer', () => {
  it('is held for its call while he rings: the next call does not get him', async () => {
    const { call, wait, holderOf } = aDesk();
    expect(await call('c1')).toBe(list(one, two, three));
    expect(await call('c2')).toBe(list(two, three));
    expect(await call('c3')).toBe(list(three));
    expect(['a1', 'a2', 'a3'].map(holderOf)).toEqual(['c1', 'c2', 'c3']);
    wait(ringLeaseMs / 1000);
    expect(await call('c4')).toBe(list(one, two, three));
  });

  it('is held also where somebody else has the same number, in another pool', async () => {
    const config = aConfig({ pools: { sales: aPool(['a2']), support: aPool(['a1']) } });
    const agents = { a1: { name: 'One', numbers: [two] }, a2: { name: 'Two', numbers: [two] } };
    const { call, holderOf, logged } = aDesk({}, { configs: configsOf({ ...config, agents }) });
    expect(await call('c1')).toBe(two);
    expect([holderOf('a1'), holderOf('a2')]).toEqual([undefined, 'c1']);
    expect(logged).toMatchObject([{ agent: 'a2' }]);
  });

  it('is free again as soon as his call reports what became of him', async () => {
    const { call, report, wait, holderOf } = aDesk();
    await call('c1');
    expect(await report('c1', one, 'no-answer')).toBe(list(two, three));
    expect(['a1', 'a2'].map(holderOf)).toEqual([undefined, 'c1']);
    await report('c1', two, 'completed');
    expect(holderOf('a2'), 'for his wrap-up').toBe('c1');
    wait(10);
    expect(holderOf('a2')).toBeUndefined();
  });

  it('is nobody when every agent is held by other calls: an empty answer says busy, and a later visit may find one', async () => {
    const { call, wait, holderOf, ask } = aDesk();
    for (const sid of ['c1', 'c2', 'c3']) await call(sid);
    const busy = await ask({ CallSid: 'c4', CallFrom: callerOf('c4') });
    expect([busy.statusCode, busy.body, busy.headers?.['x-dial-whom-reason']]).toEqual([200, '', 'busy']);
    expect(holderOf('a1')).toBe('c1');
    wait(ringLeaseMs / 1000);
    expect(await call('c4')).toBe(list(one, two, three));
  });

  it('is the same for a caller who hung up and calls again, whoever else waits', async () => {
    const { call, holderOf } = aDesk();
    await call('c1', { CallFrom: '09900112233' });
    expect(await call('c2', { CallFrom: '+919900112233' })).toBe(list(one, two, three));
    expect(holderOf('a1')).toBe('c2');
    expect(await call('c3')).toBe(list(two, three));
  });

  it.each(['anonymous', '0000000000', ''])(
    'is another one for each caller who withholds his number as %j',
    async (CallFrom) => {
      const { call } = aDesk();
      expect((await call('c1', { CallFrom })).split(',')[0]).toBe(one);
      expect((await call('c2', { CallFrom })).split(',')[0]).toBe(two);
    },
  );

  it('counts as one offer, however often its request comes', async () => {
    const { call, lives } = aDesk();
    await Promise.all(Array.from({ length: 20 }, () => call('c1')));
    await call('c1');
    const offers = [...lives.kept].map(([agent, live]) => [agent, ...Object.values(live.offers)]);
    expect(offers).toEqual([['a1', 1]]);
  });

  it('rings his second number under a lease of its own', async () => {
    const agents = {
      ...aConfig().agents,
      a1: { name: 'One', numbers: [one, three] },
      a3: { name: 'Three', numbers: ['+919000000033'] },
    };
    const { report, call, holderOf, lives } = aDesk({}, { configs: configsOf(aConfig({ agents })) });
    await call('c1');
    expect(await report('c1', one, 'no-answer')).toBe(list(three, two, '+919000000033'));
    expect(holderOf('a1')).toBe('c1');
    expect(lives.kept.get('a1')?.leases['0']?.attempt).toBe(`main#-#1#${one}|no-answer`);
  });
});

describe('a pool without leases', () => {
  it('offers everybody in its order whoever is ringing, and still remembers who was offered', async () => {
    const { call, holderOf, lives } = aDesk({ leases: 'off' });
    expect(await call('c1')).toBe(list(one, two, three));
    expect(await call('c2')).toBe(list(one, two, three));
    expect(holderOf('a1')).toBeUndefined();
    expect(Object.values(lives.kept.get('a1')?.offers ?? {})).toEqual([2]);
  });
});

describe('when agents cannot be looked at or claimed', () => {
  const broken = (parts: Partial<LiveStore>): LiveStore => ({ ...memoryLives(), ...parts });

  it('answers in the order of the pool, claiming as it goes', async () => {
    const lives = broken({ read: async () => ({ kind: 'unavailable', cause: 'TimeoutError' }) });
    const { call, counted } = aDesk({}, { lives });
    expect(await call('c1')).toBe(list(one, two, three));
    expect(await call('c2')).toBe(list(two, three));
    expect(counted).toEqual(['Offered', 'Degraded', 'Offered', 'Degraded']);
  });

  it('answers whom it tried to claim when nobody can say whether it did, and counts that', async () => {
    const lives = broken({ claim: async () => ({ kind: 'unknown', cause: 'TimeoutError' }) });
    const { call, counted } = aDesk({}, { lives });
    expect(await call('c1')).toBe(list(one, two, three));
    expect(counted).toEqual(['Offered', 'UnclaimedOffer']);
  });

  it('goes on to others when somebody is taken and nobody can say by whom', async () => {
    const real = memoryLives();
    const taken = new Set(['a1']);
    const lives = broken({
      claim: async (claim, signal) =>
        taken.has(claim.agent) ? { kind: 'taken', live: undefined } : real.claim(claim, signal),
    });
    expect((await aDesk({}, { lives }).call('c1')).split(',')[0]).not.toBe(one);
  });

  it('stops claiming when there is no time left, and answers', async () => {
    let nowMs = Date.parse('2026-11-25T10:00:00+05:30');
    const held = (): Live => ({
      ...nothingKnown,
      leases: { 0: { callSid: 'x', attempt: 'x', number: one, claimedAtMs: nowMs, untilMs: nowMs + 1 } },
    });
    const lives = broken({
      claim: async () => {
        nowMs += 500;
        return { kind: 'taken', live: held() };
      },
    });
    const { call, counted } = aDesk({}, { lives, clock: () => nowMs });
    expect((await call('c1')).split(',')).toHaveLength(2);
    expect(counted).toEqual(['Offered', 'UnclaimedOffer']);
  });
});

describe('a pool that answers one number', () => {
  it('gives the next one with each attempt', async () => {
    const { call, report } = aDesk({ answer: 'one' });
    expect(await call('c1')).toBe(one);
    expect(await report('c1', one, 'busy')).toBe(two);
    expect(await report('c1', two, 'busy')).toBe(three);
    expect(await report('c1', three, 'busy')).toBe('');
  });
});

describe('a hunt whose pool its routes do not lead to any more', () => {
  it('still rings nobody of it who is paused or talks to somebody else', async () => {
    const pools = { sales: aPool(['a1', 'a2', 'a3']), support: aPool(['a4']) };
    let config = aConfig({ pools });
    const configs: ConfigSource = { read: async (applet) => configsOf(config).read(applet) };
    const { call, report, lives } = aDesk({}, { configs });
    await call('c1');
    config = aConfig({ pools, applets: { main: { fetch: 'each', routes: [{ when: {}, pool: 'support' }] } } });
    const paused = { atMs: 0, by: 'ravi' };
    await lives.change('a2', (live) => ({ kind: 'changed', live: { ...live, paused } }), AbortSignal.timeout(1000));
    expect(await report('c1', one, 'no-answer')).toBe(three);
  });
});

describe('a pool of which everybody missed too many calls', () => {
  it('goes on to ring whoever is not ringing, as long as somebody does not', async () => {
    const { call, lives } = aDesk();
    const missed = {
      misses: 3,
      lastMiss: { atMs: Date.parse('2026-11-25T09:58:00+05:30'), callSid: 'x', outcome: 'busy' },
    };
    for (const agent of ['a1', 'a2', 'a3']) lives.kept.set(agent, { ...nothingKnown, ...missed } as Live);
    expect(await call('c1')).toBe(list(one, two, three));
    expect(await call('c2')).toBe(list(two, three));
    expect(await call('c3')).toBe(list(three));
    expect(await call('c4')).toBe('');
  });
});

describe('an answer without the memory of its call', () => {
  it('leaves out who is paused, and puts who is held behind the others', async () => {
    const { call, lives, counted } = aDesk({}, { hunts: deafHunts });
    const lease = { callSid: 'x', attempt: 'x', number: one, claimedAtMs: 0, untilMs: Number.MAX_SAFE_INTEGER };
    lives.kept.set('a1', { ...nothingKnown, leases: { 0: lease } });
    lives.kept.set('a2', { ...nothingKnown, paused: { atMs: 0, by: 'ravi' } });
    expect(await call('c1')).toBe(list(three, one));
    expect(counted).toEqual(['Offered', 'Degraded']);
  });
});

describe('the deadline of a hunt', () => {
  it('ends it although somebody is left', async () => {
    const { call, report, wait } = aDesk({ huntDeadlineSeconds: 60 });
    await call('c1');
    wait(59);
    expect(await report('c1', one, 'no-answer')).toBe(list(two, three));
    wait(1);
    expect(await report('c1', two, 'no-answer')).toBe('');
  });
});

describe('a sticky pool', () => {
  const sticky = { withinHours: 24, maxOffersPerHour: 3 };
  const aStickyDesk = (more: Partial<Pool> = {}) =>
    aDesk({ sticky, ...more }, { callers: memoryCallers() }, () => '09900112233');

  it('offers first whom the caller spoke with last: the head of the answer after which nothing was asked any more', async () => {
    const { call, report, wait } = aStickyDesk();
    await call('c1');
    await report('c1', one, 'no-answer');
    wait(3600);
    expect(await call('c2')).toBe(list(two, one, three));
    expect(await call('c3', { CallFrom: '09900112234' })).toBe(list(one, three));
  });

  it('believes a reported conversation more than who was offered', async () => {
    const { call, report, wait } = aStickyDesk();
    await call('c1');
    await report('c1', three, 'completed');
    wait(3600);
    expect(await call('c2')).toBe(list(three, one, two));
  });

  it('forgets after its time, and when a call found nobody after all', async () => {
    const { call, report, wait } = aStickyDesk();
    await call('c1');
    await report('c1', one, 'no-answer');
    wait(25 * 3600);
    expect(await call('c2')).toBe(list(one, two, three));
    for (const number of [one, two, three]) await report('c2', number, 'no-answer');
    wait(3600);
    expect(await call('c3')).toBe(list(one, two, three));
  });

  it('goes back to whom he spoke with before when a call found nobody', async () => {
    const { call, report, wait } = aStickyDesk();
    await call('c1');
    await report('c1', one, 'no-answer');
    wait(600);
    await call('c2');
    for (const number of [two, one, three]) await report('c2', number, 'no-answer');
    wait(600);
    expect(await call('c3')).toBe(list(two, one, three));
  });

  it('spares somebody who was offered too much within the hour', async () => {
    const { call, report, wait } = aStickyDesk();
    await call('c1');
    await report('c1', one, 'no-answer');
    for (const sid of ['c2', 'c3']) {
      wait(60);
      expect(await call(sid), sid).toBe(list(two, one, three));
    }
    wait(60);
    expect(await call('c4')).toBe(list(one, two, three));
  });

  it('does not bring in somebody who is not there, and has nothing to remember of a withheld caller', async () => {
    const { call, report, wait } = aStickyDesk();
    await call('c1', { CallFrom: 'anonymous' });
    await report('c1', one, 'no-answer', { CallFrom: 'anonymous' });
    wait(3600);
    expect(await call('c2', { CallFrom: 'anonymous' })).toBe(list(one, two, three));
  });
});

describe('the fallback’s answer before ours', () => {
  it('does not lose the department that digits chose, whatever order the pool has', async () => {
    for (const strategy of ['least-recently-offered', 'round-robin', 'random'] as const) {
      const pools = { sales: aPool(['a1', 'a2'], { strategy }), support: aPool(['a3', 'a4'], { strategy }) };
      const { report } = aDesk({}, { configs: configsOf(aConfig({ pools })) });
      const body = await report('c1', three, 'no-answer');
      expect(body.split(',').at(-1)).toBe(three);
      expect(body.split(',')).toHaveLength(2);
      expect(body).not.toContain(one);
    }
  });
});

describe('an attempt that was claimed and never written', () => {
  it('does not bring back the number that is reported next', async () => {
    const hunts = memoryHunts();
    let isLost = true;
    const lossy: HuntStore = {
      ...hunts,
      commit: async (...given) => (isLost ? { kind: 'unknown', cause: 'TimeoutError' } : hunts.commit(...given)),
    };
    const { call, report } = aDesk({}, { hunts: lossy });
    expect(await call('c1')).toBe(list(one, two, three));
    isLost = false;
    expect(await report('c1', one, 'busy')).toBe(list(two, three, one));
  });
});

describe('people who stand in several pools', () => {
  const never = { timeZone: 'Asia/Kolkata', weekly: {}, dates: {} };
  const deskOf = (pools: Config['pools']) =>
    aDesk({}, { configs: configsOf(aConfig({ hours: { never }, pools: { support: aPool(['a4']), ...pools } })) });

  it('have their turns in the pool that rings them, not in one that is closed', async () => {
    const { call, wait } = deskOf({
      sales: aPool(['a1', 'a2', 'a3'], { hours: 'never', overflow: ['night'] }),
      night: aPool(['a1', 'a2', 'a3'], { strategy: 'round-robin' }),
    });
    const heads: string[] = [];
    for (const sid of ['c1', 'c2', 'c3', 'c4']) {
      heads.push((await call(sid)).split(',')[0] ?? '');
      wait(600);
    }
    expect(heads).toEqual([one, two, three, one]);
  });

  it('are held or not as the pool that rings them says', async () => {
    const off = deskOf({
      sales: aPool(['a1'], { overflow: ['night'] }),
      night: aPool(['a2', 'a3'], { leases: 'off' }),
    });
    await off.call('c1');
    expect(await off.call('c2')).toBe(list(two, three));
    expect(await off.call('c3')).toBe(list(two, three));
    const on = deskOf({
      sales: aPool(['a1'], { leases: 'off', hours: 'never', overflow: ['night'] }),
      night: aPool(['a2', 'a3']),
    });
    expect(await on.call('c1')).toBe(list(two, three));
    expect(await on.call('c2')).toBe(three);
  });
});
