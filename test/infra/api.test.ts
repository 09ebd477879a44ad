import { beforeAll, describe, expect, it } from 'vitest';
import { budget } from '../../functions/domain/budget.ts';
import { throttles } from '../../lib/constructs/call-api.ts';
import { makeTemplates, onlyResource, resourcesOf, type Templates } from './stacks.ts';

const sides = ['primary', 'fallback', 'events'] as const;

const answering = {
  primary: 'AnswerFunction5C8C9F6E',
  fallback: 'AnswerFunction5C8C9F6E',
  events: 'TakeFunction455C7B7A',
} as const;

describe('the APIs', () => {
  let templates: Templates;
  beforeAll(() => {
    templates = makeTemplates();
  });

  const stageOf = (side: keyof Templates) => onlyResource(templates[side], 'AWS::ApiGatewayV2::Stage').Properties;

  it.each(sides)('are one HTTP API per stack: %s', (side) => {
    expect(onlyResource(templates[side], 'AWS::ApiGatewayV2::Api').Properties.ProtocolType).toBe('HTTP');
  });

  const routesOf = (side: keyof Templates) =>
    resourcesOf(templates[side], 'AWS::ApiGatewayV2::Route')
      .map(({ Properties }) => Properties.RouteKey)
      .sort();

  it.each(['primary', 'fallback'] as const)(
    'answer GET and HEAD, with and without an applet, and no other route: %s',
    (side) => {
      expect(routesOf(side)).toEqual([
        `GET /${side}`,
        `GET /${side}/{applet}`,
        `HEAD /${side}`,
        `HEAD /${side}/{applet}`,
      ]);
    },
  );

  it('have for the events the three routes of the provider and no other', () => {
    expect(routesOf('events')).toEqual(['GET /events/agent', 'GET /events/passthru', 'POST /events/status']);
  });

  it.each(sides)(
    'use payload format 1.0, which never makes a 200 of a bug, and give up before the provider: %s',
    (side) => {
      expect(onlyResource(templates[side], 'AWS::ApiGatewayV2::Integration').Properties).toMatchObject({
        IntegrationType: 'AWS_PROXY',
        PayloadFormatVersion: '1.0',
        TimeoutInMillis: budget.gatewayMs,
      });
    },
  );

  it.each(sides)('may call their function, and nobody else may: %s', (side) => {
    const target = { 'Fn::GetAtt': [answering[side], 'Arn'] };
    const [permission, ...others] = resourcesOf(templates[side], 'AWS::Lambda::Permission')
      .map(({ Properties }) => Properties)
      .filter(({ FunctionName }) => JSON.stringify(FunctionName) === JSON.stringify(target));
    expect(others).toEqual([]);
    const api = onlyResource(templates[side], 'AWS::ApiGatewayV2::Api').LogicalId;
    expect(permission).toMatchObject({ Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' });
    expect(JSON.stringify(permission?.SourceArn)).toContain(`{"Ref":"${api}"},"/*/*/*"`);
  });

  it.each(sides)('deploy themselves to the root, once their routes are there: %s', (side) => {
    expect(stageOf(side)).toMatchObject({ StageName: '$default', AutoDeploy: true });
    const routes = resourcesOf(templates[side], 'AWS::ApiGatewayV2::Route').map(({ LogicalId }) => LogicalId);
    expect(onlyResource(templates[side], 'AWS::ApiGatewayV2::Stage').DependsOn).toEqual(expect.arrayContaining(routes));
  });

  const limitsOf = (side: keyof Templates) =>
    stageOf(side).RouteSettings as Record<string, { ThrottlingRateLimit: number; ThrottlingBurstLimit: number }>;

  it.each(sides)('have a limit on each route, and a low one on whatever else there might be: %s', (side) => {
    expect(Object.keys(limitsOf(side)).sort()).toEqual(routesOf(side));
    expect(stageOf(side).DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 });
  });

  it('let the fallback take twice what the primary lets through, since what is shed lands there', () => {
    for (const behind of ['', '/{applet}']) {
      const { ThrottlingRateLimit: rate = 0, ThrottlingBurstLimit: burst = 0 } =
        limitsOf('primary')[`GET /primary${behind}`] ?? {};
      expect([rate, burst]).toEqual([100, 200]);
      expect(limitsOf('fallback')[`GET /fallback${behind}`]).toEqual({
        ThrottlingRateLimit: 2 * rate,
        ThrottlingBurstLimit: 2 * burst,
      });
    }
  });

  it('let the events of every ring through that the primary begins: ringing, answered, over, and the report', () => {
    const { rate, burst } = throttles.primary;
    const limit = (times: number) => ({ ThrottlingRateLimit: times * rate, ThrottlingBurstLimit: times * burst });
    expect(limitsOf('events')).toEqual({
      'GET /events/agent': limit(3),
      'GET /events/passthru': limit(1),
      'POST /events/status': limit(1),
    });
  });

  it.each(sides)('log each request as JSON, with what it takes to find out why it was slow: %s', (side) => {
    const format = JSON.parse((stageOf(side).AccessLogSettings as { Format: string }).Format) as object;
    expect(Object.keys(format)).toEqual([
      'requestId',
      'functionRequestId',
      'time',
      'sourceIp',
      'routeKey',
      'status',
      'responseLatency',
      'integrationLatency',
      'integrationStatus',
      'integrationError',
      'error',
    ]);
  });

  it.each(sides)('log nothing that the caller wrote: no query string, no path, no header: %s', (side) => {
    const { Format, DestinationArn } = stageOf(side).AccessLogSettings as {
      Format: string;
      DestinationArn: unknown;
    };
    const variables = [...Format.matchAll(/\$context\.([A-Za-z.]+)/g)].map(([, name]) => name);
    expect(variables).not.toHaveLength(0);
    for (const name of variables) expect(name).not.toMatch(/query|path|header|userAgent|protocol|domain/i);
    expect(DestinationArn).toEqual({ 'Fn::GetAtt': ['ApiAccessLogs50B185DB', 'Arn'] });
  });
});
