import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Credentials, createSigner, type Unsigned } from '../../functions/adapters/signature.ts';
import { holds } from '../support/property.ts';

/** What the SDK's signer needs of a hash, from Node's own. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Uint8Array);
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {}
}

const region = 'ap-south-1';
const lasting = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const passing = { ...lasting, sessionToken: 'a+session/token==' };

/** The headers as the SDK's own signer leaves them. */
const bySdk = async (
  service: string,
  credentials: Credentials,
  { method, url, headers, body }: Unsigned,
  atMs: number,
) => {
  const { protocol, hostname, host, port, pathname } = url;
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256, uriEscapePath: service !== 's3' });
  const request = {
    method,
    protocol,
    hostname,
    ...(port === '' ? {} : { port: Number(port) }),
    path: pathname,
    headers: { ...headers, host, 'x-amz-content-sha256': createHash('sha256').update(body).digest('hex') },
    body,
  };
  return (await signer.sign(request, { signingDate: new Date(atMs) })).headers;
};

const day = 24 * 3600_000;
const moments = fc.nat(400 * day).map((ms) => Date.parse('2026-11-27T00:00:00Z') + ms);
const headers = fc.record(
  {
    'if-match': fc.constantFrom('"1"', '"9a0364b9e99bb480dd25e1f0284c8555"'),
    'if-none-match': fc.constant('*'),
    'content-type': fc.constantFrom('application/json', 'application/x-amz-json-1.1'),
    'x-amz-target': fc.constantFrom('AmazonSSM.GetParameter', 'DynamoDB_20120810.Query'),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Record<string, string>>;
const origins = fc.constantFrom('https://bucket.s3.ap-south-1.amazonaws.com', 'http://127.0.0.1:8787');

describe('a signature', () => {
  it.each([
    ['s3', passing, fc.webPath()],
    ['ssm', passing, fc.constant('/')],
    ['dynamodb', lasting, fc.constant('/')],
  ] as const)("for %s is that of the SDK's signer, whatever was signed before", async (service, credentials, paths) => {
    const sign = createSigner(service, region, credentials);
    const requests = fc
      .tuple(fc.constantFrom('GET', 'POST', 'PUT'), origins, paths, headers, fc.string({ unit: 'grapheme' }))
      .map(([method, origin, path, headers, body]) => ({ method, url: new URL(origin + path), headers, body }));
    await holds(
      `signatures for ${service}`,
      200,
      fc.asyncProperty(requests, moments, async (request, atMs) => {
        expect(sign(request, atMs)).toEqual(await bySdk(service, credentials, request, atMs));
      }),
    );
  });
});
