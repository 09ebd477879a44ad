/**
 * The URL as it stands in the applet's configuration. A path that ends in `/primary` or `/fallback` gets the applet
 * as its last segment; `key` and `leg` join whatever query is already there.
 */
export const configuredUrl = (
  pasted: string,
  applet: string,
  extras: { readonly key?: string | undefined; readonly leg?: string | undefined } = {},
): string => {
  const url = new URL(pasted);
  if (/\/(?:primary|fallback)\/?$/.test(url.pathname)) {
    url.pathname = `${url.pathname.replace(/\/$/, '')}/${encodeURIComponent(applet)}`;
  }
  const pairs = new URLSearchParams();
  if (extras.key !== undefined) pairs.append('key', extras.key);
  if (extras.leg !== undefined) pairs.append('leg', extras.leg);
  return withQuery(url.href, pairs.toString());
};

/** Where an event is told: below the events URL, which may have been pasted with either of the two segments. */
export const eventsUrl = (pasted: string, name: 'agent' | 'passthru'): string => {
  const url = new URL(pasted);
  url.pathname = `${url.pathname.replace(/(?:\/(?:agent|passthru))?\/?$/, '')}/${name}`;
  return url.href;
};

/** Exotel keeps the query of the configured URL in front and adds its own pairs behind it. */
export const withQuery = (url: string, query: string): string => {
  if (query === '') return url;
  if (!url.includes('?')) return `${url}?${query}`;
  return /[?&]$/.test(url) ? `${url}${query}` : `${url}&${query}`;
};
