/** From the table to the object that the fallback reads. */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { openSnapshotObject } from '../../bin/local/snapshot-object.ts';
import { readStanding } from '../../bin/table/revision.ts';
import { keys } from '../../functions/adapters/config-keys.ts';
import { createMarkStore } from '../../functions/adapters/mark-store.ts';
import { createWholeConfig } from '../../functions/adapters/whole-config.ts';
import type { SnapshotStore } from '../../functions/domain/snapshot-ports.ts';
import { createHandler } from '../../functions/publisher/handler.ts';
import { aConfig, aPool, numberOf } from '../support/builders.ts';
import { aRecord } from '../support/invoke.ts';
import { aPublishing, nowMs, poisoned, scheduled } from '../support/publishing.ts';

/** What the stream tells when an item has changed. */
const change = ({ pk, sk }: { readonly pk: string; readonly sk: string }) =>
  ({ Records: [{ dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } } } }] }) as DynamoDBStreamEvent;

describe('the publisher', () => {
  it('puts what was applied where the fallback reads it, with revision and time', async () => {
    const { publish, published, counted } = await aPublishing();
    await publish(scheduled);
    expect(await published()).toEqual({ revision: 1, publishedAtMs: nowMs, config: aConfig() });
    expect(counted).toEqual(['SnapshotPublished']);
  });

  it('puts the last good one in the place of an item that somebody broke by hand, and counts it', async () => {
    const { publish, published, put, counted, logged } = await aPublishing();
    await publish(scheduled);
    await put({ ...keys.pool('sales'), strategy: 'by star sign' });
    await publish(scheduled);
    expect(await published()).toMatchObject({ config: { pools: { sales: { strategy: 'linear' } } } });
    expect(counted.slice(1)).toEqual(['ConfigInvalid', 'SnapshotPublished']);
    expect(logged.at(-1)).toMatchObject({
      level: 'error',
      ignored: { 'POOL#sales/META': expect.stringContaining('strategy') },
    });
  });

  it('finds an applet that somebody added by hand by the item that changed, and keeps it', async () => {
    const { publish, published, put } = await aPublishing();
    await put({ ...keys.applet('night'), routes: [{ when: {}, pool: 'support' }] });
    await publish(change(keys.applet('night')));
    await publish(scheduled);
    expect(await published()).toMatchObject({
      config: { applets: { main: {}, night: { routes: [{ pool: 'support' }] } } },
    });
  });

  it('leaves out an applet that somebody is adding by hand and that leads nowhere yet', async () => {
    const { publish, published, put, counted, logged } = await aPublishing();
    await put({ ...keys.applet('night'), routes: [{ when: {}, pool: 'nobody' }] });
    await publish(change(keys.applet('night')));
    expect(counted).toEqual(['ConfigInvalid', 'SnapshotPublished']);
    expect(logged.at(-1)).toMatchObject({ ignored: { 'APPLET#night/META': expect.any(String) } });
    expect(await published()).toMatchObject({ config: { applets: aConfig().applets } });
  });

  it('hands on the turns of somebody who was deleted, as the primary does, whichever applets use the rotation', async () => {
    const night = { timeZone: 'Asia/Kolkata', start: '2026-11-02', handoverMinute: 0, turnDays: 1, offset: 0 };
    const to = (pool: string) => ({ fetch: 'each', routes: [{ when: {}, pool }] }) as const;
    const { publish, published, remove } = await aPublishing(
      aConfig({
        rotations: { night: { ...night, agents: ['a1', 'a2'] } },
        pools: {
          'on-call': aPool([], { members: [{ rotation: 'night', tier: 1, weight: 1 }] }),
          support: aPool(['a4']),
        },
        applets: { before: to('support'), main: to('on-call'), support: to('support') },
      }),
    );
    await publish(scheduled);
    await remove(keys.agent('a1'));
    await publish(scheduled);
    expect(await published()).toMatchObject({ config: { rotations: { night: { agents: ['a2', 'a2'] } } } });
  });

  it('waits for the first apply', async () => {
    const { publish, logged } = await aPublishing('nothing');
    await publish(scheduled);
    expect(logged).toMatchObject([{ level: 'info', message: 'snapshot waiting' }]);
  });

  it('waits while a configuration is being applied, and not for one that was cut short', async () => {
    const { publish, logged, table } = await aPublishing();
    const begin = (atMs: number) => {
      const pending = { revision: 2, token: 't', by: 'test', at: new Date(atMs).toISOString() };
      const update = new UpdateCommand({
        TableName: table.name,
        Key: keys.revision,
        UpdateExpression: 'SET pending = :pending',
        ExpressionAttributeValues: { ':pending': pending },
      });
      return table.client.send(update);
    };
    await begin(nowMs - 1_000);
    await publish(scheduled);
    // A clock that is behind.
    await begin(nowMs - 120_000);
    await publish(scheduled);
    await begin(nowMs - 301_000);
    await publish(scheduled);
    expect(logged.map(({ message }) => message)).toEqual([
      'snapshot waiting',
      'snapshot waiting',
      'snapshot published',
    ]);
  });

  it('of two at once lets the one win that read the table last', async () => {
    const { publish, published, apply, bucket, aPublisher } = await aPublishing();
    await publish(scheduled);
    let hasOvertaken = false;
    const slow: SnapshotStore = {
      read: bucket.read,
      write: async (...args) => {
        if (!hasOvertaken) {
          hasOvertaken = true;
          await apply(aConfig({ pools: { ...aConfig().pools, sales: aPool(['a3', 'a2', 'a1']) } }));
          await publish(scheduled);
        }
        return bucket.write(...args);
      },
    };
    await aPublisher(slow).publish(scheduled);
    expect(await published()).toMatchObject({
      revision: 2,
      config: { pools: { sales: { members: [{ agent: 'a3' }, {}, {}] } } },
    });
  });

  it.each([
    ['that is no snapshot', '<html>'],
    ['of another format', '{"format":2,"sha256":""}\n{}\n'],
  ])('replaces an object %s', async (_name, text) => {
    const { publish, published, endpoint } = await aPublishing();
    await fetch(`${endpoint}/snapshot.json`, { method: 'PUT', body: text });
    expect(await published()).toMatchObject({ kind: 'unusable' });
    await publish(scheduled);
    expect(await published()).toMatchObject({ revision: 1 });
  });

  it('reads no agent more often because something is published already', async () => {
    const names = Array.from({ length: 6 }, (_, index) => `b${index}`);
    const agents = Object.fromEntries(names.map((id, index) => [id, { name: id, numbers: [numberOf(60 + index)] }]));
    const pools = Object.fromEntries(names.map((id) => [id, aPool([id])]));
    const applets = Object.fromEntries(
      names.map((id) => [id, { fetch: 'each', routes: [{ when: {}, pool: id }] }] as const),
    );
    const { publish, table } = await aPublishing(aConfig({ agents, pools, applets }));
    let keysRead = 0;
    table.client.middlewareStack.add(
      (next) => (args) => {
        const { RequestItems = {} } = args.input as { RequestItems?: Record<string, { Keys?: unknown[] }> };
        keysRead += RequestItems[table.name]?.Keys?.length ?? 0;
        return next(args);
      },
      { step: 'initialize' },
    );
    await publish(scheduled);
    // An applet and an agent each.
    expect(keysRead).toBe(12);
    await publish(scheduled);
    expect(keysRead).toBe(24);
  });

  it('tells the table once which revision the fallback answers from, also when it refuses another', async () => {
    const { publish, apply, table } = await aPublishing();
    let writes = 0;
    table.client.middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          if (commandName === 'UpdateItemCommand') writes += 1;
          return next(args);
        },
      { step: 'initialize' },
    );
    const publishedAfter = async (act: () => Promise<unknown> = async () => {}) => {
      await act();
      for (let run = 1; run <= 3; run += 1) await publish(scheduled);
      return (await readStanding(table))?.published;
    };
    expect(await publishedAfter()).toBe(1);
    // The mark, and that stamps are asked for: what is told again would run the publisher again, for ever.
    expect(writes).toBe(2);
    expect(await publishedAfter(() => apply(poisoned()))).toBe(1);
    expect(await publishedAfter(() => apply(poisoned(), true))).toBe(3);
  });

  it('rejects, to be run again, when the bucket or the table cannot be read', async () => {
    const { aPublisher, bucket, table } = await aPublishing();
    const gone = aPublisher(openSnapshotObject('http://127.0.0.1:9'));
    await expect(gone.publish(scheduled)).rejects.toThrow(/bucket cannot be read/);
    const { log } = aRecord();
    const whole = createWholeConfig({ ...table, name: 'nowhere' }, () => nowMs);
    const publish = createHandler({
      whole,
      marks: createMarkStore(table),
      snapshots: bucket,
      clock: () => nowMs,
      log,
    });
    await expect(publish(scheduled)).rejects.toThrow(/table cannot be read: ResourceNotFound/);
  });
});
