/** Answers as HTTP, in the one form the provider understands: status, plain text, nothing to cache. */
import type { APIGatewayProxyResult } from 'aws-lambda';
import type { Answer, Lack } from '../domain/answer.ts';

/** Says in a header why a body is empty, for whoever looks with `curl -i`; the guard lets no other empty 200 pass. */
export const reasonHeader = 'x-dial-whom-reason';

/** Names the rung of the degradation ladder on which a 200 stands, unless it is the first. */
export const degradedHeader = 'x-dial-whom-degraded';

const text = (statusCode: number, body: string, more: Record<string, string> = {}): APIGatewayProxyResult => ({
  statusCode,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...more },
  body,
});

export const toResponse = (answer: Answer, degraded?: Lack): APIGatewayProxyResult => {
  switch (answer.kind) {
    case 'offer':
      return text(200, answer.numbers.join(','), naming(degraded));
    case 'empty':
      return text(200, '', { [reasonHeader]: answer.reason, ...naming(degraded) });
    case 'unknown-applet':
      return refuse(404, 'unknown applet: the last segment of the URL must be an applet of pools.yaml');
    case 'unavailable':
      return refuse(503, 'unavailable: ask the fallback');
  }
};

/** Key, applet and CallSid are right; no state was read or written. */
export const headResponse = (degraded?: Lack): APIGatewayProxyResult =>
  text(200, '', { [reasonHeader]: 'head', ...naming(degraded) });

const naming = (degraded: Lack | undefined): Record<string, string> =>
  degraded === undefined ? {} : { [degradedHeader]: degraded };

/** An event was taken, whatever came of it. */
export const thanks = (): APIGatewayProxyResult => text(200, 'ok');

export const refuse = (status: 400 | 403 | 404 | 413 | 503, message: string): APIGatewayProxyResult =>
  text(status, message);
