import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { Count, Log, MetricName } from '../domain/signals.ts';
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

/** What our own faults are for whoever asked. */
export type Fault = { readonly metric: MetricName; readonly response: APIGatewayProxyResult };

/** The fallback shall be asked. */
const unavailable: Fault = { metric: 'Unavailable', response: refuse(503, 'internal fault: ask the fallback') };

/** Refusals keep their status; everything else is our own fault. */
export const mapErrors = ({
  log,
  count,
  fault = unavailable,
}: {
  log: Log;
  count: Count;
  fault?: Fault;
}): MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> => ({
  onError: (request) => {
    const { error } = request;
    if (error instanceof Refusal) {
      count('Refused');
      request.response = refuse(error.status, error.message);
      return;
    }
    count(fault.metric);
    log({ level: 'error', message: 'unexpected fault', error: error?.message, stack: error?.stack });
    request.response = fault.response;
  },
});
