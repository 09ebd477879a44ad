/** One fetch of the applet: the Primary URL and, when it fails, the Fallback URL. */
import type { AskedUrl } from './call.ts';
import { type FetchDeps, httpGet } from './http-get.ts';

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
export const fetchNumbers = async (
  urls: { readonly primary: string; readonly fallback: string | undefined },
  deps: FetchDeps,
): Promise<Exchange[]> => {
  const primary = await ask('primary', urls.primary, deps);
  if (primary.asked.status === 200 || urls.fallback === undefined) return [primary];
  return [primary, await ask('fallback', urls.fallback, deps)];
};

const ask = async (name: AskedUrl['url'], url: string, deps: FetchDeps): Promise<Exchange> => {
  const { sentAt, failure, ...answer } = await httpGet(url, deps);
  return { sentAt, asked: { url: name, ...answer }, failure };
};
