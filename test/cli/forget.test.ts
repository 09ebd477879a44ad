import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { look } from '../../bin/agents/look.ts';
import { removeTraces } from '../../bin/forget/remove.ts';
import { tracesOf } from '../../bin/forget/traces.ts';
import { openTable } from '../../bin/table/open.ts';
import { dayKey } from '../../functions/adapters/call-item.ts';
import { aFolder, run, serve } from '../support/cli.ts';
import { mortal } from '../support/killed.ts';

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
    endpoint,
    items,
    forget: (...args: readonly string[]) => run(['forget', ...args], { PORT: new URL(url).port }),
    apply: (pools: string) => {
      writeFileSync(POOLS_FILE, pools);
      return run(['apply', POOLS_FILE, '--yes'], { PORT: new URL(url).port });
    },
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
      out: expect.stringMatching(
        /^nothing of \+919900112233 is in dial-whom\nnot removed: log lines.*, where no call .*\n$/,
      ),
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
    expect([again.code, again.out]).toEqual([
      1,
      expect.stringMatching(/^nothing else of \+919900112233 is in dial-whom\nnot removed: log lines/),
    ]);
    expect(again.err).toContain('warning: still there, because it may go on: c1. Run this again later\n');
    // The call goes on as if nothing had been.
    const reported = { ...call, DialWhomNumber: '09000000011', DialCallStatus: 'busy' };
    expect(await get('primary/main', reported)).toBe('+919000000012');
    expect(await get('primary/main', { ...call, DialWhomNumber: '09000000012', DialCallStatus: 'completed' })).toBe('');
    expect(await forget('09900112233', '--yes')).toMatchObject({ code: 0 });
    expect(await whereIs('9900112233')).toEqual([]);
  });

  it('takes his number from agents who have left, as far as his calls or whom he spoke with name them', async () => {
    const { apply, forget, get, whereIs, table } = await aService();
    const CallFrom = '09900112233';
    await get('primary/main', { CallSid: 'c1', CallFrom });
    const told = { CallSid: 'c2', CallFrom, DialWhomNumber: '09000000012', DialCallStatus: 'completed' };
    await get('events/passthru', told);
    // Held by calls that were never told to be over.
    const caller = '+919900112233';
    const lease = { callSid: 'c2', attempt: 'first', number: '+919000000012', caller, claimedAtMs: 1, untilMs: 2 };
    const held = (agent: string) => ({ pk: `AGENT#${agent}`, sk: 'LIVE', version: 1, 'lease#0': lease });
    const spoke = { agent: 'last', callSid: 'c0', atMs: 2, before: { agent: 'before', callSid: 'b0', atMs: 1 } };
    const sticky = { pk: `CALLER#${caller}`, sk: 'STICKY', ...spoke };
    for (const Item of [held('bharat'), held('last'), held('before'), sticky]) {
      await table.client.send(new PutCommand({ TableName: table.name, Item }));
    }
    const onlyChitra = text.replace(
      / {2}asha: .*\n {2}bharat: .*\n/,
      '  chitra: { name: C, numbers: ["+919000000013"] }\n',
    );
    expect((await apply(onlyChitra.replace('[asha, bharat]', '[chitra]'))).out).toMatch(/^applied revision 2 /);
    const { code, out } = await forget(CallFrom, '--yes', '--json');
    expect(code).toBe(1);
    const { agents, cannotRemove } = JSON.parse(out);
    expect(agents.toSorted()).toEqual(['asha', 'before', 'bharat', 'last']);
    expect(cannotRemove).toContainEqual(expect.stringMatching(/^his number with somebody who is no agent any more, /));
    expect(await whereIs('9900112233')).toEqual(['CALL#c1 HUNT#main#-#000001']);
  });

  it('is run again when it was cut short: agents who have left are found by his calls, which go last', async () => {
    const { table, endpoint } = await aService();
    const caller = '+919900112233';
    const lease = { callSid: 'c1', attempt: 'first', number: '+919000000099', caller, claimedAtMs: 1, untilMs: 2 };
    const startedMs = Date.now() - 7200_000;
    const listed = { day: dayKey(startedMs, 3), startedMs, caller };
    const event = { atMs: startedMs, kind: 'leg', agent: 'gone', effect: 'nothing' };
    for (const Item of [
      { pk: 'AGENT#gone', sk: 'LIVE', version: 1, 'lease#0': lease },
      { pk: 'CALL#c1', sk: 'EVENTS', events: [event], told: { outcome: 'completed', atMs: startedMs }, ...listed },
    ]) {
      await table.client.send(new PutCommand({ TableName: table.name, Item }));
    }
    const traces = async () => tracesOf(table, caller, await look(table, undefined), Date.now());
    const found = await traces();
    expect(found).toMatchObject({ calls: ['c1'], agents: ['gone'] });
    const first = mortal({ ...table, endpoint, stop: async () => {} }, { atWrite: 1, reaches: 'everything' });
    await expect(removeTraces(first.table, caller, found)).rejects.toThrow();
    expect(await traces()).toMatchObject({ calls: ['c1'], agents: [] });
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
