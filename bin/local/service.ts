/** The whole system on one machine: the deployed handlers behind a local gateway, on a local or any other DynamoDB. */
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, localConnection, type Table } from '../../functions/adapters/dynamo.ts';
import { budget } from '../../functions/domain/budget.ts';
import type { Config } from '../../functions/domain/config.ts';
import { snapshotKey } from '../../functions/domain/snapshot.ts';
import type { Keys } from '../../functions/http/authenticate.ts';
import { applyConfig } from '../change/apply.ts';
import { hashOf } from '../change/prepare.ts';
import { heldBy } from '../change/who-else.ts';
import { describeError } from '../describe-error.ts';
import { openTable } from '../table/open.ts';
import { readStanding } from '../table/revision.ts';
import { localTableName } from '../table/target.ts';
import { UsageError } from '../usage-error.ts';
import { ensureTable, startDatabase } from './database.ts';
import { createGateway } from './gateway.ts';
import { routesTo } from './handlers.ts';
import { type SnapshotOptions, startSnapshots } from './snapshots.ts';
import { createTally } from './tally.ts';

/** `config` is `pools.yaml`: applied when the table has none yet, and the floor of the fallback. */
export type ServiceOptions = Omit<SnapshotOptions, 'snapshotFile'> & {
  /** 0 takes a free one. */
  readonly port: number;
  /** Where the embedded DynamoDB keeps its tables, and the snapshot of them. */
  readonly dataDir: string | undefined;
  /** Uses this DynamoDB instead of an embedded one. */
  readonly endpoint: string | undefined;
  readonly keys: Keys;
};

export type Service = {
  readonly url: string;
  readonly endpoint: string;
  /** The table stands at another configuration than `pools.yaml`: the revision it stands at. */
  readonly differsFrom: number | undefined;
  /** Answers what is under way, then stops. */
  readonly stop: () => Promise<void>;
};

export const startService = async (options: ServiceOptions): Promise<Service> => {
  await requireFree(options.port);
  const database = options.endpoint === undefined ? await startDatabase(options.dataDir) : undefined;
  const endpoint = options.endpoint ?? database?.endpoint ?? '';
  try {
    const differsFrom = await prepareTable(endpoint, options.config);
    const isOwn = options.endpoint === undefined && options.dataDir !== undefined;
    const snapshotFile = isOwn ? join(options.dataDir, snapshotKey) : undefined;
    const table = { client: connect(localConnection(endpoint)), name: localTableName };
    const { log, totals } = createTally(options.log);
    const snapshots = await startSnapshots(table, { ...options, log, snapshotFile });
    const startedAt = new Date().toISOString();
    const about = () => ({ endpoint, table: localTableName, startedAt, metrics: totals() });
    const gateway = createGateway(routesTo(endpoint, snapshots.memory, { keys: options.keys, log }), about);
    const stop = async () => {
      await close(gateway);
      await snapshots.stop();
      await database?.stop();
    };
    const port = await listen(gateway, options.port).catch(async (error) => {
      await snapshots.stop();
      throw error;
    });
    return { url: `http://127.0.0.1:${port}`, endpoint, differsFrom, stop };
  } catch (error) {
    await database?.stop();
    throw error;
  }
};

const prepareTable = async (endpoint: string, config: Config): Promise<number | undefined> => {
  const table = openTable({ endpoint, name: localTableName });
  try {
    await ensureTable(table.client, table.name);
    const standing = await readStanding(table);
    const isNew = standing === undefined || standing.revision === 0;
    if (isNew) await applyFirst(table, config);
    return isNew || standing.contentHash === hashOf(config) ? undefined : standing.revision;
  } catch (error) {
    if (describeError(error) === undefined) throw error;
    throw new UsageError(`no DynamoDB answers at ${endpoint}: start it, or correct or unset DYNAMODB_ENDPOINT`);
  }
};

/**
 * Two services may start on one empty table at the same time, or the first start was killed: either's configuration will do,
 * once it is there. Throws where nobody else is at it: waiting would not help.
 */
const applyFirst = async (table: Table, config: Config): Promise<void> => {
  let isTold = false;
  while (((await readStanding(table))?.revision ?? 0) === 0) {
    const at = new Date().toISOString();
    try {
      await applyConfig(table, config, { by: 'npm start', at, note: 'first start' });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      const { revision = 0, pending } = (await readStanding(table)) ?? {};
      if (revision > 0) return;
      // What is pending since this very moment we have left behind ourselves.
      if (pending === undefined || pending.at === at) throw error;
      if (!isTold) process.stderr.write(`waiting: ${heldBy(pending)}\n`);
      isTold = true;
      await sleep(100);
    }
  }
};

/** Longer than any answer takes; a connection still open then waits for nothing. */
const graceMs = budget.handlerMs + 500;

/** Waits for the answers under way; a client that keeps its connection open for more does not hold us up. */
const close = async (server: Server): Promise<void> => {
  const sweep = setInterval(() => server.closeIdleConnections(), 20);
  const end = setTimeout(() => server.closeAllConnections(), graceMs);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearInterval(sweep);
  clearTimeout(end);
};

/** Before there is a folder, a table or a snapshot that nobody asked for. */
const requireFree = async (port: number): Promise<void> => {
  const probe = createServer();
  await listen(probe, port);
  await close(probe);
};

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new UsageError(
              `port ${port} is taken: stop what runs there, or choose another one with PORT=${port + 1} npm start`,
            )
          : new UsageError(`cannot listen on port ${port} (${error.code}): choose another one with PORT`),
      ),
    );
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
