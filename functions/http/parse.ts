import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { type Call, type Params, readCall } from '../domain/request.ts';
import { Refusal } from './errors.ts';

export type Parsed = {
  readonly params: Params;
  readonly call: Call;
  /** The last segment of the URL, `default` when it is missing. */
  readonly applet: string;
  readonly isHead: boolean;
  /** The `key` parameter if it was sent once. */
  readonly key: string | undefined;
};

/** Of a call that has a CallSid. */
type Named = { readonly call: Call & { readonly callSid: string } };

type Parse = MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult, Error, Context & Parsed>;

/** Puts the typed request on the context. Never refuses: what is not known is `undefined`. */
export const parseCall = (): Parse => ({
  before: ({ event, context }) => {
    const params = readParams(event);
    const keys = new Set(params.get('key'));
    Object.assign(context, {
      params,
      call: readCall(params),
      applet: event.pathParameters?.applet || 'default',
      isHead: event.httpMethod === 'HEAD',
      key: keys.size === 1 ? [...keys][0] : undefined,
    } satisfies Parsed);
  },
});

/** Only where state is kept per call: without a CallSid two requests of one call could not be told from two calls. */
export const requireCallSid = (): MiddlewareObj<
  APIGatewayProxyEvent,
  APIGatewayProxyResult,
  Error,
  Context & Named
> => ({
  before: ({ context }) => {
    if (context.call.callSid !== undefined) return;
    throw new Refusal(400, 'CallSid must be given once, as 1 to 64 letters, digits, _ or -');
  },
});

/** Payload format 1.0: decoded values, each name with all it was given. A Map, because names such as `__proto__` come in. */
const readParams = ({ multiValueQueryStringParameters, queryStringParameters }: APIGatewayProxyEvent): Params => {
  const pairs: [string, string[] | undefined][] =
    multiValueQueryStringParameters === null || multiValueQueryStringParameters === undefined
      ? Object.entries(queryStringParameters ?? {}).map(([name, value]) => [name, value === undefined ? [] : [value]])
      : Object.entries(multiValueQueryStringParameters);
  return toParams(pairs.map(([name, values]) => [name, values ?? []]));
};

/** By lower-case name, values of names that differ in case together. */
export const toParams = (pairs: readonly (readonly [string, readonly string[]])[]): Params => {
  const params = new Map<string, string[]>();
  for (const [name, values] of pairs) {
    const known = params.get(name.toLowerCase());
    if (known === undefined) params.set(name.toLowerCase(), [...values]);
    else known.push(...values);
  }
  return params;
};
