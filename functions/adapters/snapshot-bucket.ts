/** The one object in S3 through which publisher and fallback meet. */
import { snapshotKey } from '../domain/snapshot.ts';
import type { SnapshotReading, SnapshotStore } from '../domain/snapshot-ports.ts';
import type { HttpResponse } from './http-exchange.ts';
import type { Send } from './signed-request.ts';
import { readText, textOf } from './snapshot-text.ts';

/** `endpoint` is the URL of the bucket. */
export const createSnapshotBucket = (endpoint: string, send: Send): SnapshotStore => {
  const url = `${endpoint}/${snapshotKey}`;
  return {
    read: async (signal) => {
      try {
        return readingOf(await send({ method: 'GET', url: new URL(url) }, signal));
      } catch (error) {
        return { kind: 'unavailable', cause: String(error) };
      }
    },
    write: async (snapshot, over, signal) => {
      const condition: Record<string, string> = over === undefined ? { 'if-none-match': '*' } : { 'if-match': over };
      const headers = { ...condition, 'content-type': 'application/json' };
      const { status, text } = await send(
        { method: 'PUT', url: new URL(url), headers, body: textOf(snapshot) },
        signal,
      );
      if (status === 200) return 'written';
      // 409 is what S3 says while another write is under way.
      if (status === 412 || status === 409) return 'overtaken';
      throw new Error(`S3 answers ${status} to a PUT of ${url}: ${text.slice(0, 200)}`);
    },
  };
};

const readingOf = ({ status, headers, text }: HttpResponse): SnapshotReading => {
  if (status === 404) return { kind: 'missing' };
  if (status !== 200) return { kind: 'unavailable', cause: `S3 answers ${status}: ${text.slice(0, 200)}` };
  const version = String(headers.etag);
  const read = readText(text);
  return { ...read, version };
};
