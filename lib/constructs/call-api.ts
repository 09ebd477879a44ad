import { Duration, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
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
const accessLog = {
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

/** How much an API lets through; above it answers 429, and the provider asks the other URL. */
export type Throttle = {
  /** Requests a second, sustained. */
  rate: number;
  /** Requests at once. */
  burst: number;
};

/**
 * Limits of the APIs, far below what the account, the functions and the table take, so that a flood costs little.
 * Primary: a thousand callers whose calls start within the same ten seconds. Fallback: twice that, because what the
 * primary sheds lands there. Events: four a ring, which may come together.
 */
export const throttles = {
  primary: { rate: 100, burst: 200 },
  fallback: { rate: 200, burst: 400 },
  events: { rate: 400, burst: 800 },
} as const satisfies Record<string, Throttle>;

/** The paths of a URL that answers whom to dial: with its applet, and without one. */
export const callRoutes = (name: string): ApiRoute[] =>
  [`/${name}`, `/${name}/{applet}`].map((path) => ({ path, methods: [HttpMethod.GET, HttpMethod.HEAD] }));

/** Where the provider tells of phones that ring and of calls that are over. */
export const eventRoutes: readonly ApiRoute[] = [
  { path: '/events/agent', methods: [HttpMethod.GET] },
  { path: '/events/passthru', methods: [HttpMethod.GET] },
  { path: '/events/status', methods: [HttpMethod.POST] },
];

export type ApiRoute = { readonly path: string; readonly methods: HttpMethod[] };

/** What differs between the APIs. */
export interface CallApiProps {
  /** First segment of every path. */
  readonly name: string;
  readonly routes: readonly ApiRoute[];
  readonly description: string;
  readonly handler: IFunction;
  readonly throttle: Throttle;
  readonly logs: LogGroupProps;
}

/** A public HTTP API with one function behind it. The function checks the key: an authorizer would be a second cold start. */
export class CallApi extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  /** Without a trailing slash: `/{applet}?key=…`, or the rest of a route, goes behind it. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: CallApiProps) {
    super(scope, id);

    // Not unique and no identity, only what the console shows; without it every API would be called "Api".
    const apiName = Stack.of(this).stackName;
    this.api = new HttpApi(this, 'Api', { apiName, description: props.description, createDefaultStage: false });

    const integration = new HttpLambdaIntegration('Integration', props.handler, {
      // Format 2.0 makes a 200 of anything a function returns; with 1.0 an answer without a status is a 500.
      payloadFormatVersion: PayloadFormatVersion.VERSION_1_0,
      timeout: Duration.millis(budget.gatewayMs),
      // One permission for the API instead of one per route: it has no other routes.
      scopePermissionToRoute: false,
    });
    for (const { path, methods } of props.routes) this.api.addRoutes({ path, methods: [...methods], integration });

    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: props.throttle.rate, burstLimit: props.throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(new LogGroup(this, 'AccessLogs', props.logs)),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    this.url = `${this.api.apiEndpoint}/${props.name}`;
  }
}
