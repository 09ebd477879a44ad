/** The deployed handlers, wired as their `index.ts` files do, to what there is on this machine. */
import { createCallLog } from '../../functions/adapters/call-log.ts';
import { openCallState } from '../../functions/adapters/call-state.ts';
import { createCallerStore } from '../../functions/adapters/caller-store.ts';
import { cacheConfigs } from '../../functions/adapters/config-cache.ts';
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import { createDirectory } from '../../functions/adapters/directory.ts';
import { connect, localConnection } from '../../functions/adapters/dynamo.ts';
import { createLiveStore } from '../../functions/adapters/live-store.ts';
import type { Log } from '../../functions/domain/signals.ts';
import type { SnapshotMemory } from '../../functions/domain/snapshot-ports.ts';
import { createHandler as createEvents } from '../../functions/events/handler.ts';
import { createHandler as createFallback } from '../../functions/fallback/handler.ts';
import type { Keys } from '../../functions/http/authenticate.ts';
import { createHandler as createPrimary } from '../../functions/primary/handler.ts';
import { systemClock } from '../../functions/runtime/clock.ts';
import { localTableName } from '../table/target.ts';
import type { Handler, Route } from './gateway.ts';

/** Whoever applies here makes his next call at once, and reads cost nothing: twice this is less than a command takes to start. */
const freshMs = 250;

export const routesTo = (
  endpoint: string,
  snapshots: SnapshotMemory,
  { keys, log }: { readonly keys: Keys; readonly log: Log },
): Route[] => {
  const table = { client: connect(localConnection(endpoint)), name: localTableName };
  const configs = cacheConfigs(createConfigReader(table), { clock: systemClock, log, freshMs });
  const stores = {
    configs,
    ...openCallState(table, log, systemClock),
    clock: systemClock,
  };
  const events = {
    directory: createDirectory(table, log, systemClock),
    lives: createLiveStore(table, log),
    calls: createCallLog(table, log),
    callers: createCallerStore(table, log),
    clock: systemClock,
  };
  return [
    { name: 'primary', handler: createPrimary({ stores, keys, log }) as unknown as Handler },
    {
      name: 'fallback',
      handler: createFallback({ snapshots, clock: systemClock, keys, log }) as unknown as Handler,
    },
    {
      name: 'events',
      only: ['GET agent', 'GET passthru', 'POST status'],
      handler: createEvents({ stores: events, keys, log }) as unknown as Handler,
    },
  ];
};
