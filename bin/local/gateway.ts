/** API Gateway on this machine: HTTP to events of payload format 1.0 and back, for the routes the deployed APIs have. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { budget } from '../../functions/domain/budget.ts';

/** A deployed handler. Context is only what the handlers use of it. */
export type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

export type Route = {
  /** First segment of the path. */
  readonly name: string;
  readonly handler: Handler;
  /** The second segment by method, where it is not an applet: `['GET agent', 'POST status']`. */
  readonly only?: readonly string[];
};

/**
 * `GET` and `HEAD` of `/{name}` and `/{name}/{applet}`, or of the paths a route has; `GET /_local` tells the CLI where the
 * database is, and what was counted since the start.
 */
export const createGateway = (routes: readonly Route[], about: () => object): Server =>
  createServer((request, response) => {
    const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
    const [, name = '', applet, ...rest] = path.split('/');
    if (name === '_local') return send(response, json(200, about()));
    const route = routes.find((candidate) => candidate.name === name);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const isRoute = route?.only === undefined ? isRead : route.only.includes(`${request.method} ${applet}`);
    if (route === undefined || rest.length > 0 || !isRoute) return send(response, json(404, { message: 'Not Found' }));

    bodyOf(request)
      .then((body) => route.handler(eventOf(request, { path, query, name, applet }, body), contextOf(name)))
      .then(
        (result) => send(response, result),
        // What the real gateway does when the function fails.
        () => send(response, json(500, { message: 'Internal Server Error' })),
      );
  });

type Target = {
  readonly path: string;
  readonly query: string;
  readonly name: string;
  readonly applet: string | undefined;
};

/** As API Gateway hands over any body that is not text. */
const bodyOf = async (request: IncomingMessage): Promise<string | null> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? null : Buffer.concat(chunks).toString('base64');
};

const eventOf = (
  request: IncomingMessage,
  { path, query, name, applet }: Target,
  body: string | null,
): APIGatewayProxyEvent => {
  const values = new Map<string, string[]>();
  for (const [key, value] of new URLSearchParams(query)) values.set(key, [...(values.get(key) ?? []), value]);
  return {
    version: '1.0',
    resource: applet === undefined ? `/${name}` : `/${name}/{applet}`,
    path,
    httpMethod: request.method ?? 'GET',
    headers: Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)])),
    multiValueHeaders: {},
    queryStringParameters: Object.fromEntries([...values].map(([key, all]) => [key, all.at(-1)])),
    multiValueQueryStringParameters: Object.fromEntries(values),
    pathParameters: applet === undefined || applet === '' ? null : { applet: decode(applet) },
    stageVariables: null,
    requestContext: {} as APIGatewayProxyEvent['requestContext'],
    body,
    isBase64Encoded: body !== null,
  } as APIGatewayProxyEvent;
};

/** A broken escape stays as it was sent: it is nobody's applet. */
const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

const contextOf = (functionName: string): Context => {
  const endsAt = performance.now() + budget.functionMs;
  return { functionName, getRemainingTimeInMillis: () => endsAt - performance.now() } as Context;
};

const json = (statusCode: number, body: object): APIGatewayProxyResult => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const send = (response: ServerResponse, { statusCode, headers, body }: APIGatewayProxyResult): void => {
  response.writeHead(statusCode, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
};
