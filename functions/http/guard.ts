import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { emptyReasons } from '../domain/answer.ts';
import { listIn } from '../domain/phone.ts';
import type { Noting } from './request-log.ts';
import { reasonHeader, refuse } from './responses.ts';

/**
 * The last step before an answer leaves; only the log comes before it, because hooks run last-in-first-out.
 * A wrong 200 is a dead call: the provider dials nobody and does not ask the fallback. So only a list of numbers
 * passes, or an empty body that says why; any other 200 becomes a 503 and is counted.
 */
export const guardAnswer = (): MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult, Error, Context & Noting> => ({
  after: (request) => {
    const response: unknown = request.response;
    if (isSafe(response)) return;
    request.context.note({ blocked: response }, { InvalidAnswerBlocked: 1 });
    request.response = refuse(503, 'invalid answer blocked: ask the fallback');
  },
});

const isSafe = (response: unknown): boolean => {
  const { statusCode, body, headers } = (response ?? {}) as Partial<APIGatewayProxyResult>;
  if (typeof statusCode !== 'number' || typeof body !== 'string') return false;
  if (statusCode !== 200) return statusCode >= 400;
  if (headers?.['content-type'] !== 'text/plain; charset=utf-8') return false;
  if (body === '') return [...emptyReasons, 'head'].some((reason) => reason === headers?.[reasonHeader]);
  return listIn(body) !== undefined;
};
