/** Handlers without a gateway: events of payload format 1.0 in, responses out. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { budget } from '../../functions/domain/budget.ts';
import { type Fields, type MetricName, type Metrics, units } from '../../functions/domain/signals.ts';

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
  const logged: Fields[] = [];
  const counted: MetricName[] = [];
  const measured: Partial<Record<MetricName, number>> = {};
  return {
    logged,
    /** What happened, in its order, as often as it is counted. */
    counted,
    /** The last value of each. */
    measured,
    log: (fields: Fields, metrics: Metrics = {}) => {
      logged.push(fields);
      for (const [name, value] of Object.entries(metrics) as [MetricName, number][]) {
        measured[name] = value;
        if (units[name] === 'Count' && !ofHandlers.has(name)) counted.push(...Array<MetricName>(value).fill(name));
      }
    },
  };
};

/** Counts that say nothing of what happened to a request. */
const ofHandlers: ReadonlySet<MetricName> = new Set(['ColdStart', 'HuntStarted', 'AttemptsToCompleted']);
