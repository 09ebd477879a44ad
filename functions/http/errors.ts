import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { Metrics } from '../domain/signals.ts';
import type { Noting } from './request-log.ts';
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

/** What our own faults are for whoever asked, and what is counted for them besides. */
export type Fault = { readonly metrics: Metrics; readonly response: APIGatewayProxyResult };

/** The fallback shall be asked. */
const unavailable: Fault = { metrics: {}, response: refuse(503, 'internal fault: ask the fallback') };

/** Refusals keep their status; everything else is our own fault. */
export const mapErrors = (
  fault: Fault = unavailable,
): MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult, Error, Context & Noting> => ({
  onError: (request) => {
    const { error, context } = request;
    if (error instanceof Refusal) {
      request.response = refuse(error.status, error.message);
      return;
    }
    context.note({ fault: error?.message, stack: error?.stack }, fault.metrics);
    request.response = fault.response;
  },
});
