/** One GET as the provider sends it: redirects are not followed, and a complete answer has its time or does not count. */
import { budget } from '../../functions/domain/budget.ts';

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

/** `status` is null and `body` empty when no answer came: timed out, or the connection failed. */
export type Answer = {
  readonly sentAt: number;
  readonly status: number | null;
  readonly ms: number;
  readonly body: string;
  /** Why there is no status; undefined when there is one. */
  readonly failure: string | undefined;
};

/** Never rejects. */
export const httpGet = async (url: string, deps: FetchDeps): Promise<Answer> => {
  const sentAt = deps.now();
  const signal = AbortSignal.timeout(deps.timeoutMs ?? budget.providerMs);
  try {
    const { status, body } = await Promise.race([answerOf(url, signal, deps.fetch), abortionOf(signal)]);
    return { sentAt, status, ms: deps.now() - sentAt, body, failure: undefined };
  } catch (error) {
    const failure = signal.aborted ? 'timed out' : reasonOf(error);
    return { sentAt, status: null, ms: deps.now() - sentAt, body: '', failure };
  }
};

const answerOf = async (url: string, signal: AbortSignal, fetch: Fetch): Promise<{ status: number; body: string }> => {
  const response = await fetch(url, { redirect: 'manual', signal });
  return { status: response.status, body: await response.text() };
};

/** The cut-off holds even for a `fetch` that ignores its signal. */
const abortionOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** `fetch` hides what happened in the cause: `ECONNREFUSED`, `ENOTFOUND`. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error.message;
};
