/** Both functions, wired as their `index.ts` wire them, on a DynamoDB and an S3 that may fail. */
import { openSnapshotObject } from '../../bin/local/snapshot-object.ts';
import { openCallState } from '../../functions/adapters/call-state.ts';
import { cacheConfigs } from '../../functions/adapters/config-cache.ts';
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import { connect, localConnection } from '../../functions/adapters/dynamo.ts';
import { cacheSnapshot } from '../../functions/adapters/snapshot-cache.ts';
import { budget } from '../../functions/domain/budget.ts';
import type { Config } from '../../functions/domain/config.ts';
import type { Clock } from '../../functions/domain/ports.ts';
import { createHandler as createFallback } from '../../functions/fallback/handler.ts';
import { createHandler as createPrimary } from '../../functions/primary/handler.ts';
import { invoke } from '../support/invoke.ts';

export type Ask = (applet: string, query: Readonly<Record<string, string>>) => Promise<Answered>;

export type Answered = {
  readonly status: number;
  readonly body: string;
  /** Why it is empty. */
  readonly reason: string | undefined;
  /** What the primary says in its log of how it came about; `degraded` or none of the fallback. */
  readonly decision?: string | undefined;
  /** What it knows to have gone wrong. */
  readonly cause?: string | undefined;
};

export type Running = { readonly ask: Ask; readonly stop: () => void };

const keys = { kind: 'open' } as const;

const asking = async (handler: unknown, name: string, applet: string, query: Readonly<Record<string, string>>) => {
  const { statusCode, body, headers } = await invoke(handler, { name, applet, query });
  const reason = headers?.['x-dial-whom-reason'];
  return { status: statusCode, body, reason: reason === undefined ? undefined : String(reason) };
};

/** `configClock` tells how old the configuration in memory is. */
export const aPrimary = (endpoint: string, name: string, clock: Clock, configClock: Clock): Running => {
  let logged: Readonly<Record<string, unknown>> = {};
  const log = (fields: Readonly<Record<string, unknown>>) => {
    if ('decision' in fields) logged = fields;
  };
  const table = { client: connect(localConnection(endpoint)), name };
  const handler = createPrimary({
    stores: {
      configs: cacheConfigs(createConfigReader(table), { clock: configClock, log }),
      ...openCallState(table, log, clock),
      clock,
    },
    keys,
    log,
  });
  return {
    ask: async (applet, query) => {
      logged = {};
      const answered = await asking(handler, 'primary', applet, query);
      const { decision, cause } = logged as Pick<Answered, 'decision' | 'cause'>;
      return { ...answered, decision, cause };
    },
    stop: () => table.client.destroy(),
  };
};

/** As it is deployed; here it is seconds of the desk's own clock. */
const refreshMs = 60_000;

/** Settles when it may get its first request: Lambda gives it none before its module is loaded. */
export const aFallback = async (endpoint: string, floor: Config, clock: Clock): Promise<Running> => {
  const log = () => {};
  const snapshots = cacheSnapshot(openSnapshotObject(endpoint), { floor, refreshMs, clock, log });
  await snapshots.refreshed(budget.snapshotStartMs);
  const handler = createFallback({ snapshots, clock, keys, log });
  return { ask: (applet, query) => asking(handler, 'fallback', applet, query), stop: () => {} };
};
