/** What npm start says when it cannot load the pools file at once. */
import { expect, it, onTestFinished } from 'vitest';
import { ensureTable, startDatabase } from '../../bin/local/database.ts';
import { openTable } from '../../bin/table/open.ts';
import { lock } from '../../bin/table/revision.ts';
import { localTableName } from '../../bin/table/target.ts';
import { serve } from '../support/cli.ts';
import { type Fault, startFaultProxy } from '../support/fault-proxy.ts';

/** To which nothing was applied. */
const anEmptyTable = async () => {
  const database = await startDatabase();
  onTestFinished(() => database.stop());
  const table = openTable({ endpoint: database.endpoint, name: localTableName });
  onTestFinished(() => table.client.destroy());
  await ensureTable(table.client, table.name);
  return { ...table, endpoint: database.endpoint };
};

it('waits for a first start that was killed, and says so once', async () => {
  const table = await anEmptyTable();
  const at = new Date(Date.now() - 57_000).toISOString();
  await lock(table, undefined, { by: 'npm start', at });
  const { url, stop } = await serve({ DYNAMODB_ENDPOINT: table.endpoint });
  expect((await fetch(`${url}/primary/main?CallSid=a1`)).status).toBe(200);
  expect(await stop()).toMatchObject({
    code: 0,
    err: expect.stringMatching(
      new RegExp(`^waiting: npm start is changing the table, since ${at} \\(cut short\\? then from \\S+ on .*\\n$`),
    ),
  });
});

it.each([
  ['at its first write, with nothing changed', 1, /nothing was changed: run the same command again/],
  ['in the midst of it, and says how far it came', 2, /revision 1 is begun and not done\. Run the same command again/],
])('ends with what is wrong where the table takes no writes: %s', async (_when, survived, message) => {
  const proxy = await startFaultProxy((await anEmptyTable()).endpoint);
  onTestFinished(() => proxy.stop());
  // The first of them looks whether there is a table.
  let count = 0;
  const fault = (): Fault | undefined => {
    count += 1;
    return count > survived ? 'error 500' : undefined;
  };
  proxy.fail(fault, 'other');
  const starting = serve({ DYNAMODB_ENDPOINT: proxy.endpoint });
  await expect(starting).rejects.toThrow(/the service ended with 1: DynamoDB cannot answer at the moment/);
  await expect(starting).rejects.toThrow(message);
});
