/** Primary and events as one process would have them, in memory. */
import { createHash } from 'node:crypto';
import type { Config } from '../../functions/domain/config.ts';
import { createHandler as createEvents } from '../../functions/events/handler.ts';
import { keysFrom } from '../../functions/http/authenticate.ts';
import { createHandler as createPrimary } from '../../functions/primary/handler.ts';
import { aConfig, aPool, national } from '../support/builders.ts';
import { aRecord, type Get, invoke, type Query } from '../support/invoke.ts';
import { memoryHunts } from '../support/memory-hunts.ts';
import { memoryCallers, memoryLives } from '../support/memory-lives.ts';
import { configsOf, eventStoresOf, memoryCalls, someStores } from '../support/stores.ts';

export const startMs = Date.parse('2026-11-25T10:00:00+05:30');
export const key = 'secret';

/** Primary and events on the same stores, on a clock that moves when it is told to. `now` is what was edited by hand since. */
export const aDesk = (
  config: Config = aConfig({ pools: { sales: aPool(['a1', 'a2', 'a3']), support: aPool(['a4']) } }),
  now: Config = config,
) => {
  let nowMs = startMs;
  const record = aRecord();
  const [hunts, lives, callers] = [memoryHunts(), memoryLives(), memoryCallers()];
  const calls = memoryCalls(hunts);
  const stores = someStores({ configs: configsOf(now), hunts, lives, callers, clock: () => nowMs });
  const primary = createPrimary({ stores, keys: { kind: 'open' }, ...record });
  const events = createEvents({
    stores: eventStoresOf(config, stores, calls),
    keys: keysFrom(createHash('sha256').update(key).digest('hex')),
    ...record,
  });
  const clockText = (ms: number) => new Date(ms + 5.5 * 3600_000).toISOString().slice(0, 19).replace('T', ' ');
  const tell = (get: Get) => invoke(events, { name: 'events', ...get, query: { key, ...get.query } });
  return {
    ...record,
    lives,
    calls,
    callers,
    tell,
    wait: (seconds: number) => {
      nowMs += seconds * 1000;
    },
    ask: async (CallSid: string, more: Query = {}) => {
      const CallFrom = `0990011${CallSid.slice(1).padStart(4, '0')}`;
      const query = { CallSid, CallFrom, CurrentTime: clockText(nowMs), ...more };
      return (await invoke(primary, { query })).body;
    },
    agent: (CallSid: string, number: string, more: Query) =>
      tell({
        applet: 'agent',
        query: { CallSid, DialWhomNumber: national(number), CurrentTime: clockText(nowMs), ...more },
      }),
    passthru: (CallSid: string, more: Query) =>
      tell({ applet: 'passthru', query: { CallSid, CurrentTime: clockText(nowMs), ...more } }),
    post: (body: string, type?: string) =>
      tell({ applet: 'status', method: 'POST', body, headers: type === undefined ? {} : { 'Content-Type': type } }),
    holderOf: (agent: string) =>
      Object.values(lives.kept.get(agent)?.leases ?? {}).find(({ untilMs }) => untilMs > nowMs)?.callSid,
  };
};
