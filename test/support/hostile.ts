/**
 * Requests of somebody who means harm, or of a client that is broken: `fixtures/hostile-requests.json`, one a line.
 *
 * `query` is as on the wire; `params` are for what no wire carries, as a gateway would hand them over. `request` is all of
 * a request, and `body` that of a StatusCallback. `long` is appended to the query, as a parameter so often repeated.
 * `KEY`, `HASH` and `LONG` stand for the right key, its hash, and a key above 128 bytes whose hash is accepted as well; the
 * right key is appended unless `key` is null.
 *
 * What is expected is a status, or what a 200 says: `sales`, `others` (sales without the caller), `support`,
 * `last resort`, `blocked` (empty, with that reason); of events whether they were `taken`, or `unusable`.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Config } from '../../functions/domain/config.ts';
import { keysFrom } from '../../functions/http/authenticate.ts';
import { aConfig, aPool, four, numberOf, one, three, two } from './builders.ts';

const offers = {
  sales: [one, two, three],
  others: [two, three],
  support: [four],
  'last resort': [numberOf(90)],
  blocked: [],
} as const;
type Answer = keyof typeof offers | 400 | 403 | 404;

export type Hostile = {
  readonly name: string;
  readonly applet?: string;
  readonly longApplet?: number;
  readonly query?: string;
  readonly params?: Readonly<Record<string, string | readonly string[]>>;
  readonly request?: string;
  readonly body?: string;
  readonly times?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly key?: null;
  readonly long?: { readonly name: string; readonly text: string; readonly times: number };
  readonly primary?: Answer;
  readonly fallback?: Answer;
  readonly events?: 'taken' | 'unusable' | 403 | 413;
};

const file = new URL('../fixtures/hostile-requests.json', import.meta.url);
export const hostiles = JSON.parse(readFileSync(file, 'utf8')) as readonly Hostile[];

export const key = 'x3JvN0tFq1mUe5RkZb7yWd9HsLcA2gPiT4oQ6nVX8aE';
const longKey = 'k'.repeat(129);
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
export const keys = keysFrom([key, longKey].map(hashOf).join());

export const withKeys = (text: string): string =>
  text.replaceAll('KEY', key).replaceAll('HASH', hashOf(key)).replaceAll('LONG', longKey);

/** As on the wire. */
export const queryOf = ({ query = '', long, ...hostile }: Hostile): string => {
  const grown = long === undefined ? query : `${query}&${long.name}=${long.text.repeat(long.times)}`;
  return hostile.key === null ? withKeys(grown) : `${grown}&key=${key}`;
};

export const appletOf = ({ applet = 'main', longApplet }: Hostile): string =>
  longApplet === undefined ? applet : 'a'.repeat(longApplet);

export const bodyOf = ({ body = '', times = 1 }: Hostile): string => withKeys(body.repeat(times));

/** What is answered, as its word. */
export const wordFor = (status: number, body: string, reason: string | undefined): string | number => {
  if (status !== 200) return status;
  if (body === '') return String(reason);
  return Object.entries(offers).find(([, numbers]) => numbers.join() === body)?.[0] ?? body;
};

/** Nobody is held, so that a hundred calls at once get the same answer. */
export const config: Config = aConfig({
  settings: { ...aConfig().settings, blockedCallers: ['+919900199001'] },
  pools: { sales: aPool(['a1', 'a2', 'a3'], { leases: 'off' }), support: aPool(['a4'], { leases: 'off' }) },
  applets: {
    main: {
      fetch: 'each',
      routes: [
        { when: { digits: '2' }, pool: 'support' },
        { when: { customField: { tier: 'gold' } }, pool: 'support' },
        { when: {}, pool: 'sales' },
      ],
    },
  },
});

/** One line of JSON each, without a key, and with no number but in its CallSid. */
export const expectHarmless = (lines: readonly string[]): void => {
  for (const line of lines) {
    expect(line).toMatch(/^[^\n]*\n$/);
    expect(line).not.toContain(key);
    const { callSid: _callSid, ...fields } = JSON.parse(line) as { callSid?: string };
    const texts = JSON.stringify(fields).match(/"(?:[^"\\]|\\.)*"/g) ?? [];
    expect(texts.filter((text) => /\d{8}/.test(text) && !/^"Root=/.test(text))).toEqual([]);
  }
};
