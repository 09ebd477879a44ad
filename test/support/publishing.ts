/** The way from a table to the object that the fallback reads, of a test's own: a real DynamoDB interface, the object over HTTP. */
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { onTestFinished } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import { openSnapshotObject, startSnapshotObject } from '../../bin/local/snapshot-object.ts';
import type { Item, Key } from '../../functions/adapters/item.ts';
import { createMarkStore } from '../../functions/adapters/mark-store.ts';
import { createWholeConfig } from '../../functions/adapters/whole-config.ts';
import type { Config } from '../../functions/domain/config.ts';
import { createHandler, type PublisherEvent } from '../../functions/publisher/handler.ts';
import { aConfig, aPool } from './builders.ts';
import { aRecord } from './invoke.ts';
import { aTable } from './tables.ts';

export const nowMs = Date.parse('2026-11-21T06:00:00Z');
export const scheduled = { source: 'aws.events' } as PublisherEvent;

/** Pool `sales` of `aConfig` loses two of its three. */
export const poisoned = (): Config => aConfig({ pools: { ...aConfig().pools, sales: aPool(['a1']) } });

/** With a publisher and, unless it shall be empty, `aConfig` applied to the table. */
export const aPublishing = async (applied: Config | 'nothing' = aConfig()) => {
  const [table, object] = await Promise.all([aTable(), startSnapshotObject()]);
  onTestFinished(async () => {
    await Promise.all([table.stop(), object.stop()]);
  });
  const apply = (config: Config, force = false) =>
    applyConfig(table, config, { by: 'test', at: new Date(nowMs).toISOString() }, { force });
  if (applied !== 'nothing') await apply(applied);

  const bucket = openSnapshotObject(object.endpoint);
  const aPublisher = (snapshots = bucket) => {
    const record = aRecord();
    const whole = createWholeConfig(table, () => nowMs);
    return {
      ...record,
      publish: createHandler({ whole, marks: createMarkStore(table), snapshots, clock: () => nowMs, ...record }),
    };
  };
  return {
    table,
    endpoint: object.endpoint,
    bucket,
    apply,
    aPublisher,
    ...aPublisher(),
    /** As somebody does it with another tool. */
    put: (item: Item) => table.client.send(new PutCommand({ TableName: table.name, Item: item })),
    remove: async (...keys: readonly Key[]) => {
      for (const Key of keys) await table.client.send(new DeleteCommand({ TableName: table.name, Key }));
    },
    /** What the fallback would find. */
    published: async () => {
      const reading = await bucket.read(new AbortController().signal);
      return reading.kind === 'found' ? reading.snapshot : reading;
    },
  };
};
