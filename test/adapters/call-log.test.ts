import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayKey, dayShards } from '../../functions/adapters/call-item.ts';
import { createCallLog, eventsKey } from '../../functions/adapters/call-log.ts';
import { connect, localConnection } from '../../functions/adapters/dynamo.ts';
import { huntKey } from '../../functions/adapters/hunt-item.ts';
import { createHuntStore } from '../../functions/adapters/hunt-store.ts';
import { noPhones } from '../../functions/domain/call-phones.ts';
import { decide } from '../../functions/domain/cursor.ts';
import { aCall, aConfig, anId, aPool, one, someInputs, three, two } from '../support/builders.ts';
import { aRecord } from '../support/invoke.ts';
import { aTable, type TestTable } from '../support/tables.ts';

let table: TestTable;
beforeAll(async () => {
  table = await aTable();
});
afterAll(() => table.stop());

const atMs = Date.parse('2026-11-25T23:59:59Z');
const signal = () => AbortSignal.timeout(10_000);
const event = { atMs, kind: 'over', agent: 'a1', number: one, outcome: 'busy', effect: 'changed' } as const;

describe('what events told of a call', () => {
  const log = () => createCallLog(table, aRecord().log);
  const itemOf = async (callSid: string) =>
    (await table.client.send(new GetCommand({ TableName: table.name, Key: eventsKey(callSid) }))).Item;

  it('is kept in the order in which it came in, with a conversation outweighing everything else', async () => {
    await log().append('c1', { atMs, caller: '+919900112233', outcome: 'busy', events: [event] }, signal());
    await log().append('c1', { atMs: atMs + 5, outcome: 'canceled', events: [] }, signal());
    expect((await itemOf('c1'))?.told).toEqual({ outcome: 'busy', atMs });
    const spoke = {
      atMs: atMs + 9,
      outcome: 'completed',
      agent: 'a1',
      events: [{ ...event, atMs: atMs + 9 }],
    } as const;
    await log().append('c1', spoke, signal());
    await log().append('c1', { atMs: atMs + 10, outcome: 'completed', events: [] }, signal());
    await log().append('c1', { atMs: atMs + 11, outcome: 'busy', events: [] }, signal());
    expect(await itemOf('c1')).toMatchObject({
      events: [event, { ...event, atMs: atMs + 9 }],
      told: { outcome: 'completed', agent: 'a1', atMs: atMs + 9 },
      caller: '+919900112233',
      startedMs: atMs,
      expiresAt: Math.floor(atMs / 1000) + 30 * 24 * 3600,
    });
  });

  it('is found by the day on which it began', async () => {
    await log().append('c2', { atMs, events: [event] }, signal());
    const shards = Array.from({ length: dayShards }, (_, shard) => dayKey(atMs, shard));
    expect(shards[0]).toBe('DAY#2026-11-25#0');
    const found = await Promise.all(
      shards.map((day) =>
        table.client.send(
          new QueryCommand({
            TableName: table.name,
            IndexName: 'calls',
            KeyConditionExpression: '#day = :day AND startedMs >= :since',
            ExpressionAttributeNames: { '#day': 'day' },
            ExpressionAttributeValues: { ':day': day, ':since': atMs },
          }),
        ),
      ),
    );
    expect(found.flatMap(({ Items = [] }) => Items).map(({ pk }) => pk)).toContain('CALL#c2');
  });

  it('has no more events than tell the story', async () => {
    const many = Array.from({ length: 60 }, () => event);
    for (let round = 0; round < 4; round += 1) await log().append('c3', { atMs, events: many }, signal());
    expect((await itemOf('c3'))?.events).toHaveLength(120);
  });

  it('says what became of the call although there are enough events already', async () => {
    const many = Array.from({ length: 100 }, () => event);
    await log().append('c7', { atMs, outcome: 'busy', events: many }, signal());
    const spoke = { atMs: atMs + 9, caller: '+919900112233', outcome: 'completed', agent: 'a1' } as const;
    await log().append('c7', { ...spoke, events: [{ ...event, outcome: 'completed' }] }, signal());
    const item = await itemOf('c7');
    expect(item).toMatchObject({
      told: { outcome: 'completed', agent: 'a1', atMs: atMs + 9 },
      caller: '+919900112233',
      startedMs: atMs,
    });
    expect(item?.events).toEqual(many);
  });

  it('is about whom the call’s last answer expected to ring, and whom events told of besides', async () => {
    expect(await log().phones('c4', signal())).toEqual(noPhones);
    const decision = decide(aCall({ CallSid: 'c4' }), anId('c4'), undefined, someInputs());
    if (decision.kind !== 'answer') throw new Error('a first request is answered');
    await createHuntStore(table).commit(anId('c4'), decision.write, signal());
    await log().append('c4', { atMs, events: [{ ...event, number: two }, event] }, signal());
    expect(await log().phones('c4', signal())).toMatchObject({
      sent: [{ by: 'answer', number: one, isArrival: true }],
      attempt: 1,
      owners: new Map([
        [one, 'a1'],
        [two, 'a2'],
        [three, 'a3'],
      ]),
    });
    await log().append('c4', { atMs, events: [{ ...event, kind: 'ringing', number: two }] }, signal());
    expect((await log().phones('c4', signal())).sent.at(-1)).toMatchObject({ by: 'ringing', number: two, atMs });
  });

  it('is about the last answer also where the hunts before it fill more than a page', async () => {
    const elsewhere = aConfig({ pools: { sales: aPool(['a2']), support: aPool(['a4']) } });
    for (const [index, applet] of ['desk-1', 'desk-2', 'desk-3', 'desk-4'].entries()) {
      const id = { ...anId('c6'), applet };
      const world = someInputs(applet === 'desk-4' ? elsewhere : aConfig(), { nowMs: atMs + index });
      const decision = decide(aCall({ CallSid: 'c6' }), id, undefined, world);
      if (decision.kind !== 'answer') throw new Error('a first request is answered');
      await createHuntStore(table).commit(id, decision.write, signal());
      const filled = {
        UpdateExpression: 'SET filler = :filler',
        ExpressionAttributeValues: { ':filler': 'x'.repeat(380_000) },
      };
      await table.client.send(new UpdateCommand({ TableName: table.name, Key: huntKey(id, 1), ...filled }));
    }
    expect(await log().phones('c6', signal())).toMatchObject({ attempt: 1 });
    expect((await log().phones('c6', signal())).sent.at(-1)).toMatchObject({ number: two });
  });

  it('is forgotten, and that is logged, when nothing answers', async () => {
    const record = aRecord();
    const nobody = createCallLog(
      { client: connect(localConnection('http://127.0.0.1:9')), name: 'nowhere' },
      record.log,
    );
    await nobody.append('c5', { atMs, events: [] }, signal());
    expect(await nobody.phones('c5', signal())).toEqual(noPhones);
    expect(record.logged).toMatchObject([
      { message: 'an event is not kept with its call' },
      { message: 'the hunts of a call cannot be read' },
    ]);
  });
});
