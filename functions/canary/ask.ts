/** One request as the provider sends it, or a HEAD in its place: no redirects, and a whole answer has the provider's time or does not count. */
import { budget } from '../domain/budget.ts';
import type { Clock } from '../domain/ports.ts';
import type { Asked } from '../domain/probe.ts';
import { originHeaders, reasonHeader } from '../http/responses.ts';

/** The part of the global `fetch` that is used here. */
export type Fetch = (
  url: string,
  init: {
    readonly method: 'GET' | 'HEAD';
    readonly redirect: 'manual';
    readonly signal: AbortSignal;
    readonly headers: Readonly<Record<string, string>>;
  },
) => Promise<Pick<Response, 'status' | 'headers' | 'text'>>;

export type AskDeps = { readonly fetch: Fetch; readonly clock: Clock; readonly isHead?: boolean };

/** Never rejects, and tells nothing of the URL: it holds the key. */
export const ask = async (url: string, { fetch, clock, isHead }: AskDeps): Promise<Asked> => {
  const startedMs = clock();
  const signal = AbortSignal.timeout(budget.providerMs);
  try {
    // A connection of its own: a function that was frozen for a minute would write into a dead one.
    const { status, headers, text } = await receive(
      await fetch(url, {
        method: isHead ? 'HEAD' : 'GET',
        redirect: 'manual',
        signal,
        headers: { connection: 'close' },
      }),
    );
    return {
      kind: 'answered',
      isHead,
      ms: clock() - startedMs,
      status,
      body: text,
      contentType: headers.get('content-type') ?? undefined,
      reason: headers.get(reasonHeader) ?? undefined,
      source: headers.get(originHeaders.source) ?? undefined,
      unknown: headers.get(originHeaders.unknown) ?? undefined,
      revision: numberOf(headers.get(originHeaders.revision)),
      ageSeconds: numberOf(headers.get(originHeaders.ageSeconds)),
      degraded: headers.get(originHeaders.degraded) ?? undefined,
    };
  } catch (error) {
    const why = signal.aborted ? `no answer within ${budget.providerMs} ms` : `no answer: ${reasonOf(error)}`;
    return { kind: 'unanswered', ms: clock() - startedMs, why };
  }
};

const receive = async (response: Awaited<ReturnType<Fetch>>) => ({
  status: response.status,
  headers: response.headers,
  text: await response.text(),
});

const numberOf = (text: string | null): number | undefined =>
  text !== null && /^\d+$/.test(text) ? Number(text) : undefined;

/** `ECONNREFUSED`, `ENOTFOUND`: `fetch` hides in the cause what happened, and its own message may name the URL. */
const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return 'unknown';
  if ('code' in cause) return String(cause.code);
  return cause !== error && isPlain(cause.message) ? cause.message : cause.name;
};

/** A cause without a code is a few words, such as "bad port"; whatever has more than words in it may quote the URL. */
const isPlain = (message: string): boolean => /^[a-z ]{1,40}$/i.test(message);
