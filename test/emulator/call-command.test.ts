import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { callCommand } from '../../bin/commands/call.ts';
import { asha, bilal, chitra } from './a-call.ts';

const whole = [asha, bilal, chitra].join(',');

let server: Server;
let base: string;
let asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const path = request.url?.split('?')[0];
    if (path === '/down/primary/main') response.writeHead(503).end();
    else if (path === '/nobody/primary/main') response.writeHead(200).end();
    else if (path?.startsWith('/fallback/')) response.writeHead(200).end(chitra);
    else response.writeHead(200, { 'content-type': 'text/plain' }).end(whole);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  asked = [];
  vi.stubEnv('PORT', new URL(base).port);
});
afterEach(() => {
  vi.unstubAllEnvs();
  process.exitCode = undefined;
});

const run = async (...args: string[]): Promise<{ out: string; error: string; exitCode: unknown }> => {
  let out = '';
  let error = '';
  const command = callCommand().exitOverride();
  command.configureOutput({
    writeOut: (text) => {
      out += text;
    },
    writeErr: (text) => {
      error += text;
    },
  });
  try {
    await command.parseAsync(args, { from: 'user' });
  } catch (thrown) {
    return { out, error, exitCode: thrown };
  }
  return { out, error, exitCode: process.exitCode };
};

describe('dial-whom call', () => {
  test('prints the result as JSON and exits with 0 after a conversation', async () => {
    const { out, exitCode } = await run(
      ...['--json', '--call-sid', 'sid-1', '--agent', `${asha}=no-answer`, '--agent', '09900000002=busy'],
      ...['--agent', '919900000003=completed'],
    );
    const result = JSON.parse(out);
    expect(Object.keys(result)).toEqual(['callSid', 'applet', 'exit', 'requests', 'attempts']);
    expect(result).toMatchObject({
      callSid: 'sid-1',
      applet: 'main',
      exit: 'conversation-ended',
      attempts: [
        { number: asha, outcome: 'no-answer' },
        { number: bilal, outcome: 'busy' },
        { number: chitra, outcome: 'completed' },
      ],
    });
    for (const request of result.requests) {
      expect(request).toEqual({ url: 'primary', status: 200, ms: expect.any(Number), body: whole });
    }
    expect(exitCode).toBe(0);
  });

  test('exits with 1 when nobody answers, having asked once with --once', async () => {
    const { out, exitCode } = await run('--json', '--once');
    expect(JSON.parse(out)).toMatchObject({ exit: 'nobody-answered', requests: [{ url: 'primary' }] });
    expect(asked).toHaveLength(1);
    expect(exitCode).toBe(1);
  });

  test('exits with 1 when the caller gives up or nobody is offered', async () => {
    expect((await run('--hangup-after', '1')).exitCode).toBe(1);
    expect((await run('--primary', `${base}/nobody/primary`)).exitCode).toBe(1);
  });

  test('dials the numbers of the fallback when the primary is down', async () => {
    const args = ['--primary', `${base}/down/primary`, '--agent', `${chitra}=completed`];
    const { out, exitCode } = await run(...args);
    expect(out).toMatch(/primary +503 in \d+ ms/);
    expect(out).toMatch(/fallback +200 in \d+ ms: \+919900000003/);
    expect(out).toMatch(/exit +conversation-ended/);
    expect(exitCode).toBe(0);
  });

  test('sends what its flags say to the local service found by PORT', async () => {
    await run(
      ...['--applet', 'sales', '--from', '+919900112233', '--to', '08040001000', '--key', 'k', '--leg', 'second'],
      ...['--digits', '2', '--custom-field', 'order 7', '--direction', 'outbound-dial', '--report', 'no-number'],
    );
    expect(asked[0]).toMatch(/^\/primary\/sales\?key=k&leg=second&CallSid=[0-9a-f]{31}[g-z]&CallFrom=09900112233&/);
    expect(asked[0]).toMatch(/&CallTo=08040001000&Direction=outbound-dial&.*&CustomField=order\+7&.*&digits=%222%22$/);
    expect(asked[1]).toMatch(/&DialCallStatus=no-answer&CallType=incomplete&DialWhomNumber=&/);
  });

  test('really rings and talks for as long as asked', async () => {
    const begun = performance.now();
    await run('--agent', `${asha}=completed`, '--ring', '0.05', '--talk', '0.05');
    expect(performance.now() - begun).toBeGreaterThanOrEqual(95);
  });
});

describe('dial-whom call --events', () => {
  test('tells the local service what happens, and the result what was told', async () => {
    const { out, exitCode } = await run('--json', '--events', '--key', 'k', '--agent', `${asha}=completed`);
    const told = asked.filter((path) => path.startsWith('/events/'));
    expect(told.map((path) => path.slice(0, path.indexOf('&')))).toEqual([
      ...['/events/agent?key=k', '/events/agent?key=k', '/events/agent?key=k', '/events/passthru?key=k'],
    ]);
    const event = { number: asha, status: 200, ms: expect.any(Number) };
    expect(JSON.parse(out).events).toEqual([
      { name: 'agent', type: 'Dial', ...event },
      { name: 'agent', type: 'Answered', ...event },
      { name: 'agent', type: 'Terminal', ...event },
      { name: 'passthru', type: 'passthru', ...event },
    ]);
    expect(exitCode).toBe(0);
  });

  test('shows each of them with its answer', async () => {
    const { out } = await run('--events', '--agent', `${asha}=completed`);
    expect(out).toMatch(/ 0:08 {2}event {5}agent Answered \+919900000001 200 in \d+ ms\n/);
    expect(out).toMatch(/ 1:08 {2}event {5}passthru \+919900000001 200 in \d+ ms\n$/);
  });

  test('is what the options about events mean, each by itself', async () => {
    const elsewhere = ['--events-url', `${base}/other/agent?key=o`, '--primary', `${base}/nobody/primary`];
    const { out } = await run('--json', ...elsewhere);
    expect(asked.at(-1)).toMatch(/^\/other\/passthru\?key=o&CallSid=.*&CallType=call-attempt&DialWhomNumber=&/);
    expect(JSON.parse(out).events).toMatchObject([{ name: 'passthru', number: '', status: 200 }]);
    expect(JSON.parse((await run('--json', '--event-seed', '1', '--once')).out).events).toHaveLength(7);
    expect(JSON.parse((await run('--json', '--event-faults', 'lost', '--once')).out).events).toEqual([]);
  });

  test('meets the same faults again with the same seed, whatever the CallSid', async () => {
    const args = ['--json', '--event-faults', 'lost=0.2,doubled=0.3,late=0.3,reordered=0.3', '--event-seed', 'again'];
    const typesOf = async () =>
      JSON.parse((await run(...args)).out).events.map(
        ({ type, number }: Record<string, string>) => `${type} ${number}`,
      );
    expect(await typesOf()).toEqual(await typesOf());
  });
});

describe('wrong usage says what is wrong and what to write instead', () => {
  test.each([
    [['--agent', asha], /outcome is missing.*NUMBER=OUTCOME/],
    [['--leg', 'a!b'], /two applets.*letters, digits, - and _, at most 32/],
    [['--leg', 'x'.repeat(33)], /at most 32/],
    [['--agent', 'asha=busy'], /'asha' is no phone number.*\+919900112233=busy/],
    [['--agent', `${asha}=asleep`], /'asleep' is no outcome.*completed, busy, no-answer, failed/],
    [['--agent', `${asha}=canceled`], /--hangup-after N/],
    [['--agent', `${asha}=busy`, '--agent', '09900000001=failed'], /given twice.*once/],
    [['--hangup-after', '0'], /counted from 1/],
    [['--hangup-after', '2x'], /counted from 1/],
    [['--ring', '-1'], /seconds, such as 20/],
    [['--talk', '1e9'], /seconds, such as 20/],
    [['--primary', 'example.com/primary'], /complete URL/],
    [['--fallback', 'ftp://example.com/'], /complete URL/],
    [['--primary', 'https://me:secret@example.com/'], /key goes into the query/],
    [['--applet', 'a/b'], /letters, digits/],
    [['--report', 'none'], /full, no-number, null-status/],
    [['--direction', 'inbound'], /incoming, outbound-dial/],
    [['--events-url', 'example.com/events'], /complete URL, such as https:\/\/example.com\/events/],
    [['--event-faults', 'lots=0.1'], /'lots' is no fault.*lost, doubled, late, reordered, such as lost=0.1/],
    [['--event-faults', ''], /'' is no fault/],
    [['--event-faults', 'late=2'], /'2' is no probability.*from 0 to 1, such as late=0.1/],
    [['--event-faults', 'late='], /'' is no probability/],
    [['--event-faults', 'late=1e-3'], /no probability/],
    [['--event-faults', 'late=0.1,late=0.2'], /late is given twice.*once/],
    [['--event-seed', ''], /seed is empty.*any text/],
    [['--agents', 'x'], /unknown option/],
    [['main'], /too many arguments/],
  ])('%j', async (args, message) => {
    const { error, exitCode } = await run(...args);
    expect(error).toMatch(message);
    expect(exitCode).toMatchObject({ code: expect.stringMatching(/^commander\./) });
    expect(asked).toEqual([]);
  });
});
