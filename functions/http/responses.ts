/** Answers as HTTP, in the one form the provider understands: status, plain text, nothing to cache. */
import type { APIGatewayProxyResult } from 'aws-lambda';
import type { Answer, AnswerSource, Lack } from '../domain/answer.ts';

/** Says in a header why a body is empty, for whoever looks with `curl -i`; the guard lets no other empty 200 pass. */
export const reasonHeader = 'x-dial-whom-reason';

/** What an answer was made from, for the canary, the drill and `curl -i`; the provider reads none of it. */
export type Origin = {
  readonly source?: AnswerSource;
  /** The last resort is not for want of somebody to dial: what was answered from does not have the applet. */
  readonly unknown?: 'applet' | undefined;
  /** Of the configuration, where it has one. */
  readonly revision?: number | undefined;
  readonly ageSeconds?: number | undefined;
  /** The rung of the degradation ladder, unless it is the first. */
  readonly degraded?: Lack | undefined;
};

export const originHeaders = {
  source: 'x-dial-whom-source',
  unknown: 'x-dial-whom-unknown',
  revision: 'x-dial-whom-revision',
  ageSeconds: 'x-dial-whom-age-seconds',
  degraded: 'x-dial-whom-degraded',
} as const satisfies Record<keyof Origin, string>;

const headersOf = (origin: Origin): Record<string, string> =>
  Object.fromEntries(
    Object.entries(originHeaders).flatMap(([name, header]) => {
      const value = origin[name as keyof Origin];
      return value === undefined ? [] : [[header, String(value)]];
    }),
  );

const text = (statusCode: number, body: string, more: Record<string, string> = {}): APIGatewayProxyResult => ({
  statusCode,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...more },
  body,
});

/** Causes are for the log: a body says no more than what the caller of the URL can do. */
export const toResponse = (answer: Answer, origin: Origin = {}): APIGatewayProxyResult => {
  switch (answer.kind) {
    case 'offer':
      return text(200, answer.numbers.join(','), headersOf(origin));
    case 'empty':
      return text(200, '', { [reasonHeader]: answer.reason, ...headersOf(origin) });
    case 'unknown-applet':
      return refuse(404, 'unknown applet: the last segment of the URL must be an applet of pools.yaml');
    case 'unavailable':
      return refuse(503, 'unavailable: ask the fallback');
  }
};

/** Key, applet and CallSid are right; no call was looked at, and the headers tell what a GET would be answered from. */
export const headResponse = (origin: Origin = {}): APIGatewayProxyResult =>
  text(200, '', { [reasonHeader]: 'head', ...headersOf(origin) });

/** An event was taken, whatever came of it. */
export const thanks = (): APIGatewayProxyResult => text(200, 'ok');

export const refuse = (status: 400 | 403 | 404 | 413 | 503, message: string): APIGatewayProxyResult =>
  text(status, message);
