/** The bucket of the local service. */
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openSnapshotObject, startSnapshotObject } from '../../bin/local/snapshot-object.ts';
import { aConfig } from '../support/builders.ts';
import { aFolder } from '../support/cli.ts';

const forever = new AbortController().signal;
const snapshot = { revision: 1, publishedAtMs: 0, config: aConfig() };

const anObject = async (file?: string) => {
  const object = await startSnapshotObject(file);
  onTestFinished(() => object.stop());
  return object;
};

it('outlives a write that is broken off half way, and keeps what it had', async () => {
  const { endpoint } = await anObject();
  const bucket = openSnapshotObject(endpoint);
  expect(await bucket.write(snapshot, undefined, forever)).toBe('written');
  const half = connect(Number(new URL(endpoint).port), '127.0.0.1');
  await new Promise<void>((settle) =>
    half.write('PUT /snapshot.json HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf', () => settle()),
  );
  half.destroy();
  expect(await bucket.read(forever)).toMatchObject({ kind: 'found', snapshot });
});

it('is written over only by whoever has read what is there', async () => {
  const bucket = openSnapshotObject((await anObject()).endpoint);
  expect(await bucket.write(snapshot, undefined, forever)).toBe('written');
  expect(await bucket.write({ ...snapshot, revision: 2 }, undefined, forever)).toBe('overtaken');
  const read = await bucket.read(forever);
  if (read.kind !== 'found') throw new Error('it was written');
  expect(await bucket.write({ ...snapshot, revision: 3 }, read.version, forever)).toBe('written');
  expect(await bucket.write({ ...snapshot, revision: 4 }, read.version, forever)).toBe('overtaken');
  expect(await bucket.read(forever)).toMatchObject({ snapshot: { revision: 3 } });
});

it('is there again after a restart where it has a file', async () => {
  const file = join(aFolder(), 'snapshot.json');
  const first = await startSnapshotObject(file);
  await openSnapshotObject(first.endpoint).write(snapshot, undefined, forever);
  await first.stop();
  const bucket = openSnapshotObject((await anObject(file)).endpoint);
  expect(await bucket.read(forever)).toMatchObject({ kind: 'found', snapshot });
});
