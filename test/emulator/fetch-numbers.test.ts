import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { fetchNumbers } from '../../bin/emulator/fetch-numbers.ts';
import type { FetchDeps } from '../../bin/emulator/http-get.ts';

const servers: Server[] = [];

const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
};

const answering = (status: number, body: string) =>
  serve((_, response) => response.writeHead(status, { 'content-type': 'text/plain' }).end(body));

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const deps = { fetch, now: Date.now };

/** A short cut-off for the primary alone: the fallback answers at once, however busy the machine is. */
const hasty: FetchDeps = {
  now: Date.now,
  timeoutMs: 60,
  fetch: (url, init) =>
    url === 'http://fallback.test/'
      ? Promise.resolve({ status: 200, text: async () => '+919900000009' })
      : fetch(url, init),
};

const namesAndAnswers = async (urls: { primary: string; fallback: string | undefined }, using: FetchDeps = deps) => {
  const exchanges = await fetchNumbers(urls, using);
  return exchanges.map(({ asked, failure }) => [asked.url, asked.status, asked.body, failure]);
};

describe('the fallback', () => {
  test.each(['+919900000001', '', 'no numbers at all'])('is not asked after a 200 with "%s"', async (body) => {
    const asked = await namesAndAnswers({
      primary: await answering(200, body),
      fallback: await answering(200, '+919900000009'),
    });
    expect(asked).toEqual([['primary', 200, body, undefined]]);
  });

  test.each([201, 204, 400, 403, 404, 429, 500, 503])('is asked after a %d', async (status) => {
    const asked = await namesAndAnswers({
      primary: await answering(status, ''),
      fallback: await answering(200, '+919900000009'),
    });
    expect(asked).toEqual([
      ['primary', status, '', undefined],
      ['fallback', 200, '+919900000009', undefined],
    ]);
  });

  test('is asked after a redirect, which is not followed', async () => {
    const elsewhere = await answering(200, '+919900000001');
    const asked = await namesAndAnswers({
      primary: await serve((_, response) => response.writeHead(302, { location: elsewhere }).end()),
      fallback: await answering(200, '+919900000009'),
    });
    expect(asked.map(([url, status]) => [url, status])).toEqual([
      ['primary', 302],
      ['fallback', 200],
    ]);
  });

  test('is asked when the primary is silent until the cut-off', async () => {
    const exchanges = await fetchNumbers({ primary: await serve(() => {}), fallback: 'http://fallback.test/' }, hasty);
    expect(exchanges.map(({ asked }) => [asked.url, asked.status, asked.body])).toEqual([
      ['primary', null, ''],
      ['fallback', 200, '+919900000009'],
    ]);
    expect(exchanges[0]?.failure).toBe('timed out');
    expect(exchanges[0]?.asked.ms).toBeGreaterThanOrEqual(55);
  });

  test('is asked when the primary sends its headers but never ends its body', async () => {
    const dribbling = await serve((_, response) => response.writeHead(200).write('+9199'));
    const asked = await namesAndAnswers({ primary: dribbling, fallback: 'http://fallback.test/' }, hasty);
    expect(asked[0]).toEqual(['primary', null, '', 'timed out']);
    expect(asked[1]?.[1]).toBe(200);
  });

  test('is asked when nothing listens at the primary', async () => {
    const gone = await answering(200, '');
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const asked = await namesAndAnswers({ primary: gone, fallback: await answering(200, '+919900000009') });
    expect(asked[0]).toEqual(['primary', null, '', 'ECONNREFUSED']);
    expect(asked[1]?.[1]).toBe(200);
  });

  test('may fail as well', async () => {
    const asked = await namesAndAnswers({
      primary: await answering(503, 'down'),
      fallback: await answering(404, 'gone'),
    });
    expect(asked.map(([url, status]) => [url, status])).toEqual([
      ['primary', 503],
      ['fallback', 404],
    ]);
  });

  test('need not be configured', async () => {
    const asked = await namesAndAnswers({ primary: await answering(503, 'down'), fallback: undefined });
    expect(asked).toEqual([['primary', 503, 'down', undefined]]);
  });
});

test('a fetch that ignores its signal is cut off all the same', async () => {
  const never = () => new Promise<Response>(() => {});
  const exchanges = await fetchNumbers({ primary: 'http://a.test/', fallback: undefined }, { ...hasty, fetch: never });
  expect(exchanges[0]?.failure).toBe('timed out');
});
