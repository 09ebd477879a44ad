import type { APIGatewayProxyResult } from 'aws-lambda';
import type { Outcome } from '../support/runtime-api.ts';

/** What was answered and how fast; throws on anything but a 200, because the time of an error would be worth nothing. */
export const mustBeAnswered = (
  what: string,
  outcome: Outcome,
  printed: string,
): { readonly ms: number; readonly body: string } => {
  const { statusCode, body = '' } = (outcome.kind === 'response' ? outcome.response : {}) as APIGatewayProxyResult;
  if (outcome.kind === 'response' && statusCode === 200) return { ms: outcome.ms, body };
  throw new Error(`${what} answers ${JSON.stringify(outcome)}; it printed: ${printed}`);
};
