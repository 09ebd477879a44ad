import { afterAll, beforeAll, expect, it } from 'vitest';
import { readLives } from '../../bin/agents/lives.ts';
import { applyConfig } from '../../bin/change/apply.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { budget } from '../../functions/domain/budget.ts';
import { aConfig } from '../support/builders.ts';
import { runProgram } from '../support/commands.ts';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { aTable, type TestTable } from '../support/tables.ts';

let table: TestTable;
let far: FaultProxy;
beforeAll(async () => {
  table = await aTable();
  await applyConfig(table, aConfig(), { by: 'somebody', at: '2026-11-25T10:00:00Z' });
  far = await startFaultProxy(table.endpoint);
  far.fail({ delayMs: budget.viewMs + 200 });
});
afterAll(async () => {
  await far.stop();
  await table.stop();
});

it.each([
  ['agent', 'list'],
  ['pool', 'show', 'sales'],
  ['explain', '--applet', 'main', '--from', '09900112233', '--to', '08040001000'],
])('%s %s waits for a table that is too far away for a call', async (...args) => {
  const ran = await runProgram(...args, '--endpoint', far.endpoint, '--table', table.name);
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(ran.out).toContain('a1');
});

it('says that agents are not known rather than show somebody free whom the table left over', async () => {
  const Keys = [{ pk: 'AGENT#a2', sk: 'LIVE' }];
  const send = async () => ({ Responses: { t: [] }, UnprocessedKeys: { t: { Keys } } });
  const leaving = { name: 't', client: { send } as unknown as Table['client'] };
  expect(await readLives(leaving, ['a1', 'a2'])).toEqual({
    kind: 'unknown',
    why: 'the table left some agents over: run the same command again',
  });
  expect(await readLives(leaving, ['a1'])).toMatchObject({ kind: 'found' });
});
