/** Handlers without a gateway: events of payload format 1.0 in, responses out. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { budget } from '../../functions/domain/budget.ts';
import type { GaugeName, MetricName } from '../../functions/domain/signals.ts';

export type Query = Readonly<Record<string, string | readonly string[]>>;

export type Get = {
  /** First segment of the path. */
  readonly name?: string | undefined;
  readonly applet?: string | null;
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly query?: Query;
  readonly body?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
};

export const anEvent = ({
  name = 'primary',
  applet = 'main',
  method = 'GET',
  query = {},
  body = null,
  headers = {},
}: Get): APIGatewayProxyEvent =>
  ({
    version: '1.0',
    httpMethod: method,
    path: applet === null ? `/${name}` : `/${name}/${applet}`,
    pathParameters: applet === null ? null : { applet },
    queryStringParameters: Object.fromEntries(
      Object.entries(query).map(([name, value]) => [name, typeof value === 'string' ? value : value.at(-1)]),
    ),
    multiValueQueryStringParameters: Object.fromEntries(
      Object.entries(query).map(([name, value]) => [name, typeof value === 'string' ? [value] : value]),
    ),
    headers,
    body,
    isBase64Encoded: false,
  }) as unknown as APIGatewayProxyEvent;

/** The only cast: middy wants the context its own middlewares add from whoever calls the handler. */
export const invoke = (handler: unknown, get: Get): Promise<APIGatewayProxyResult> => {
  const endsAt = performance.now() + budget.functionMs;
  const context = { getRemainingTimeInMillis: () => endsAt - performance.now() } as Context;
  return (handler as (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>)(
    anEvent(get),
    context,
  );
};

/** What a handler logged and counted. */
export const aRecord = () => {
  const logged: Readonly<Record<string, unknown>>[] = [];
  const counted: MetricName[] = [];
  const measured: Partial<Record<GaugeName, number>> = {};
  return {
    logged,
    counted,
    /** The last value of each. */
    measured,
    log: (fields: Readonly<Record<string, unknown>>) => {
      logged.push(fields);
    },
    count: (metric: MetricName) => {
      counted.push(metric);
    },
    measure: (metric: GaugeName, value: number) => {
      measured[metric] = value;
    },
  };
};
