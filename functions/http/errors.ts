import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { Count, Log } from '../domain/ports.ts';
import { refuse } from './responses.ts';

/** A request that gets no numbers because of what it is. The message is for the caller; it names no secret. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: 400 | 403;

  constructor(status: 400 | 403, message: string) {
    super(message);
    this.status = status;
  }
}

/** Refusals keep their status; everything else is our own fault and becomes a 503, so that the fallback is asked. */
export const mapErrors = ({
  log,
  count,
}: {
  log: Log;
  count: Count;
}): MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> => ({
  onError: (request) => {
    const { error } = request;
    if (error instanceof Refusal) {
      count('Refused');
      request.response = refuse(error.status, error.message);
      return;
    }
    count('Unavailable');
    log({ level: 'error', message: 'unexpected fault', error: error?.message, stack: error?.stack });
    request.response = refuse(503, 'internal fault: ask the fallback');
  },
});
