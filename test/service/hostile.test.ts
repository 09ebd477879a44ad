/** The hostile requests over a socket, byte for byte, at the whole system on a real table. */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Service, startService } from '../../bin/local/service.ts';
import {
  appletOf,
  bodyOf,
  config,
  type Hostile,
  hostiles,
  key,
  keys,
  queryOf,
  withKeys,
  wordFor,
} from '../support/hostile.ts';

let service: Service;
const faults: unknown[] = [];
beforeAll(async () => {
  service = await startService({
    port: 0,
    dataDir: undefined,
    endpoint: undefined,
    snapshotEndpoint: undefined,
    snapshotRefreshSeconds: 1,
    config,
    keys,
    log: (fields) => {
      if (fields.level === 'error' || fields.degraded !== undefined) faults.push(fields);
    },
  });
});
afterAll(() => service.stop());

let answers = 0;

/** No client in between that would put anything right. */
const send = async (request: string): Promise<string | number> => {
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
  // The server may refuse it before it has all of it.
  socket.on('error', () => {});
  socket.write(Buffer.from(request, 'latin1'));
  const answer = await text(socket);
  expect(answer.match(/^HTTP\/1\.1 /gm)).toHaveLength(1);
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  answers += 1;
  return wordFor(Number(head.slice(9, 12)), body, /^x-dial-whom-reason: (.*)$/m.exec(head)?.[1]);
};

const linesOf = (start: string, headers: Readonly<Record<string, string>> = {}, body?: string): string =>
  [
    `${start} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: close',
    ...(body === undefined ? [] : [`Content-Length: ${body.length}`]),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${withKeys(value)}`),
    '',
    body ?? '',
  ].join('\r\n');

/** As sent to this URL. Each is a call of its own, because the table remembers calls. */
const requestTo = (url: string, hostile: Hostile): string => {
  const own = `CallSid=a${hostiles.indexOf(hostile)}`;
  const asOwn = (request: string) => request.replace(/CallSid=a1(?=[& ]|$)/, own);
  if (hostile.request !== undefined) return asOwn(withKeys(hostile.request.replaceAll('{url}', url)));
  const applet = url === 'events' ? 'passthru' : appletOf(hostile);
  return linesOf(`GET /${url}/${applet}?${asOwn(queryOf(hostile))}`, hostile.headers);
};

const onWire = hostiles.filter(({ params }) => params === undefined);

it.each(onWire.filter(({ body }) => body === undefined))('$name', async (hostile) => {
  for (const url of ['primary', 'fallback'] as const) {
    expect(await send(requestTo(url, hostile)), url).toBe(hostile[url]);
  }
  if (hostile.events === undefined) return;
  expect(await send(requestTo('events', hostile)), 'events').toBe(hostile.events === 403 ? 403 : 'ok');
});

it.each(onWire.filter(({ body }) => body !== undefined))('$name', async (hostile) => {
  const path = hostile.key === null ? '/events/status' : `/events/status?key=${key}`;
  const { events } = hostile;
  expect(await send(linesOf(`POST ${path}`, hostile.headers, bodyOf(hostile)))).toBe(
    typeof events === 'number' ? events : 'ok',
  );
});

it('none of them met a fault, or an answer that was less than whole', () => {
  console.log(`hostile requests: ${answers} answers over a socket as expected`);
  expect(answers).toBeGreaterThan(onWire.length);
  expect(faults).toEqual([]);
});
