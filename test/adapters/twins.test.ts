/** A request and its twin in one process, and another call in another process, on one table. */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCallState } from '../../functions/adapters/call-state.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { createHandler } from '../../functions/primary/handler.ts';
import { aConfig, aPool, one, two } from '../support/builders.ts';
import { aRecord, invoke } from '../support/invoke.ts';
import { configsOf } from '../support/stores.ts';
import { aTable, type TestTable } from '../support/tables.ts';

let table: TestTable;
beforeAll(async () => {
  table = await aTable();
});
afterAll(() => table.stop());

const configs = configsOf(aConfig({ pools: { sales: aPool(['a1', 'a2']), support: aPool(['a4']) } }));

/** Answers with who is at the head. */
const aProcess = (through: Table) => {
  const { log } = aRecord();
  const stores = { ...openCallState(through, log, Date.now), configs, clock: Date.now };
  const handler = createHandler({ stores, keys: { kind: 'open' }, log });
  return async (CallSid: string) =>
    (await invoke(handler, { query: { CallSid, CallFrom: `0990011${CallSid}` } })).body.split(',')[0];
};

/** The table, at which the first claim is late. */
const withLateClaim = () => {
  const { promise: isUnderWay, resolve: underWay } = Promise.withResolvers<void>();
  const { promise: isLetGo, resolve: letGo } = Promise.withResolvers<void>();
  let claims = 0;
  const send = async (command: UpdateCommand, options: object) => {
    if (command instanceof UpdateCommand && String(command.input.Key?.pk).startsWith('AGENT#')) {
      claims += 1;
      underWay();
      if (claims === 1) await isLetGo;
    }
    return table.client.send(command, options);
  };
  return { through: { name: table.name, client: { send } as unknown as Table['client'] }, isUnderWay, letGo };
};

it('hold whom they both offer, however late the claim of the first of them comes to the table', async () => {
  const { through, isUnderWay, letGo } = withLateClaim();
  const ask = aProcess(through);
  const first = ask('1000');
  await isUnderWay;
  expect(await ask('1000')).toBe(one);
  expect(await aProcess(table)('2000')).toBe(two);
  letGo();
  expect(await first).toBe(one);
});
