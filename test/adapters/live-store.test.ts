import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openTable } from '../../bin/table/open.ts';
import { createCallerStore } from '../../functions/adapters/caller-store.ts';
import { connect, localConnection, type Table } from '../../functions/adapters/dynamo.ts';
import { createLiveStore } from '../../functions/adapters/live-store.ts';
import { rulesFor } from '../../functions/domain/availability.ts';
import { afterEvent } from '../../functions/domain/lease.ts';
import { isPaused, nothingKnown } from '../../functions/domain/live.ts';
import type { CallerStore } from '../../functions/domain/ports.ts';
import { aConfig, one } from '../support/builders.ts';
import { aRecord } from '../support/invoke.ts';
import { memoryCallers, memoryLives } from '../support/memory-lives.ts';
import { aTable, type TestTable } from '../support/tables.ts';
import { handPausesContract } from './hand-pauses.contract.ts';
import { liveStoreContract } from './live-store.contract.ts';

const record = aRecord();
const signal = () => AbortSignal.timeout(10_000);
const atMs = Date.parse('2026-11-21T06:00:00Z');

let table: TestTable;
beforeAll(async () => {
  table = await aTable();
});
afterAll(() => table.stop());

describe('the live store in memory', () => liveStoreContract(memoryLives));

describe('the live store in DynamoDB', () => {
  liveStoreContract(() => createLiveStore(table, record.log));
  handPausesContract(
    () => table,
    () => table,
  );

  const key = { pk: 'AGENT#x1', sk: 'LIVE' };
  const lease = { callSid: 'c1', attempt: 'main#-#1#1', number: one, claimedAtMs: atMs, untilMs: atMs + 40_000 };
  const claim = {
    agent: 'x1',
    pool: 'sales',
    atMs,
    by: 'c1#main#-#1#1',
    staleSlots: [],
    lease: { ...lease, place: '0', others: [] },
  };

  it('keeps of an item that somebody broke whatever can be used, and whoever was paused in whichever way stays paused', async () => {
    const store = createLiveStore(table, record.log);
    const [broken, agent] = [{ pk: 'AGENT#x7', sk: 'LIVE' }, 'x7'];
    const held = { ...lease, callSid: 'c9' };
    const Item = { ...broken, paused: true, version: '7', 'lease#0': held, 'lease#1': 'mine', 'offers#5984136': 'two' };
    await table.client.send(new PutCommand({ TableName: table.name, Item }));
    const seen = async () =>
      (await store.read([agent]).then((read) => (read.kind === 'found' ? read.view : undefined)))?.get(agent);
    const usable = { ...nothingKnown, paused: { atMs: 0, by: 'hand' }, leases: { 0: held } };
    expect(await seen()).toEqual(usable);
    expect(await store.claim({ ...claim, agent }, signal())).toMatchObject({ kind: 'taken' });
    const over = { callSid: 'c1', number: one, kind: 'over', outcome: 'busy' } as const;
    const rules = rulesFor(agent, aConfig());
    expect(await store.change(agent, (live) => afterEvent(live, over, rules, atMs), signal())).toMatchObject({
      kind: 'changed',
    });
    expect(await seen()).toMatchObject({ ...usable, version: 8, misses: 1 });
  });

  it('ends a pause by hand at the time that was written, whatever else was left out of it', async () => {
    const store = createLiveStore(table, record.log);
    const paused = { untilMs: atMs, reason: 'lunch' };
    await table.client.send(new PutCommand({ TableName: table.name, Item: { pk: 'AGENT#x9', sk: 'LIVE', paused } }));
    const read = await store.read(['x9']);
    const live = read.kind === 'found' ? read.view.get('x9') : undefined;
    expect(live?.paused).toEqual({ atMs: 0, by: 'hand', ...paused });
    expect([atMs - 1, atMs].map((nowMs) => live && isPaused(live, nowMs))).toEqual([true, false]);
  });

  it.each([false, null])('takes it that nobody is paused where somebody wrote %s for it', async (paused) => {
    const agent = `x10-${paused}`;
    const get = new GetCommand({ TableName: table.name, Key: { pk: `AGENT#${agent}`, sk: 'LIVE' } });
    await table.client.send(new PutCommand({ TableName: table.name, Item: { ...get.input.Key, paused, version: 3 } }));
    const store = createLiveStore(table, record.log);
    const read = await store.read([agent]);
    expect(read.kind === 'found' && read.view.get(agent)?.paused).toBeUndefined();
    expect(await store.claim({ ...claim, agent }, signal())).toEqual({ kind: 'claimed' });
    const missed = await store.change(agent, (live) => ({ kind: 'changed', live: { ...live, misses: 1 } }), signal());
    expect(missed).toMatchObject({ kind: 'changed', live: { misses: 1 } });
    expect((await table.client.send(get)).Item).not.toHaveProperty('paused');
  });

  it('claims an agent in whose item somebody broke what a claim counts on, and only once', async () => {
    const store = createLiveStore(table, record.log);
    const broken = { pk: 'AGENT#x8', sk: 'LIVE', version: '7', 'offers#5984136': 'two', lastAnsweredMs: 5 };
    await table.client.send(new PutCommand({ TableName: table.name, Item: broken }));
    const of = (callSid: string) => ({
      ...claim,
      agent: 'x8',
      by: callSid,
      lease: { ...claim.lease, callSid, attempt: callSid },
    });
    const others = [createLiveStore(table, record.log), createLiveStore(table, record.log)];
    const results = await Promise.all([store, ...others].map((one, index) => one.claim(of(`c${index}`), signal())));
    expect(results.map(({ kind }) => kind).toSorted()).toEqual(['claimed', 'taken', 'taken']);
    const read = await createLiveStore(table, record.log).read(['x8']);
    expect(read.kind === 'found' && read.view.get('x8')).toMatchObject({
      version: 9,
      offers: { 5984136: 1 },
      lastAnsweredMs: 5,
    });
  });

  it('mends nobody whom somebody else has mended meanwhile', async () => {
    const store = createLiveStore(table, record.log);
    const broken = { pk: 'AGENT#x9', sk: 'LIVE', version: '7' };
    await table.client.send(new PutCommand({ TableName: table.name, Item: broken }));
    const { client } = openTable({ endpoint: table.endpoint, name: table.name });
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          // Between the claim that the item does not take and the look at what is wrong with it.
          if (commandName === 'GetItemCommand') await store.claim({ ...claim, agent: 'x9', by: 'c8' }, signal());
          return next(args);
        },
      { step: 'initialize' },
    );
    onTestFinished(() => client.destroy());
    const later = createLiveStore({ ...table, client }, record.log);
    const lease = { ...claim.lease, callSid: 'c9', attempt: 'c9' };
    expect(await later.claim({ ...claim, agent: 'x9', by: 'c9', lease }, signal())).toMatchObject({ kind: 'taken' });
    const read = await store.read(['x9']);
    expect(read.kind === 'found' && read.view.get('x9')).toMatchObject({ version: 9 });
  });

  it('knows nothing of an agent whose item somebody broke, and mends it with the next claim', async () => {
    const store = createLiveStore(table, record.log);
    await table.client.send(new PutCommand({ TableName: table.name, Item: { ...key, lastOfferedMs: 'yesterday' } }));
    expect(await store.read(['x1'])).toEqual({ kind: 'found', view: new Map([['x1', nothingKnown]]) });
    expect(await store.claim(claim, signal())).toEqual({ kind: 'claimed' });
    expect(await store.read(['x1'])).toMatchObject({
      kind: 'found',
      view: new Map([
        [
          'x1',
          {
            lastOfferedMs: atMs,
            turns: { sales: atMs },
            offers: { 5984136: 1 },
            lastBy: claim.by,
            leases: { 0: lease },
            version: 1,
          },
        ],
      ]),
    });
  });

  it('claims an agent whose lease somebody broke by hand', async () => {
    const Item = { pk: 'AGENT#x3', sk: 'LIVE', 'lease#0': 'none' };
    await table.client.send(new PutCommand({ TableName: table.name, Item }));
    const store = createLiveStore(table, record.log);
    expect(await store.claim({ ...claim, agent: 'x3' }, signal())).toEqual({ kind: 'claimed' });
  });

  it('says that a view is not of everybody when the table twice leaves somebody over', async () => {
    const Item = { ...key, lastOfferedMs: atMs, turns: {}, offers: {}, leases: {} };
    let asked = 0;
    const send = async () => {
      asked += 1;
      return {
        Responses: { [table.name]: asked === 1 ? [Item] : [] },
        UnprocessedKeys: { [table.name]: { Keys: [{ ...key, pk: 'AGENT#x9' }] } },
      };
    };
    const client = { send } as unknown as Table['client'];
    const reading = await createLiveStore({ client, name: table.name }, record.log).read(['x1', 'x9']);
    expect(reading).toMatchObject({ kind: 'found', partialBecause: 'the table left some agents over' });
    expect(reading.kind === 'found' && [...reading.view.keys()]).toEqual(['x1']);
    expect(asked).toBe(2);
  });

  it('never lets an agent expire: somebody may be paused for months', async () => {
    await createLiveStore(table, record.log).claim({ ...claim, agent: 'x2' }, signal());
    const get = new GetCommand({ TableName: table.name, Key: { pk: 'AGENT#x2', sk: 'LIVE' } });
    expect((await table.client.send(get)).Item?.expiresAt).toBeUndefined();
  });

  it('replaces an item that somebody broke when it is told what became of a ring', async () => {
    const Item = { pk: 'AGENT#x4', sk: 'LIVE', version: 'first', misses: 'many' };
    await table.client.send(new PutCommand({ TableName: table.name, Item }));
    const store = createLiveStore(table, record.log);
    const told = await store.change('x4', (live) => ({ kind: 'changed', live: { ...live, misses: 1 } }), signal());
    expect(told).toMatchObject({ kind: 'changed' });
    expect(await store.read(['x4'])).toMatchObject({ view: new Map([['x4', { misses: 1, version: 1 }]]) });
  });

  it('does not reject when nothing answers: a view is unavailable, a claim unknown, what became of a ring not remembered', async () => {
    const nobody = createLiveStore(
      { client: connect(localConnection('http://127.0.0.1:9')), name: table.name },
      record.log,
    );
    expect(await nobody.read(['x1'])).toMatchObject({ kind: 'unavailable' });
    expect(await nobody.claim(claim, signal())).toMatchObject({ kind: 'unknown' });
    expect(await nobody.change('x1', () => ({ kind: 'stale' }), signal())).toEqual({ kind: 'unavailable' });
    expect(record.logged).toMatchObject([{ message: 'what became of a ring is not remembered', agent: 'x1' }]);
  });
});

describe.each<readonly [string, () => CallerStore]>([
  ['in memory', memoryCallers],
  ['in DynamoDB', () => createCallerStore(table, record.log)],
])('the caller store %s', (where, makeStore) => {
  const caller = (last: string) => `+91990011${where.length}${last}`;
  const spoke = { agent: 'a1', callSid: 'c1', atMs };

  it('knows whom a caller spoke with last, and nothing of others', async () => {
    const store = makeStore();
    await store.note(caller('01'), { kind: 'spoke', spoke }, signal());
    await store.note(caller('01'), { kind: 'spoke', spoke: { ...spoke, agent: 'a2', callSid: 'c2' } }, signal());
    expect(await store.spokeWith(caller('01'), signal())).toEqual({ ...spoke, agent: 'a2', callSid: 'c2' });
    expect(await store.spokeWith(caller('02'), signal())).toBeUndefined();
  });

  it('does not believe an older conversation when a later one with another call is known', async () => {
    const store = makeStore();
    const later = { agent: 'a2', callSid: 'c2', atMs: atMs + 1 };
    await store.note(caller('04'), { kind: 'spoke', spoke: later }, signal());
    await store.note(caller('04'), { kind: 'spoke', spoke }, signal());
    expect(await store.spokeWith(caller('04'), signal())).toEqual(later);
    await store.note(caller('04'), { kind: 'spoke', spoke: { ...spoke, callSid: 'c2' } }, signal());
    expect(await store.spokeWith(caller('04'), signal())).toEqual({ ...spoke, callSid: 'c2' });
  });

  it('forgets an agent when his own call found nobody after all, and not when another call did', async () => {
    const store = makeStore();
    await store.note(caller('03'), { kind: 'spoke', spoke }, signal());
    await store.note(caller('03'), { kind: 'nobody', callSid: 'c2' }, signal());
    expect(await store.spokeWith(caller('03'), signal())).toEqual(spoke);
    await store.note(caller('03'), { kind: 'nobody', callSid: 'c1' }, signal());
    expect(await store.spokeWith(caller('03'), signal())).toBeUndefined();
    const later = { agent: 'a2', callSid: 'c2', atMs: atMs + 1, before: spoke };
    await store.note(caller('03'), { kind: 'spoke', spoke: later }, signal());
    expect(await store.spokeWith(caller('03'), signal())).toEqual(later);
    await store.note(caller('03'), { kind: 'nobody', callSid: 'c2', before: spoke }, signal());
    expect(await store.spokeWith(caller('03'), signal())).toEqual(spoke);
  });
});

it('a caller store that nobody answers knows nothing and forgets what it is told', async () => {
  const nobody = createCallerStore(
    { client: connect(localConnection('http://127.0.0.1:9')), name: 'nowhere' },
    record.log,
  );
  expect(await nobody.spokeWith('+919900112233', signal())).toBeUndefined();
  await nobody.note('+919900112233', { kind: 'nobody', callSid: 'c1' }, signal());
  expect(record.logged.slice(-2)).toMatchObject([
    { message: 'whom a caller spoke with is not known' },
    { message: 'whom a caller spoke with is not remembered' },
  ]);
});
