/** hello with the least that a fallback cannot do without: a key that is compared by its hash, and S3 asked before the first call. */
import { hash, timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyEvent } from 'aws-lambda';

// Not imported, as in the fallback.
const http = process.getBuiltinModule('node:http');
const https = process.getBuiltinModule('node:https');

const url = new URL(`${process.env.SNAPSHOT_ENDPOINT}/snapshot.json`);
await new Promise((done) => {
  const { request } = url.protocol === 'https:' ? https : http;
  const asked = request(url, { agent: false }, (response) => response.resume().on('end', done));
  asked.on('error', done).end();
});

const expected = Buffer.from(process.env.KEY_HASHES ?? '', 'hex');

export const handler = async ({ queryStringParameters: query }: APIGatewayProxyEvent) => ({
  statusCode: timingSafeEqual(hash('sha256', query?.key ?? '', 'buffer'), expected) ? 200 : 403,
  headers: { 'content-type': 'text/plain' },
  body: '+919900112233',
});
