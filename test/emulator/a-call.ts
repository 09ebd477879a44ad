/** Builders for the emulator's own tests: a call, a clock that only moves when told, URLs that answer from a script. */
import type { Call } from '../../bin/emulator/call.ts';
import type { ConversationDeps } from '../../bin/emulator/conversation.ts';
import { phonesThat } from '../../bin/emulator/phones.ts';

export const asha = '+919900000001';
export const bilal = '+919900000002';
export const chitra = '+919900000003';

export const aCall = (overrides: Partial<Call> = {}): Call => ({
  callSid: 'e12eb6e6fcd920019d7174b60099187v',
  applet: 'main',
  primary: 'http://primary.test/primary/main?key=k1',
  fallback: 'http://fallback.test/fallback/main?key=k1',
  from: '09900112233',
  to: '08040001000',
  phones: phonesThat([]),
  ...overrides,
});

/** What a URL does with one request: a body with its status, or `'silence'`, or `'refused'`. */
export type Scripted = { readonly status?: number; readonly body: string } | 'silence' | 'refused';

export type World = ConversationDeps & {
  /** Everything asked, in order. */
  readonly asked: { readonly url: 'primary' | 'fallback'; readonly query: URLSearchParams; readonly raw: string }[];
  readonly slept: number[];
};

/** Both URLs answer in the order of their scripts and repeat the last entry; time stands at `startMs` but for sleep. */
export const aWorld = (script: { primary: Scripted[]; fallback?: Scripted[] }, startMs = 1_725_344_094_000): World => {
  const asked: World['asked'] = [];
  const slept: number[] = [];
  let time = startMs;
  return {
    asked,
    slept,
    timeoutMs: 20,
    now: () => time,
    sleep: async (ms) => {
      slept.push(ms);
      time += ms;
    },
    fetch: async (address) => {
      const url = address.startsWith('http://primary.test/') ? 'primary' : 'fallback';
      const raw = address.slice(address.indexOf('?') + 1);
      const turn = asked.filter((one) => one.url === url).length;
      asked.push({ url, raw, query: new URLSearchParams(raw) });
      const entries = script[url] ?? [];
      const answer = entries[Math.min(turn, entries.length - 1)] ?? 'refused';
      if (answer === 'silence') return new Promise(() => {});
      if (answer === 'refused') throw new TypeError('fetch failed');
      return { status: answer.status ?? 200, text: async () => answer.body };
    },
  };
};
