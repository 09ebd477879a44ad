/** One fetch of the applet: the Primary URL and, when it fails, the Fallback URL. */
import { budget } from '../../functions/domain/budget.ts';
import type { AskedUrl } from './call.ts';

/** The part of the global `fetch` that is used here. */
export type Fetch = (
  url: string,
  init: { readonly redirect: 'manual'; readonly signal: AbortSignal },
) => Promise<Pick<Response, 'status' | 'text'>>;

export type FetchDeps = {
  readonly fetch: Fetch;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Time for a complete answer, in milliseconds; Exotel cuts off at 10 s. */
  readonly timeoutMs?: number | undefined;
};

export type Exchange = {
  readonly sentAt: number;
  readonly asked: AskedUrl;
  /** Why there is no status; undefined when there is one. */
  readonly failure: string | undefined;
};

/**
 * Asks the primary; a non-200 (a redirect is one), a time-out or a connection failure sends the request to the
 * fallback, a 200 never does, whatever its body. Never rejects. The last exchange is the one that counts.
 */
export async function fetchNumbers(
  urls: { readonly primary: string; readonly fallback: string | undefined },
  deps: FetchDeps,
): Promise<Exchange[]> {
  const primary = await ask('primary', urls.primary, deps);
  if (primary.asked.status === 200 || urls.fallback === undefined) return [primary];
  return [primary, await ask('fallback', urls.fallback, deps)];
}

async function ask(name: AskedUrl['url'], url: string, deps: FetchDeps): Promise<Exchange> {
  const sentAt = deps.now();
  const signal = AbortSignal.timeout(deps.timeoutMs ?? budget.providerMs);
  try {
    const { status, body } = await Promise.race([answerOf(url, signal, deps.fetch), abortionOf(signal)]);
    return { sentAt, asked: { url: name, status, ms: deps.now() - sentAt, body }, failure: undefined };
  } catch (error) {
    const failure = signal.aborted ? 'timed out' : reasonOf(error);
    return { sentAt, asked: { url: name, status: null, ms: deps.now() - sentAt, body: '' }, failure };
  }
}

async function answerOf(url: string, signal: AbortSignal, fetch: Fetch): Promise<{ status: number; body: string }> {
  const response = await fetch(url, { redirect: 'manual', signal });
  return { status: response.status, body: await response.text() };
}

/** The cut-off holds even for a `fetch` that ignores its signal. */
function abortionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** `fetch` hides what happened in the cause: `ECONNREFUSED`, `ENOTFOUND`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error.message;
}
