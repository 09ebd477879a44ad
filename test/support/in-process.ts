/** Both URLs without a network, on a clock that moves only while phones ring and people talk. */
import type { Call } from '../../bin/emulator/call.ts';
import type { ConversationDeps } from '../../bin/emulator/conversation.ts';
import { phonesThat } from '../../bin/emulator/phones.ts';
import type { Config } from '../../functions/domain/config.ts';
import type { Log } from '../../functions/domain/signals.ts';
import { createHandler as createEvents } from '../../functions/events/handler.ts';
import { createHandler as createFallback } from '../../functions/fallback/handler.ts';
import { createHandler as createPrimary } from '../../functions/primary/handler.ts';
import type { Stores } from '../../functions/primary/stores.ts';
import { aConfig } from './builders.ts';
import { invoke } from './invoke.ts';
import { memoryHunts } from './memory-hunts.ts';
import { floorOnly } from './snapshots.ts';
import { configsOf, eventStoresOf, memoryCalls, someStores } from './stores.ts';

export type InProcess = ConversationDeps & {
  readonly wait: (seconds: number) => void;
  /** The primary does its work, but its next answers do not arrive. */
  readonly loseAnswers: (count: number) => void;
  /** The primary does not even get its next requests. */
  readonly refuse: (count: number) => void;
};

export const inProcess = (config: Config = aConfig(), parts: Partial<Stores> = {}, log: Log = () => {}): InProcess => {
  let nowMs = Date.parse('2026-11-21T06:00:00Z');
  let toLose = 0;
  let toRefuse = 0;
  const hunts = memoryHunts();
  const stores = someStores({ configs: configsOf(config), hunts, clock: () => nowMs, ...parts });
  const primary = createPrimary({ stores, keys: { kind: 'open' }, log });
  const fallback = createFallback({
    snapshots: floorOnly(config),
    clock: () => nowMs,
    keys: { kind: 'open' },
    log,
  });
  const events = createEvents({
    stores: eventStoresOf(config, stores, memoryCalls(hunts)),
    keys: { kind: 'open' },
    log,
  });
  const handlers: Record<string, unknown> = { primary, fallback, events };
  return {
    now: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
    wait: (seconds) => {
      nowMs += seconds * 1000;
    },
    loseAnswers: (count) => {
      toLose = count;
    },
    refuse: (count) => {
      toRefuse = count;
    },
    fetch: async (address) => {
      const url = new URL(address);
      if (url.pathname.startsWith('/primary') && toRefuse > 0) {
        toRefuse -= 1;
        throw new TypeError('connection refused');
      }
      const [, name, applet = null] = url.pathname.split('/');
      const query = Object.fromEntries([...url.searchParams.keys()].map((key) => [key, url.searchParams.getAll(key)]));
      const response = await invoke(handlers[name ?? ''], { name, applet, query });
      if (name === 'primary' && toLose > 0) {
        toLose -= 1;
        throw new TypeError('the answer was lost');
      }
      return { status: response.statusCode, text: async () => response.body };
    },
  };
};

/** Really rings and talks, on the clock above: what is reported and what passes are the same. */
export const aCaller = (
  outcomes: Readonly<Record<string, 'completed' | 'busy' | 'no-answer' | 'failed'>> = {},
  more: Partial<Call> = {},
): Call => ({
  callSid: 'a1',
  applet: 'main',
  primary: 'http://test/primary/main',
  fallback: 'http://test/fallback/main',
  from: '09900112233',
  to: '08040001000',
  phones: phonesThat(Object.entries(outcomes)),
  ringSeconds: 20,
  talkSeconds: 60,
  ...more,
});
