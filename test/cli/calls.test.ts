import { expect, it } from 'vitest';
import { readCalls } from '../../bin/calls/listing.ts';
import { callKey, dayKey, keptDays } from '../../functions/adapters/call-item.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { aServiceOfPools } from '../support/pools.ts';

const pools = `
settings:
  country: IN
  timeZone: Asia/Kolkata
  numberPolicy: { countries: [IN], types: [mobile] }
  lastResort: ["+919000000090"]
agents:
  asha: { name: Asha Rao, numbers: ["+919000000011"] }
pools:
  sales: { members: [asha] }
  quiet: { members: [asha] }
applets:
  main: { routes: [{ pool: sales }] }
`;

it('calls of a pool are listed, and of one there is not it is said that there is none', async () => {
  const { rings, program } = await aServiceOfPools(pools);
  await rings('main');
  expect((await program('calls', '--pool', 'sales')).out).toMatch(/ sales +1 /);
  expect(await program('calls', '--pool', 'quiet')).toMatchObject({ code: 0, out: 'no calls since then\n' });
  for (const printed of [[], ['--json']])
    expect(await program('calls', '--pool', 'nosuch', ...printed)).toEqual({
      code: 1,
      out: '',
      err: 'there is no pool nosuch in dial-whom: sales, quiet\n',
    });
});

const nowMs = Date.parse('2026-11-25T10:00:00Z');
const dayMs = 24 * 3600_000;

/** As many calls as these as no test could write into a real one. */
const aTableThatLists = (items: readonly Record<string, unknown>[]) => {
  const asked: string[] = [];
  const send = async ({
    input,
  }: {
    readonly input: { readonly ExpressionAttributeValues: Record<string, string> };
  }) => {
    const { ':day': day = '' } = input.ExpressionAttributeValues;
    asked.push(day);
    return { Items: day === dayKey(nowMs, 0) ? items : [] };
  };
  return { asked, table: { name: 't', client: { send } as unknown as Table['client'] } };
};

it('all calls of a busy day are read', async () => {
  const items = Array.from({ length: 300_000 }, (_, call) => ({ pk: callKey(`c${call}`) }));
  const { table } = aTableThatLists(items);
  expect((await readCalls(table, nowMs - dayMs, nowMs)).size).toBe(items.length);
});

it('no day is asked for of which no call can be kept any more', async () => {
  const { table, asked } = aTableThatLists([]);
  await readCalls(table, nowMs - 99_999 * dayMs, nowMs);
  const days = [...new Set(asked.map((key) => key.slice('DAY#'.length, -'#0'.length)))];
  expect(days).toContain(new Date(nowMs - keptDays * dayMs).toISOString().slice(0, 10));
  expect(days.length).toBeLessThan(keptDays + 7);
});
