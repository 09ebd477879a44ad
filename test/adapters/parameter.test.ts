import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createParameter } from '../../functions/adapters/parameter.ts';
import { createSender } from '../../functions/adapters/signed-request.ts';

const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token' };

/** Systems Manager as far as one answer goes, and the request it got. */
const aManager = async (status: number, answer: string) => {
  const got: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    got.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
    response.writeHead(status).end(answer);
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  onTestFinished(() => {
    server.close();
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const parameter = createParameter(
    '/dial-whom/urls',
    endpoint,
    createSender('ssm', 'ap-south-1', credentials, Date.now),
  );
  return { got, read: () => parameter.read(AbortSignal.timeout(5_000)) };
};

describe('a parameter', () => {
  it('is asked for decrypted, in a request signed for Systems Manager', async () => {
    const { got, read } = await aManager(200, '{"Parameter":{"Name":"/dial-whom/urls","Value":"a b"}}');
    expect(await read()).toEqual({ kind: 'found', value: 'a b' });
    expect(got).toEqual([{ headers: expect.anything(), body: '{"Name":"/dial-whom/urls","WithDecryption":true}' }]);
    expect(got[0]?.headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonSSM.GetParameter',
      'x-amz-security-token': 'token',
      authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/ap-south-1\/ssm\/aws4_request, /),
    });
  });

  it.each([
    ['missing', 400, '{"__type":"ParameterNotFound"}', { kind: 'missing' }],
    [
      'refused',
      400,
      '{"__type":"AccessDeniedException"}',
      { kind: 'unavailable', cause: expect.stringMatching(/400/) },
    ],
    ['no JSON', 502, '<html>', { kind: 'unavailable', cause: expect.stringMatching(/SyntaxError/) }],
  ])('tells that it is %s', async (_what, status, answer, reading) => {
    expect(await (await aManager(status, answer)).read()).toEqual(reading);
  });

  it('tells that nobody answers', async () => {
    const nobody = createParameter('x', 'http://127.0.0.1:9', createSender('ssm', 'ap-south-1', credentials, Date.now));
    expect(await nobody.read(AbortSignal.timeout(5_000))).toMatchObject({ kind: 'unavailable' });
  });
});
