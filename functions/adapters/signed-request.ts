/**
 * One HTTP request to an AWS service, signed by the signer that the SDK itself uses. A client of the SDK for one GET is
 * 301 KB and loads in 82 ms; this is 15 KB and 37 ms, the request included (median of 25 starts side by side).
 */
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { request as sendPlain } from 'node:http';
import { request as sendOverTls } from 'node:https';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Clock } from '../domain/ports.ts';

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

export type Response = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
};

/** Rejects when there is no whole answer, for whatever reason; any status is an answer. */
export type Send = (request: SignedRequest, signal: AbortSignal) => Promise<Response>;

export const createSender = (service: 's3' | 'ssm', region: string, credentials: Credentials, clock: Clock): Send => {
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
    return receive(url, { method, headers: signed.headers, body, signal });
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

const receive = (
  url: string,
  {
    body,
    ...options
  }: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body: string;
    readonly signal: AbortSignal;
  },
): Promise<Response> => {
  const send = url.startsWith('https:') ? sendOverTls : sendPlain;
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  // A connection of its own: one kept for the next minute would be dead by then.
  const request = send(url, { ...options, agent: false }, (response) => {
    let text = '';
    response
      .setEncoding('utf8')
      .on('data', (part: string) => {
        text += part;
      })
      .on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
      .on('error', reject);
  });
  request.on('error', reject).end(body);
  return promise;
};
