import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type LogGroupProps } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { budget } from '../../functions/domain/budget.ts';

/**
 * One line per request. The query string holds the key and the callers' numbers, and a mistyped URL
 * (`/main&key=…`) has the key in its path: neither is here, so nothing in the line is written by the caller.
 */
export const accessLog = {
  requestId: '$context.requestId',
  functionRequestId: '$context.integration.requestId',
  time: '$context.requestTime',
  sourceIp: '$context.identity.sourceIp',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLatency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  integrationStatus: '$context.integrationStatus',
  integrationError: '$context.integrationErrorMessage',
  error: '$context.error.message',
};

/** Why no route asks API Gateway who is there. */
export const unsigned =
  'The provider cannot sign in: all it can send is the key in the URL. The function behind each route compares its hash ' +
  'before anything else; an authorizer would compare the same key, with a second cold start in front of a caller.';

/** What tells the metrics of an API from those of others, and what its failures are called. */
export type CountedStage = {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly clientErrors: '4xx' | '4XXError';
  readonly serverErrors: '5xx' | '5XXError';
};

/** How much an API lets through; above it answers 429, and the provider asks the other URL. */
export type Throttle = {
  /** Requests a second, sustained. */
  rate: number;
  /** Requests at once. */
  burst: number;
};

/**
 * Limits of each route of the APIs, far below what the account, the functions and the table take, so that a flood costs
 * little. Primary: a thousand callers whose calls start within the same ten seconds. Fallback: twice that, because what
 * the primary sheds lands there. Events: three a ring that may come together, and one for what became of it.
 */
export const throttles = {
  primary: { rate: 100, burst: 200 },
  fallback: { rate: 200, burst: 400 },
  events: { rate: 300, burst: 600 },
  /** Of the events, what comes once for each call or applet. */
  reports: { rate: 100, burst: 200 },
  /** HEAD: somebody looks whether a URL works, and no caller waits for it. */
  checks: { rate: 10, burst: 20 },
} as const satisfies Record<string, Throttle>;

/** The paths of a URL that answers whom to dial: with its applet, and without one. */
export const callRoutes = (name: 'primary' | 'fallback'): ApiRoute[] =>
  [`/${name}`, `/${name}/{applet}`].flatMap((path) => [
    { path, method: HttpMethod.GET, throttle: throttles[name] },
    { path, method: HttpMethod.HEAD, throttle: throttles.checks },
  ]);

/** Where the provider tells of phones that ring and of calls that are over. */
export const eventRoutes: readonly ApiRoute[] = [
  { path: '/events/agent', method: HttpMethod.GET, throttle: throttles.events },
  { path: '/events/passthru', method: HttpMethod.GET, throttle: throttles.reports },
  { path: '/events/status', method: HttpMethod.POST, throttle: throttles.reports },
];

export type ApiRoute = { readonly path: string; readonly method: HttpMethod; readonly throttle: Throttle };

/** What differs between the APIs. */
export interface CallApiProps {
  /** First segment of every path. */
  readonly name: string;
  readonly routes: readonly ApiRoute[];
  readonly description: string;
  readonly handler: IFunction;
  readonly logs: LogGroupProps;
}

/** A public HTTP API with one function behind it. The function checks the key: an authorizer would be a second cold start. */
export class CallApi extends Construct {
  readonly stage: CountedStage;
  /** Without a trailing slash: `/{applet}?key=…`, or the rest of a route, goes behind it. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: CallApiProps) {
    super(scope, id);

    // Not unique and no identity, only what the console shows; without it every API would be called "Api".
    const apiName = Stack.of(this).stackName;
    const api = new HttpApi(this, 'Api', { apiName, description: props.description, createDefaultStage: false });

    const integration = new HttpLambdaIntegration('Integration', props.handler, {
      // Format 2.0 makes a 200 of anything a function returns; with 1.0 an answer without a status is a 500.
      payloadFormatVersion: PayloadFormatVersion.VERSION_1_0,
      timeout: Duration.millis(budget.gatewayMs),
      // One permission for the API instead of one per route: it has no other routes.
      scopePermissionToRoute: false,
    });
    Validations.of(api).acknowledge({ id: 'AwsSolutions-APIG4', reason: unsigned });
    const routes = props.routes.flatMap(({ path, method }) => api.addRoutes({ path, methods: [method], integration }));

    const stage = new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      // Of a route without limits of its own; there is none.
      throttle: { rateLimit: throttles.checks.rate, burstLimit: throttles.checks.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(new LogGroup(this, 'AccessLogs', props.logs)),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    // L1: CDK's stage has one limit for all its routes.
    (stage.node.defaultChild as CfnStage).routeSettings = Object.fromEntries(
      props.routes.map(({ path, method, throttle: { rate, burst } }) => [
        `${method} ${path}`,
        { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst },
      ]),
    );
    // A stage may not speak of a route that is not there yet.
    stage.node.addDependency(...routes);
    this.stage = {
      dimensions: { ApiId: api.apiId, Stage: stage.stageName },
      clientErrors: '4xx',
      serverErrors: '5xx',
    };
    this.url = `${api.apiEndpoint}/${props.name}`;
  }
}
