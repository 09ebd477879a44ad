import { gzipSync } from 'node:zlib';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { historyKey } from '../../functions/adapters/config-history.ts';
import type { Table } from '../../functions/adapters/dynamo.ts';
import type { Config } from '../../functions/domain/config.ts';
import type { Signature } from './revision.ts';

/** Well below the 400 KB an item may have. */
const chunkBytes = 300_000;

/**
 * Keeps a whole configuration under its revision, in as many items as it takes. The first one also has what
 * `dial-whom history` tells of it, so that nobody has to read the content for that.
 */
export const writeHistory = async (
  { client, name }: Table,
  revision: number,
  config: Config,
  signature: Signature & {
    /** The revision the table stood at: not always the number before, because some are never finished. */
    readonly follows?: number | undefined;
  },
): Promise<void> => {
  const bytes = gzipSync(JSON.stringify(config));
  const chunks = Math.ceil(bytes.length / chunkBytes);
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    const content = bytes.subarray(chunk * chunkBytes, (chunk + 1) * chunkBytes);
    const about = chunk === 0 ? { ...signature, size: sizeOf(config), chunks } : {};
    await client.send(new PutCommand({ TableName: name, Item: { ...historyKey(revision, chunk), ...about, content } }));
  }
};

export type Size = { readonly agents: number; readonly pools: number; readonly applets: number };

const sizeOf = ({ agents, pools, applets }: Config): Size => ({
  agents: Object.keys(agents).length,
  pools: Object.keys(pools).length,
  applets: Object.keys(applets).length,
});
