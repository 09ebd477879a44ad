/** Snapshots to answer from, and an object to keep one in. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { textOf } from '../../functions/adapters/snapshot-text.ts';
import type { Config } from '../../functions/domain/config.ts';
import type { Snapshot } from '../../functions/domain/snapshot.ts';
import type { SnapshotMemory } from '../../functions/domain/snapshot-ports.ts';

/** Nothing was ever published. */
export const floorOnly = (floor: Config): SnapshotMemory => {
  const known = { source: 'floor', config: floor } as const;
  return { current: async () => known, refreshed: async () => known };
};

export type ShownSnapshot = {
  readonly endpoint: string;
  /** What it holds from now on; nothing without one. */
  readonly show: (snapshot: Snapshot | undefined) => void;
};

/** The snapshot's bucket with what the test puts into it, whoever else wants to write. Stopped when the test is over. */
export const aShownSnapshot = async (): Promise<ShownSnapshot> => {
  let text: string | undefined;
  const server = createServer((request, response) => {
    request.resume();
    if (request.method === 'PUT') response.writeHead(412).end();
    else if (text === undefined) response.writeHead(404).end();
    else response.writeHead(200, { etag: '"shown"' }).end(text);
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    show: (snapshot) => {
      text = snapshot && textOf(snapshot);
    },
  };
};
