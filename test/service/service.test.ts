import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import type { Call } from '../../bin/emulator/call.ts';
import { holdConversation } from '../../bin/emulator/conversation.ts';
import { phonesThat } from '../../bin/emulator/phones.ts';
import { type Service, type ServiceOptions, startService } from '../../bin/local/service.ts';
import { openTable } from '../../bin/table/open.ts';
import { localTableName } from '../../bin/table/target.ts';
import { aConfig, aPool, one, three, two } from '../support/builders.ts';
import { samples } from '../support/samples.ts';

const options: ServiceOptions = {
  port: 0,
  dataDir: undefined,
  endpoint: undefined,
  snapshotEndpoint: undefined,
  snapshotRefreshSeconds: 1,
  // In the order of the list whatever calls there were before.
  config: aConfig({ pools: { sales: aPool(['a1', 'a2', 'a3'], { leases: 'off' }), support: aPool(['a4']) } }),
  keys: { kind: 'open' },
  log: () => {},
};
let service: Service;
beforeAll(async () => {
  service = await startService(options);
});
afterAll(() => service.stop());

const get = (path: string, method = 'GET') => fetch(`${service.url}${path}`, { method });
const deps = { fetch, now: Date.now, sleep };
let calls = 0;
const aCall = (more: Partial<Call> = {}): Call => {
  calls += 1;
  return {
    callSid: `service-${calls}`,
    applet: 'main',
    primary: `${service.url}/primary/main`,
    fallback: `${service.url}/fallback/main`,
    from: '09900112233',
    to: '08040001000',
    phones: phonesThat([]),
    ...more,
  };
};
const dialled = (attempts: readonly { readonly number: string }[]) => attempts.map(({ number }) => number);

describe('the local service', () => {
  it('answers numbers as the deployed one does', async () => {
    const response = await get('/primary/main?CallSid=a1&CallFrom=09900112233&CallTo=08040001000');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toBe(`${one},${two},${three}`);
  });

  it('answers HEAD with headers only', async () => {
    const response = await get('/primary/main?CallSid=head', 'HEAD');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });

  it.each([
    ['GET', '/primary/main?CallSid=null', 400],
    ['GET', '/primary/main', 400],
    ['GET', '/primary?CallSid=a1', 404],
    ['GET', '/primary/nobody?CallSid=a1', 404],
    ['GET', '/primary/%zz?CallSid=a1', 404],
    ['GET', '/primary/main?CallSid=%zz', 400],
    ['GET', '/primary/main/more?CallSid=a1', 404],
    ['GET', '/', 404],
    ['POST', '/primary/main?CallSid=a1', 404],
    ['GET', '/fallback/nobody', 200],
    ['GET', '/fallback', 200],
    ['GET', '/fallback/main?CallSid=%zz&%zz=%', 200],
  ])('answers %s %s with %i', async (method, path, status) => {
    expect((await get(path, method)).status).toBe(status);
  });

  it('holds calls: three attempts in the order of the pool', async () => {
    const phones = phonesThat([
      [one, 'no-answer'],
      [two, 'busy'],
      [three, 'completed'],
    ]);
    const result = await holdConversation(aCall({ phones }), deps);
    expect(result.exit).toBe('conversation-ended');
    expect(dialled(result.attempts)).toEqual([one, two, three]);
    expect(result.requests.every(({ url }) => url === 'primary')).toBe(true);
  });

  it('ends a call nobody answers with an empty 200', async () => {
    const result = await holdConversation(aCall(), deps);
    expect(result.exit).toBe('nobody-answered');
    expect(dialled(result.attempts)).toEqual([one, two, three]);
    expect(result.requests.at(-1)).toMatchObject({ url: 'primary', status: 200, body: '' });
  });

  it.each(samples)('answers the real request $name on both URLs', async ({ query, hasCallSid }) => {
    expect((await get(`/primary/main?${query}`)).status).toBe(hasCallSid ? 200 : 400);
    const fallback = await get(`/fallback/main?${query}`);
    expect(fallback.status).toBe(200);
    expect(await fallback.text()).toMatch(/^\+91\d{10}(,\+91\d{10})*$/);
  });

  it('answers by what was applied half a second ago', async () => {
    const own = await startService(options);
    onTestFinished(() => own.stop());
    const first = async (callSid: string) => (await fetch(`${own.url}/primary/main?CallSid=${callSid}`)).text();
    expect(await first('before')).toBe(`${one},${two},${three}`);
    const table = openTable({ endpoint: own.endpoint, name: localTableName });
    onTestFinished(() => table.client.destroy());
    const edited = aConfig({ pools: { sales: aPool(['a3', 'a2', 'a1'], { leases: 'off' }), support: aPool(['a4']) } });
    await applyConfig(table, edited, { by: 'asha', at: new Date().toISOString() });
    await sleep(500);
    expect(await first('after')).toBe(`${three},${two},${one}`);
  });

  it('survives what no client should send', async () => {
    const { port } = new URL(service.url);
    for (const path of [
      '/primary/main?CallSid=a%00b',
      `/primary/main?${'x'.repeat(9000)}`,
      '/primary/main?CallSid=a&CallSid=b&CallSid',
      '//',
      '/%',
    ]) {
      const status = await new Promise<number | undefined>((settle, reject) => {
        request({ host: '127.0.0.1', port, path }, (response) => {
          response.resume();
          settle(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
      expect(status, path).toBeGreaterThanOrEqual(400);
      expect(status, path).toBeLessThan(500);
    }
  });
});

it('a service that is told to stop answers what is under way first', async () => {
  let stopped: Promise<void> | undefined;
  const stopping: Service = await startService({
    ...options,
    log: ({ url }) => {
      // Decided, but not answered yet.
      if (url === 'primary') stopped = stopping.stop();
    },
  });
  const response = await fetch(`${stopping.url}/primary/main?CallSid=last`);
  expect(await response.text()).toBe(`${one},${two},${three}`);
  await stopped;
  await expect(fetch(`${stopping.url}/primary/main?CallSid=late`)).rejects.toThrow();
});

it('a service that is told to stop does not wait for a client that says nothing', async () => {
  const stopping = await startService(options);
  const silent = connect(Number(new URL(stopping.url).port), '127.0.0.1');
  await new Promise((settle) => silent.once('connect', settle));
  silent.write('GET /primary/main HTTP/1.1\r\n');
  silent.on('error', () => {});
  const startedMs = performance.now();
  await stopping.stop();
  expect(performance.now() - startedMs).toBeLessThan(5000);
});

describe('when the primary is down', () => {
  /** A server that treats every request alike. */
  const aServer = async (answer: (end: (status: number) => void) => void): Promise<string> => {
    const server = createServer((_request, response) => answer((status) => response.writeHead(status).end('no')));
    await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/primary/main`;
  };

  it.each([
    ['answers 503', (end: (status: number) => void) => end(503)],
    ['hangs', () => {}],
  ])('the fallback’s numbers are dialled when it %s', async (_how, answer) => {
    const call = aCall({ primary: await aServer(answer), phones: phonesThat([[two, 'completed']]) });
    const result = await holdConversation(call, { ...deps, timeoutMs: 100 });
    expect(result.exit).toBe('conversation-ended');
    expect(dialled(result.attempts)).toEqual([one, two]);
    expect(result.requests.map(({ url }) => url)).toEqual(['primary', 'fallback', 'primary', 'fallback']);
  });
});
