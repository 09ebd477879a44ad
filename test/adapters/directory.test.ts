import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import { keys } from '../../functions/adapters/config-keys.ts';
import { createDirectory } from '../../functions/adapters/directory.ts';
import { connect, localConnection } from '../../functions/adapters/dynamo.ts';
import { aConfig, aPool } from '../support/builders.ts';
import { aRecord } from '../support/invoke.ts';
import { aTable, type TestTable } from '../support/tables.ts';

let table: TestTable;
beforeAll(async () => {
  table = await aTable();
});
afterAll(() => table.stop());

const atMs = Date.parse('2026-11-25T23:59:59Z');
const signal = () => AbortSignal.timeout(10_000);

describe('the directory', () => {
  const sign = { by: 'test', at: '2026-11-25T00:00:00Z' };

  it('is the configuration that was applied last, a minute old at most, and the last good one when nothing answers', async () => {
    let nowMs = atMs;
    let isAway = false;
    const away = connect(localConnection('http://127.0.0.1:9'));
    const record = aRecord();
    const directory = createDirectory(
      {
        name: table.name,
        get client() {
          return isAway ? away : table.client;
        },
      },
      record.log,
      () => nowMs,
    );
    expect(await directory.config(signal())).toBeUndefined();
    const config = aConfig();
    await applyConfig(table, config, sign);
    expect(await directory.config(signal()), 'within the minute').toBeUndefined();
    nowMs += 60_000;
    expect(await directory.config(signal())).toEqual(config);
    const edited = aConfig({ pools: { sales: aPool(['a1']), support: aPool(['a4']) } });
    await applyConfig(table, edited, sign);
    nowMs += 60_000;
    expect(await directory.config(signal())).toEqual(edited);
    isAway = true;
    nowMs += 60_000;
    expect(await directory.config(signal())).toEqual(edited);
    expect(record.logged).toMatchObject([{ message: 'the directory of agents is not refreshed' }]);
  });

  it('is looked at again although the clock is set back by an hour', async () => {
    let nowMs = atMs;
    const directory = createDirectory(table, aRecord().log, () => nowMs);
    await applyConfig(table, aConfig(), sign);
    expect(await directory.config(signal())).toEqual(aConfig());
    const edited = aConfig({ pools: { sales: aPool(['a2']), support: aPool(['a4']) } });
    await applyConfig(table, edited, sign);
    nowMs -= 3600_000;
    expect(await directory.config(signal())).toEqual(edited);
  });

  it('is what was applied last also where somebody broke or deleted the item that names the revision', async () => {
    await applyConfig(table, aConfig(), sign);
    const { Item } = await table.client.send(new GetCommand({ TableName: table.name, Key: keys.revision }));
    for (const broken of [{ ...Item, revision: '1' }, undefined]) {
      if (broken === undefined)
        await table.client.send(new DeleteCommand({ TableName: table.name, Key: keys.revision }));
      else await table.client.send(new PutCommand({ TableName: table.name, Item: broken }));
      const directory = createDirectory(table, aRecord().log, () => atMs);
      expect((await directory.config(signal()))?.agents).toEqual(aConfig().agents);
    }
    await table.client.send(new PutCommand({ TableName: table.name, Item: Item ?? {} }));
  });
});
