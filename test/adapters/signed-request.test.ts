import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSender } from '../../functions/adapters/signed-request.ts';

/** What the last request to it had, and a server that answers each with 200. */
let heard: { method?: string | undefined; authorization?: string | undefined; host?: string | undefined; body: string };
const server = createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  heard = { method: request.method, authorization: request.headers.authorization, host: request.headers.host, body };
  response.end('here');
});
beforeAll(() => new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle)));
afterAll(() => {
  server.close();
});

/** The key and the moment of the examples in AWS's documentation of Signature Version 4 for S3. */
const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: 'a session',
};
const send = createSender('s3', 'us-east-1', credentials, () => Date.parse('2013-05-24T00:00:00Z'));
const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/snapshot.json`;

/** Signature Version 4, step by step as AWS describes it. */
const authorizationOf = (method: string, body: string, host: string): string => {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const headers = {
    host,
    'x-amz-content-sha256': hash(body),
    'x-amz-date': '20130524T000000Z',
    'x-amz-security-token': credentials.sessionToken,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const names = Object.keys(headers).join(';');
  const request = [method, '/snapshot.json', '', lines.join(''), names, hash(body)].join('\n');
  const scope = '20130524/us-east-1/s3/aws4_request';
  const toSign = ['AWS4-HMAC-SHA256', '20130524T000000Z', scope, hash(request)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
  const signature = hmac(key, toSign).toString('hex');
  return `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
};

describe('a signed request', () => {
  it.each([
    ['GET', ''],
    ['PUT', 'one'],
    ['PUT', 'ünd other'],
  ] as const)('of %s with body "%s" has the signature that its documentation defines', async (method, body) => {
    expect(await send({ method, url: new URL(url()), body }, AbortSignal.timeout(1000))).toMatchObject({
      status: 200,
      text: 'here',
    });
    expect(heard).toMatchObject({ method, body });
    expect(heard.authorization).toBe(authorizationOf(method, body, heard.host ?? ''));
  });

  it('is given up with its signal, and rejects where nobody listens', async () => {
    await expect(send({ method: 'GET', url: new URL(url()) }, AbortSignal.abort())).rejects.toThrow(/abort/i);
    await expect(
      send({ method: 'GET', url: new URL('http://127.0.0.1:9/x') }, AbortSignal.timeout(1000)),
    ).rejects.toThrow(/ECONNREFUSED/);
  });
});
