/** The whole system on one machine: the deployed handlers behind a local gateway, on a local or any other DynamoDB. */
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCallLog } from '../../functions/adapters/call-log.ts';
import { createCallerStore } from '../../functions/adapters/caller-store.ts';
import { cacheConfigs } from '../../functions/adapters/config-cache.ts';
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import { createDirectory } from '../../functions/adapters/directory.ts';
import { connect, type Table } from '../../functions/adapters/dynamo.ts';
import { createHuntStore } from '../../functions/adapters/hunt-store.ts';
import { createLiveStore } from '../../functions/adapters/live-store.ts';
import { budget } from '../../functions/domain/budget.ts';
import type { Config } from '../../functions/domain/config.ts';
import type { Count, Log } from '../../functions/domain/ports.ts';
import { createHandler as createEvents } from '../../functions/events/handler.ts';
import { createHandler as createFallback } from '../../functions/fallback/handler.ts';
import type { Keys } from '../../functions/http/authenticate.ts';
import { createHandler as createPrimary } from '../../functions/primary/handler.ts';
import { systemClock } from '../../functions/runtime/clock.ts';
import { readStanding } from '../config/revision.ts';
import { localTableName, openTable } from '../config/table.ts';
import { applyConfig, hashOf } from '../config/write.ts';
import { describeError } from '../describe-error.ts';
import { UsageError } from '../usage-error.ts';
import { ensureTable, startDatabase } from './database.ts';
import { createGateway, type Handler } from './gateway.ts';

export type ServiceOptions = {
  /** 0 takes a free one. */
  readonly port: number;
  /** Where the embedded DynamoDB keeps its tables. */
  readonly dataDir: string | undefined;
  /** Uses this DynamoDB instead of an embedded one. */
  readonly endpoint: string | undefined;
  /** From `pools.yaml`: applied when the table has none yet, and the floor of the fallback. */
  readonly config: Config;
  readonly keys: Keys;
  readonly log: Log;
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
  const database = options.endpoint === undefined ? await startDatabase(options.dataDir) : undefined;
  const endpoint = options.endpoint ?? database?.endpoint ?? '';
  try {
    const differsFrom = await prepareTable(endpoint, options.config);
    const gateway = createGateway(routesOf(endpoint, options), { endpoint, table: localTableName });
    const port = await listen(gateway, options.port);
    return {
      url: `http://127.0.0.1:${port}`,
      endpoint,
      differsFrom,
      stop: async () => {
        await close(gateway);
        await database?.stop();
      },
    };
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

/** Two services may start on one empty table at the same time: either's configuration will do, once it is there. */
const applyFirst = async (table: Table, config: Config): Promise<void> => {
  while (((await readStanding(table))?.revision ?? 0) === 0) {
    try {
      await applyConfig(table, config, { by: 'npm start', at: new Date().toISOString(), note: 'first start' });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      await sleep(100);
    }
  }
};

const routesOf = (endpoint: string, { config, keys, log }: ServiceOptions) => {
  const table = { client: connect({ endpoint }), name: localTableName };
  // Locally the log line says it all; metrics are for CloudWatch.
  const count: Count = () => {};
  const configs = cacheConfigs(createConfigReader(table), { clock: systemClock, log, count });
  const stores = {
    configs,
    hunts: createHuntStore(table),
    lives: createLiveStore(table, log),
    callers: createCallerStore(table, log),
    clock: systemClock,
  };
  const events = {
    directory: createDirectory(table, systemClock, log),
    lives: stores.lives,
    calls: createCallLog(table, log),
    callers: stores.callers,
    clock: systemClock,
  };
  return [
    { name: 'primary', handler: createPrimary({ stores, keys, log, count }) as unknown as Handler },
    {
      name: 'fallback',
      handler: createFallback({ floor: config, clock: systemClock, keys, log, count }) as unknown as Handler,
    },
    {
      name: 'events',
      only: ['GET agent', 'GET passthru', 'POST status'],
      handler: createEvents({ stores: events, keys, log, count }) as unknown as Handler,
    },
  ];
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
