/**
 * Signature Version 4 of AWS, as much of it as these adapters ask for. The SDK's signer is 14 KB of a bundle that has 25
 * without it, and takes 56 µs a request where this takes 35; a test holds this to it.
 */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { sha256Of } from './sha256.ts';

export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of those that end, as Lambda's do. */
  readonly sessionToken?: string;
};

export type Unsigned = {
  readonly method: string;
  /** Without a query. S3 signs the path as it stands; everybody else escapes it once more, which `/` does not notice. */
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** All headers that the request is to be sent with. */
type Sign = (request: Unsigned, atMs: number) => Record<string, string>;

/** Signature Version 4, for requests without a query. Keeps the key of the day, which takes longest to make. */
export const createSigner = (service: string, region: string, credentials: Credentials): Sign => {
  /** Of the day last signed on: four rounds of HMAC. As a key, not as bytes, it makes a signature in a seventh of 28 µs. */
  let day: { readonly scope: string; readonly key: KeyObject } | undefined;

  const keyFor = (scope: string): KeyObject => {
    if (day?.scope !== scope) day = { scope, key: createSecretKey(keyOf(scope, credentials.secretAccessKey)) };
    return day.key;
  };

  return ({ method, url, headers, body }, atMs) => {
    const moment = new Date(atMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
    const scope = `${moment.slice(0, 8)}/${region}/${service}/aws4_request`;
    const signed: Record<string, string> = {
      ...headers,
      host: url.host,
      'x-amz-content-sha256': sha256Of(body),
      'x-amz-date': moment,
      ...(credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken }),
    };
    const names = Object.keys(signed).sort();
    const lines = names.map((name) => `${name}:${signed[name]}\n`).join('');
    const request = [method, url.pathname, '', lines, names.join(';'), signed['x-amz-content-sha256']].join('\n');
    const toSign = ['AWS4-HMAC-SHA256', moment, scope, sha256Of(request)].join('\n');
    const signature = hmac(keyFor(scope), toSign).toString('hex');
    return {
      ...signed,
      authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
    };
  };
};

const keyOf = (scope: string, secret: string): Buffer =>
  scope.split('/').reduce<Buffer>(hmac, Buffer.from(`AWS4${secret}`));

const hmac = (key: Buffer | KeyObject, text: string): Buffer => createHmac('sha256', key).update(text).digest();
