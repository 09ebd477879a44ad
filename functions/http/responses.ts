/** Answers as HTTP, in the one form the provider understands: status, plain text, nothing to cache. */
import type { APIGatewayProxyResult } from 'aws-lambda';
import type { Answer } from '../domain/answer.ts';

/** Says in a header why a body is empty, for whoever looks with `curl -i`; the guard lets no other empty 200 pass. */
export const reasonHeader = 'x-dial-whom-reason';

const text = (statusCode: number, body: string, more: Record<string, string> = {}): APIGatewayProxyResult => ({
  statusCode,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...more },
  body,
});

export const toResponse = (answer: Answer): APIGatewayProxyResult => {
  switch (answer.kind) {
    case 'offer':
      return text(200, answer.numbers.join(','));
    case 'empty':
      return text(200, '', { [reasonHeader]: answer.reason });
    case 'unknown-applet':
      return refuse(404, 'unknown applet: the last segment of the URL must be an applet of pools.yaml');
    case 'unavailable':
      return refuse(503, 'unavailable: ask the fallback');
  }
};

/** Key, applet and CallSid are right; nothing was read or written. */
export const headResponse = (): APIGatewayProxyResult => text(200, '', { [reasonHeader]: 'head' });

/** An event was taken, whatever came of it. */
export const thanks = (): APIGatewayProxyResult => text(200, 'ok');

export const refuse = (status: 400 | 403 | 404 | 413 | 503, message: string): APIGatewayProxyResult =>
  text(status, message);
