import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { one } from '../support/builders.ts';
import { aLambda, inBackground, type Lambda } from './functions.ts';

let lambda: Lambda;
beforeAll(async () => {
  lambda = await aLambda();
});
afterAll(() => lambda.stop());

const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** A canary whose parameter holds a primary and a fallback of which only the primary answers numbers. */
const aCanary = async () => {
  const asked: string[] = [];
  const connections = new Set<unknown>();
  const urls = await serve((request, response) => {
    asked.push(request.url ?? '');
    connections.add(request.socket);
    const isPrimary = request.url?.startsWith('/primary/') === true;
    response.writeHead(isPrimary ? 200 : 503, { 'content-type': 'text/plain' }).end(isPrimary ? one : '');
  });
  const Value = `${urls}/primary/main?key=secret ${urls}/fallback/main?key=secret`;
  const manager = await serve((_request, response) => response.end(JSON.stringify({ Parameter: { Value } })));
  const environment = await lambda.start('canary', { more: { AWS_ENDPOINT_URL_SSM: manager } });
  return { environment, asked, connections };
};

/** As EventBridge sends it each minute; nothing in it is looked at. */
const scheduled = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };

describe('the canary under the runtime client of Lambda', () => {
  it('asks both URLs, each time on a new connection, and its gauges and log say what came of it', async () => {
    const { environment, asked, connections } = await aCanary();
    for (let minute = 1; minute <= 2; minute += 1) {
      expect(await environment.invoke(scheduled)).toMatchObject({ kind: 'response' });
      expect([asked.length, connections.size]).toEqual([2 * minute, 2 * minute]);
    }
    expect(new Set(asked.map((url) => url.split('?')[0]))).toEqual(new Set(['/primary/main', '/fallback/main']));
    expect(asked[0]).toMatch(/\?key=secret&CallSid=canary-ap-south-1-\d{13}$/);
    const printed = environment.printed();
    for (const line of ['"PrimaryProbeFailed":0}', '"FallbackProbeFailed":1}', '"why":"status 503']) {
      expect(printed).toContain(line);
    }
    expect(printed).not.toContain('secret');
  });

  it.each(inBackground.canary.envNames)('does not start without %s, and tells Lambda why', async (without) => {
    const environment = await lambda.start('canary', { without });
    expect(await environment.initError).toMatchObject({ errorMessage: `environment variables not set: ${without}` });
  });
});
