/** What an answer does without, named wherever somebody looks; whole rungs on a real table are in `test/adapters`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ConfigSource, HuntStore, LiveStore } from '../../functions/domain/ports.ts';
import { createHandler } from '../../functions/primary/handler.ts';
import type { Stores } from '../../functions/primary/stores.ts';
import { aConfig, anId, aPool, national, one, three, two } from '../support/builders.ts';
import { aRecord, type Get, invoke, type Query } from '../support/invoke.ts';
import { memoryHunts } from '../support/memory-hunts.ts';
import { memoryLives } from '../support/memory-lives.ts';
import { configsOf, deafHunts, someStores } from '../support/stores.ts';

const everybody = `${one},${two},${three}`;

const reporting = (number: string) => ({
  CallSid: 'a1',
  DialWhomNumber: national(number),
  DialCallStatus: 'no-answer',
});

const aPrimary = (parts: Partial<Stores> = {}) => {
  const record = aRecord();
  const hunts = memoryHunts();
  const handler = createHandler({ stores: someStores({ hunts, ...parts }), keys: { kind: 'open' }, ...record });
  return {
    ...record,
    get: (query: Query = { CallSid: 'a1' }, more: Get = {}) => invoke(handler, { query, ...more }),
    /** What the attempts of call a1 were decided without, as it is kept. */
    remembered: () =>
      hunts.visits(anId()).flatMap(({ attempts }) => Object.values(attempts).map(({ degraded }) => degraded)),
  };
};

/** In memory, and a newer one was waited for in vain. */
const staleConfigs = (config = aConfig()): ConfigSource => configsOf(config, 'TimeoutError');
const blindLives: LiveStore = {
  ...memoryLives(),
  read: async () => ({ kind: 'unavailable', cause: 'TimeoutError: too slow' }),
};
const blockedCaller = { settings: { ...aConfig().settings, blockedCallers: ['+9199001'] } };

const naming = (degraded: string) => ({ statusCode: 200, headers: { 'x-dial-whom-degraded': degraded } });

describe('an answer with everything known', () => {
  it('names no rung anywhere', async () => {
    const { get, logged, counted, remembered } = aPrimary();
    expect((await get()).headers).not.toHaveProperty('x-dial-whom-degraded');
    expect(logged).toMatchObject([{ decision: 'attempt', degraded: undefined, cause: undefined }]);
    expect(counted).toEqual(['Offered']);
    expect(remembered()).toEqual([undefined]);
  });
});

describe('an answer from a stale configuration', () => {
  it('is remembered as any other, and says so in header, log, metric and record', async () => {
    const { get, logged, counted, remembered } = aPrimary({ configs: staleConfigs() });
    expect(await get()).toMatchObject({ ...naming('stale-config'), body: everybody });
    expect(logged).toMatchObject([{ decision: 'attempt', degraded: 'stale-config', cause: 'TimeoutError' }]);
    expect(counted).toEqual(['Offered', 'StaleConfig']);
    expect(remembered()).toEqual(['stale-config']);
  });

  it('says so with a repeat, with nobody, to a blocked caller and to a HEAD', async () => {
    const { get, counted } = aPrimary({ configs: staleConfigs() });
    await get();
    expect(await get(), 'a repeat').toMatchObject(naming('stale-config'));
    for (const number of [one, two]) await get(reporting(number));
    expect(await get(reporting(three)), 'nobody').toMatchObject({ ...naming('stale-config'), body: '' });
    expect(counted.slice(2)).toEqual(
      [['Repeated'], ...['Offered', 'Offered', 'Exhausted'].map((answer) => [answer, 'OutcomeNoAnswer'])].flatMap(
        ([answer, ...outcome]) => [answer, 'StaleConfig', ...outcome],
      ),
    );
    expect(await get({ CallSid: 'a2' }, { method: 'HEAD' }), 'a HEAD').toMatchObject(naming('stale-config'));
    const blocked = aPrimary({ configs: staleConfigs(aConfig(blockedCaller)) });
    expect(await blocked.get({ CallSid: 'a1', CallFrom: '09900112233' })).toMatchObject(naming('stale-config'));
    expect(blocked.counted).toEqual(['Blocked', 'StaleConfig']);
  });
});

describe('a HEAD request', () => {
  const head = { method: 'HEAD' } as const;
  const canary = { CallSid: 'canary-1' };
  /** No call of a HEAD is remembered, nor asked for. */
  const hunts: HuntStore = {
    latest: async () => expect.unreachable('a hunt is read'),
    commit: async () => expect.unreachable('a hunt is written'),
  };

  it('says in header, log and metric that the configuration is stale, whoever asks', async () => {
    for (const query of [canary, { CallSid: 'a1' }]) {
      const { get, logged, counted } = aPrimary({ configs: staleConfigs(), hunts });
      expect(await get(query, head)).toMatchObject({ ...naming('stale-config'), body: '' });
      expect(logged).toMatchObject([{ degraded: 'stale-config', cause: 'TimeoutError', revision: 1 }]);
      expect(counted).toEqual(['StaleConfig']);
    }
  });

  it('of a canary says that agents cannot be read, and of anybody else reads none', async () => {
    const { get, logged, counted } = aPrimary({ lives: blindLives, hunts });
    expect(await get(canary, head)).toMatchObject({ ...naming('state'), body: '' });
    expect(logged).toMatchObject([{ degraded: 'state', cause: 'TimeoutError: too slow' }]);
    expect(counted).toEqual(['Degraded']);
    expect((await get({ CallSid: 'a1' }, head)).headers).not.toHaveProperty('x-dial-whom-degraded');
    expect(counted).toEqual(['Degraded']);
  });

  it('says in the log why there is no answer', async () => {
    const configs: ConfigSource = { read: async () => ({ kind: 'unavailable', cause: 'TimeoutError' }) };
    const { get, logged } = aPrimary({ configs, hunts });
    expect((await get(canary, head)).statusCode).toBe(503);
    expect(logged).toMatchObject([{ status: 503, cause: 'TimeoutError' }]);
  });
});

describe('an answer without what is known of agents', () => {
  it('is remembered, and says so in header, log, metric and record', async () => {
    const { get, logged, counted, remembered } = aPrimary({ lives: blindLives });
    expect(await get()).toMatchObject({ ...naming('state'), body: everybody });
    expect(logged).toMatchObject([{ decision: 'attempt', degraded: 'state', cause: 'TimeoutError: too slow' }]);
    expect(counted).toEqual(['Offered', 'Degraded']);
    expect(remembered()).toEqual(['state']);
  });

  it('says so when only some of them could not be read', async () => {
    const lives: LiveStore = {
      ...memoryLives(),
      read: async () => ({ kind: 'found', view: new Map(), partialBecause: 'the table left some agents over' }),
    };
    const { get, logged } = aPrimary({ lives });
    expect(await get()).toMatchObject(naming('state'));
    expect(logged).toMatchObject([{ cause: 'the table left some agents over' }]);
  });

  it('says so when they are those of the pool that its hunt was pinned to', async () => {
    let config = aConfig();
    const real = memoryLives();
    const lives: LiveStore = {
      ...real,
      read: (agents) =>
        (agents.includes('a1') && config.applets.main?.routes.length === 1 ? blindLives : real).read(agents),
    };
    const configs: ConfigSource = { read: (applet) => configsOf(config).read(applet) };
    const { get, remembered } = aPrimary({ configs, lives });
    await get();
    config = aConfig({ applets: { main: { fetch: 'each', routes: [{ when: {}, pool: 'support' }] } } });
    expect(await get(reporting(one))).toMatchObject({ ...naming('state'), body: `${two},${three}` });
    expect(remembered()).toEqual([undefined, 'state']);
  });

  it('and from a stale configuration is one without state, which is worse', async () => {
    const { get, counted, remembered } = aPrimary({ lives: blindLives, configs: staleConfigs() });
    expect(await get()).toMatchObject(naming('state'));
    expect(counted).toEqual(['Offered', 'Degraded']);
    expect(remembered()).toEqual(['state']);
  });
});

describe('an answer without the memory of its call', () => {
  it('is the pure order without the number the request says was tried, and says so', async () => {
    const { get, logged, counted } = aPrimary({ hunts: deafHunts, configs: staleConfigs() });
    expect(await get()).toMatchObject({ ...naming('state'), body: everybody });
    expect(await get(reporting(one))).toMatchObject({ ...naming('state'), body: `${two},${three}` });
    expect(logged).toMatchObject(
      [3, 2].map((count) => ({ decision: 'none', degraded: 'state', cause: 'TimeoutError: too slow', count })),
    );
    expect(counted).toEqual(['Offered', 'Degraded', 'Offered', 'Degraded']);
  });

  it('says so too when it is nobody', async () => {
    const never = { timeZone: 'Asia/Kolkata', weekly: {}, dates: {} };
    const closed = { hours: { never }, pools: { sales: aPool(['a1'], { hours: 'never' }), support: aPool(['a4']) } };
    for (const [reason, parts] of Object.entries({ closed, blocked: blockedCaller })) {
      const { get, counted } = aPrimary({ hunts: deafHunts, configs: configsOf(aConfig(parts)) });
      expect(await get({ CallSid: 'a1', CallFrom: '09900112233' })).toMatchObject({
        statusCode: 200,
        headers: { 'x-dial-whom-reason': reason, 'x-dial-whom-degraded': 'state' },
      });
      expect(counted).toEqual([reason === 'closed' ? 'Closed' : 'Blocked', 'Degraded']);
    }
  });

  it('is what comes of a race whose winner cannot be read', async () => {
    const hunts: HuntStore = { ...memoryHunts(), commit: async () => ({ kind: 'unavailable', cause: 'TimeoutError' }) };
    const { get, counted } = aPrimary({ hunts });
    expect(await get()).toMatchObject({ ...naming('state'), body: everybody });
    expect(counted).toEqual(['Offered', 'Degraded']);
  });
});

describe('an answer of which nobody can say whether it was written', () => {
  it('is the offer it tried to commit, and says so', async () => {
    const hunts: HuntStore = { ...memoryHunts(), commit: deafHunts.commit };
    const { get, logged, counted } = aPrimary({ hunts, configs: staleConfigs() });
    expect(await get()).toMatchObject({ ...naming('state'), body: everybody });
    expect(logged).toMatchObject([{ decision: 'attempt', degraded: 'state', cause: 'TimeoutError: too slow' }]);
    expect(counted).toEqual(['Offered', 'Degraded']);
  });
});

describe('a 503', () => {
  const asked = async (parts: Partial<Stores>, query: Query = { CallSid: 'a1' }) => {
    const { get, logged, counted } = aPrimary(parts);
    const { statusCode, headers } = await get(query);
    expect(headers).not.toHaveProperty('x-dial-whom-degraded');
    return { statusCode, logged, counted };
  };
  const unavailable = { statusCode: 503, counted: ['Unavailable'] };

  it('is the answer rather than nobody when the only number was tried and nobody knows the rest', async () => {
    const configs = configsOf(aConfig({ pools: { sales: aPool(['a1']), support: aPool(['a4']) } }));
    expect(await asked({ hunts: deafHunts, configs }, reporting(one))).toMatchObject(unavailable);
  });

  it('is the answer when its pool has no number left that may be dialled', async () => {
    const configs = configsOf(aConfig({ agents: {} }));
    expect(await asked({ configs })).toMatchObject(unavailable);
    expect(await asked({ configs, hunts: deafHunts })).toMatchObject(unavailable);
  });

  it('is the answer when there is no configuration, and its log says why', async () => {
    const configs: ConfigSource = { read: async () => ({ kind: 'unavailable', cause: 'TimeoutError' }) };
    const { logged, ...answer } = await asked({ configs });
    expect(answer).toMatchObject(unavailable);
    expect(logged).toMatchObject([{ answer: 'unavailable', cause: 'TimeoutError' }]);
  });

  it('is the answer when something throws that never should', async () => {
    const configs: ConfigSource = { read: () => Promise.reject(new Error('a bug')) };
    const { logged, ...answer } = await asked({ configs });
    expect(answer).toMatchObject(unavailable);
    expect(logged).toMatchObject([{ level: 'error', fault: 'a bug' }]);
  });

  it('is the answer at the deadline, well before the provider gives up', async () => {
    const configs: ConfigSource = { read: () => sleep(5000, { kind: 'unknown-applet' as const }, { ref: false }) };
    const startedMs = performance.now();
    expect(await asked({ configs })).toMatchObject(unavailable);
    expect(performance.now() - startedMs).toBeLessThan(3000);
  });
});
