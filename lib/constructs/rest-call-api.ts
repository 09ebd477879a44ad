import { Duration, Stack, Validations } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { budget } from '../../functions/domain/budget.ts';
import type { Restriction } from '../restrict-to.ts';
import { accessLog, type CallApiProps, type CountedStage, throttles, unsigned } from './call-api.ts';
import { CallFirewall } from './call-firewall.ts';

/** Part of its URL: a REST API has no stage without a name. */
const stageName = 'live';

export interface RestCallApiProps extends CallApiProps {
  readonly restriction: Restriction;
}

/**
 * The same as a REST API, which HTTP APIs are newer and cheaper than, because only a REST API refuses addresses: numbers
 * are told, and events taken, from the provider's ranges alone. HEAD stays open to whoever has the key, since it tells no
 * number: the canary has no address of its own.
 *
 * Its access log needs a role that API Gateway has once for the whole account and Region, and no stack of ours may own.
 */
export class RestCallApi extends Construct {
  readonly stage: CountedStage;
  /** Without a trailing slash: `/{applet}?key=…`, or the rest of a route, goes behind it. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: RestCallApiProps) {
    super(scope, id);

    // Also the dimension of its metrics, so that it must be the only one of its name in the Region, as a stack's is.
    const restApiName = Stack.of(this).stackName;
    const api = new RestApi(this, 'Api', {
      restApiName,
      description: props.description,
      endpointConfiguration: { types: [EndpointType.REGIONAL] },
      policy: onlyFrom(props.restriction.ranges),
      cloudWatchRole: false,
      deployOptions: {
        stageName,
        // Of a route without limits of its own.
        throttlingRateLimit: throttles.checks.rate,
        throttlingBurstLimit: throttles.checks.burst,
        methodOptions: Object.fromEntries(
          props.routes.map(({ path, method, throttle: { rate, burst } }) => [
            `${path}/${method}`,
            { throttlingRateLimit: rate, throttlingBurstLimit: burst },
          ]),
        ),
        // Errors only: more would write URLs down, with keys and numbers.
        loggingLevel: MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        accessLogDestination: new LogGroupLogDestination(new LogGroup(this, 'AccessLogs', props.logs)),
        accessLogFormat: AccessLogFormat.custom(JSON.stringify({ ...accessLog, routeKey })),
      },
    });
    // CDK's own output of a URL that ends nowhere: ours is the one to paste.
    api.node.tryRemoveChild('Endpoint');
    // API Gateway would make it with the first error, and keep it for ever.
    const executionLogs = new LogGroup(this, 'ExecutionLogs', {
      ...props.logs,
      logGroupName: `API-Gateway-Execution-Logs_${api.restApiId}/${stageName}`,
    });
    api.deploymentStage.node.addDependency(executionLogs);
    for (const rule of ['AwsSolutions-APIG4', 'AwsSolutions-COG4']) {
      Validations.of(api).acknowledge({ id: rule, reason: unsigned });
    }
    // What it may be sent is the function's to say, which answers 403 before 400.
    const requestValidator = api.addRequestValidator('Shape', {
      validateRequestBody: true,
      validateRequestParameters: true,
    });

    const integration = new LambdaIntegration(props.handler, {
      timeout: Duration.millis(budget.gatewayMs),
      scopePermissionToMethod: false,
    });
    for (const { path, method } of props.routes) {
      api.root.resourceForPath(path).addMethod(method, integration, { requestValidator });
    }
    if (props.restriction.waf)
      new CallFirewall(this, 'Firewall', api.deploymentStage.stageArn, props.restriction.ranges);

    this.stage = {
      dimensions: { ApiName: restApiName, Stage: stageName },
      clientErrors: '4XXError',
      serverErrors: '5XXError',
    };
    this.url = `${api.urlForPath('/')}${props.name}`;
  }
}

/** The path as the route has it, and so nothing that the caller wrote. */
const routeKey = '$context.httpMethod $context.resourcePath';

const onlyFrom = (ranges: readonly string[]): PolicyDocument => {
  const everybody = { principals: [new AnyPrincipal()], actions: ['execute-api:Invoke'] };
  return new PolicyDocument({
    statements: [
      new PolicyStatement({ ...everybody, resources: ['execute-api:/*'] }),
      new PolicyStatement({
        ...everybody,
        effect: Effect.DENY,
        resources: ['execute-api:/*/GET/*', 'execute-api:/*/POST/*'],
        conditions: { NotIpAddress: { 'aws:SourceIp': ranges } },
      }),
    ],
  });
};
