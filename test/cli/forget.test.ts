import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { openTable } from '../../bin/config/table.ts';
import { dayKey } from '../../functions/adapters/call-item.ts';
import { aFolder, run, serve } from '../support/cli.ts';

const text = `
settings:
  country: IN
  timeZone: Asia/Kolkata
  numberPolicy: { countries: [IN], types: [mobile, fixed-line] }
  exophones: ["+918040001000"]
  lastResort: ["+919000000090"]
  blockedCallers: ["+919900199001"]
agents:
  asha: { name: Asha Rao, numbers: ["+919000000011"] }
  bharat: { name: Bharat Iyer, numbers: ["+919000000012"] }
pools:
  sales: { strategy: linear, members: [asha, bharat], sticky: { withinHours: 24 } }
applets:
  main: { routes: [{ pool: sales }] }
`;

const aService = async () => {
  const POOLS_FILE = join(aFolder(), 'pools.yaml');
  writeFileSync(POOLS_FILE, text);
  const { url } = await serve({ POOLS_FILE });
  const { endpoint } = (await (await fetch(`${url}/_local`)).json()) as { endpoint: string };
  const table = openTable({ endpoint, name: 'dial-whom' });
  const items = async () => (await table.client.send(new ScanCommand({ TableName: table.name }))).Items ?? [];
  return {
    table,
    items,
    forget: (...args: readonly string[]) => run(['forget', ...args], { PORT: new URL(url).port }),
    get: async (path: string, query: Readonly<Record<string, string>>) =>
      (await fetch(`${url}/${path}?${new URLSearchParams(query)}`)).text(),
    /** Paths of the items that hold it anywhere. */
    whereIs: async (digits: string) =>
      (await items()).filter((item) => JSON.stringify(item).includes(digits)).map(({ pk, sk }) => `${pk} ${sk}`),
  };
};

type Service = Awaited<ReturnType<typeof aService>>;

/** Nobody answers, until the call has left the applet. */
const askedToTheEnd = async ({ get }: Service, CallSid: string, CallFrom: string) => {
  let ringing = await get('primary/main', { CallSid, CallFrom });
  while (ringing !== '') {
    const [DialWhomNumber = ''] = ringing.split(',');
    ringing = await get('primary/main', { CallSid, CallFrom, DialWhomNumber, DialCallStatus: 'no-answer' });
  }
};

const talked = async ({ get }: Service, CallSid: string, CallFrom: string) => {
  await get('primary/main', { CallSid, CallFrom });
  const told = { CallSid, CallFrom, DialWhomNumber: '09000000011', DialCallStatus: 'completed' };
  await get('events/passthru', { ...told, DialCallDuration: '60' });
};

describe('dial-whom forget', () => {
  it('asks first, then removes all that the table knows of a caller, in whatever dress he came, and of nobody else', async () => {
    const service = await aService();
    const { forget, get, whereIs, table, items } = service;
    await talked(service, 'c1', '09900112233');
    await askedToTheEnd(service, 'c2', '+919900112233');
    await talked(service, 'b1', '09900112244');
    const told = { CallSid: 'c3', CallFrom: '9900112233', DialWhomNumber: '09000000012', DialCallStatus: 'completed' };
    await get('events/passthru', told);
    // What has expired stays until DynamoDB gets to it.
    const [c2] = (await items()).filter(({ pk, sk }) => pk === 'CALL#c2' && String(sk).startsWith('HUNT#'));
    const startedMs = Date.now() - 31 * 24 * 3600_000;
    const old = { ...c2, pk: 'CALL#c0', startedMs, day: dayKey(startedMs, 3) };
    await table.client.send(new PutCommand({ TableName: table.name, Item: old }));
    const before = await whereIs('9900112233');
    expect(before).toEqual(
      expect.arrayContaining(['CALLER#+919900112233 STICKY', 'CALL#c3 EVENTS', 'CALL#c0 HUNT#main#-#000001']),
    );

    const asked = await forget('099001 12233');
    expect(asked).toMatchObject({ code: 1, out: '' });
    expect(asked.err).toMatch(/this would be lost:\n {2}4 calls: [c0-3, ]+\n {2}with whom he spoke last\n/);
    expect(asked.err).toMatch(/Nothing was changed\. Meant\? Run the same command with --yes\n$/);
    expect(await whereIs('9900112233')).toEqual(before);

    const done = await forget('099001 12233', '--yes');
    expect(done).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^table dial-whom of the local service at \S+\n$/),
    });
    expect(done.out).toMatch(/^forgotten in dial-whom: \+919900112233, \d+ items removed\n {2}4 calls: /);
    expect(done.out).toMatch(/\nnot removed: log lines, where his number is masked already; /);
    expect(await whereIs('9900112233')).toEqual([]);
    expect((await items()).filter(({ pk }) => /^CALL#c/.test(String(pk)))).toEqual([]);
    expect(await whereIs('9900112244')).toEqual(
      expect.arrayContaining(['CALL#b1 HUNT#main#-#000001', 'CALL#b1 EVENTS', 'CALLER#+919900112244 STICKY']),
    );
    expect(await forget('+919900112233', '--yes')).toMatchObject({
      code: 0,
      out: 'nothing of +919900112233 is in dial-whom\n',
    });
  });

  it('leaves a call that may go on, says so, and takes his number from the agent it holds', async () => {
    const { forget, get, whereIs } = await aService();
    const call = { CallSid: 'c1', CallFrom: '09900112233' };
    expect(await get('primary/main', call)).toBe('+919000000011,+919000000012');
    expect(await whereIs('9900112233')).toEqual(expect.arrayContaining(['AGENT#asha LIVE']));
    const asked = await forget('09900112233');
    expect(asked.err).toMatch(/still there, because it may go on: c1\. .*\nthis would be lost:\n/);
    const { code, out, err } = await forget('09900112233', '--yes', '--json');
    expect(code).toBe(1);
    expect(err).toContain('warning: still there, because it may go on: c1. Run this again later\n');
    expect(JSON.parse(out)).toMatchObject({
      table: 'dial-whom',
      caller: '+919900112233',
      calls: [],
      agents: ['asha'],
      underWay: ['c1'],
      cannotRemove: expect.any(Array),
    });
    expect(await whereIs('9900112233')).toEqual(['CALL#c1 HUNT#main#-#000001']);
    const again = await forget('09900112233');
    expect([again.code, again.out]).toEqual([1, 'nothing else of +919900112233 is in dial-whom\n']);
    expect(again.err).toContain('warning: still there, because it may go on: c1. Run this again later\n');
    // The call goes on as if nothing had been.
    const reported = { ...call, DialWhomNumber: '09000000011', DialCallStatus: 'busy' };
    expect(await get('primary/main', reported)).toBe('+919000000012');
    expect(await get('primary/main', { ...call, DialWhomNumber: '09000000012', DialCallStatus: 'completed' })).toBe('');
    expect(await forget('09900112233', '--yes')).toMatchObject({ code: 0 });
    expect(await whereIs('9900112233')).toEqual([]);
  });

  it('says where the pools file names him, and what is no number', async () => {
    const { forget } = await aService();
    expect(await forget('09900199001')).toMatchObject({
      code: 0,
      err: expect.stringContaining(
        'warning: pools.yaml names him as well, in blockedCallers: that is for an apply to change\n',
      ),
    });
    expect(await forget('sip:asha')).toMatchObject({
      code: 2,
      err: expect.stringContaining('sip:asha is no number of IN, nor one with + and country code\n'),
    });
  });
});
