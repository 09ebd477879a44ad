/** What is remembered of calls, agents and callers, of which an answer reads all it needs with one request. */
import type { CallerStore, Clock, HuntStore, LiveStore } from '../domain/ports.ts';
import type { Log } from '../domain/signals.ts';
import { createCallerStore } from './caller-store.ts';
import type { Table } from './dynamo.ts';
import { gatherReads } from './gathered-reads.ts';
import { createHuntStore } from './hunt-store.ts';
import { rememberLives } from './live-memory.ts';
import { createLiveStore } from './live-store.ts';

type CallState = { readonly hunts: HuntStore; readonly lives: LiveStore; readonly callers: CallerStore };

export const openCallState = (table: Table, log: Log, clock: Clock): CallState => {
  const reads = gatherReads(table);
  return {
    hunts: createHuntStore(table, reads),
    lives: rememberLives(createLiveStore(table, log, reads), clock),
    callers: createCallerStore(table, log, reads),
  };
};
