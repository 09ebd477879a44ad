/** The snapshot's bucket on this machine: one object over HTTP, with the conditions S3 knows. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSender } from '../../functions/adapters/signed-request.ts';
import { createSnapshotBucket } from '../../functions/adapters/snapshot-bucket.ts';
import type { SnapshotStore } from '../../functions/domain/snapshot-ports.ts';
import { systemClock } from '../../functions/runtime/clock.ts';

export type SnapshotObject = { readonly endpoint: string; readonly stop: () => Promise<void> };

/**
 * Listens on 127.0.0.1 on a free port; whatever the path, it is the one object. It is kept in `file`; without one it is gone
 * with the process.
 */
export const startSnapshotObject = async (file?: string): Promise<SnapshotObject> => {
  let object = file !== undefined && existsSync(file) ? objectOf(readFileSync(file)) : undefined;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'PUT') {
      if (object === undefined) response.writeHead(404).end('NoSuchKey');
      else response.writeHead(200, { etag: object.etag }).end(object.bytes);
      return;
    }
    const bytes = await bodyOf(request);
    const { 'if-match': over, 'if-none-match': none } = request.headers;
    const isOvertaken = (none === '*' && object !== undefined) || (over !== undefined && over !== object?.etag);
    if (isOvertaken) return void response.writeHead(412).end('PreconditionFailed');
    object = objectOf(bytes);
    if (file !== undefined) writeFileSync(file, bytes);
    response.writeHead(200, { etag: object.etag }).end();
  };
  // Whoever breaks off half way gets no answer, and the service goes on.
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};

const objectOf = (bytes: Buffer) => ({ bytes, etag: `"${createHash('md5').update(bytes).digest('hex')}"` });

/** As publisher and fallback use it: with signed requests, whose signature nobody here looks at. */
export const openSnapshotObject = (endpoint: string): SnapshotStore => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local', sessionToken: 'local' };
  return createSnapshotBucket(endpoint, createSender('s3', 'local', credentials, systemClock));
};

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};
