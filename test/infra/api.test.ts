import { beforeAll, describe, expect, it } from 'vitest';
import { budget } from '../../functions/domain/budget.ts';
import { throttles } from '../../lib/constructs/call-api.ts';
import { doorOf } from './doors.ts';
import { frontDoors, makeTemplates, onlyResource, resourcesOf, type Templates } from './stacks.ts';

const sides = ['primary', 'fallback', 'events'] as const;

const answering = {
  primary: 'AnswerFunction5C8C9F6E',
  fallback: 'AnswerFunction5C8C9F6E',
  events: 'TakeFunction455C7B7A',
} as const;

describe.each(Object.entries(frontDoors))('the front door, %s,', (_name, context) => {
  let templates: Templates;
  beforeAll(() => {
    templates = makeTemplates(context);
  });
  const door = (side: keyof Templates) => doorOf(templates[side]);

  it.each(['primary', 'fallback'] as const)(
    'answers GET and HEAD, with and without an applet, and no other route: %s',
    (side) => {
      expect(door(side).routes).toEqual([
        `GET /${side}`,
        `GET /${side}/{applet}`,
        `HEAD /${side}`,
        `HEAD /${side}/{applet}`,
      ]);
    },
  );

  it('has for the events the three routes of the provider and no other', () => {
    expect(door('events').routes).toEqual(['GET /events/agent', 'GET /events/passthru', 'POST /events/status']);
  });

  it.each(sides)('uses a format that never makes a 200 of a bug, and gives up before the provider: %s', (side) => {
    for (const { type, format = '1.0', timeoutMs } of door(side).integrations) {
      expect([type, format, timeoutMs]).toEqual(['AWS_PROXY', '1.0', budget.gatewayMs]);
    }
  });

  it.each(sides)('may call its function, and nobody else may: %s', (side) => {
    const target = { 'Fn::GetAtt': [answering[side], 'Arn'] };
    const [permission, ...others] = resourcesOf(templates[side], 'AWS::Lambda::Permission')
      .map(({ Properties }) => Properties)
      .filter(({ FunctionName }) => JSON.stringify(FunctionName) === JSON.stringify(target));
    expect(others).toEqual([]);
    expect(permission).toMatchObject({ Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' });
    expect(JSON.stringify(permission?.SourceArn)).toContain(`{"Ref":"${door(side).id}"},"/*/*/*"`);
  });

  it.each(sides)('has a limit on each route, and a low one on whatever else there might be: %s', (side) => {
    const { limits, routes } = door(side);
    expect(Object.keys(limits).sort()).toEqual(['*', ...routes].sort());
    expect(limits['*']).toEqual({ rate: 10, burst: 20 });
  });

  it('lets the fallback take twice what the primary lets through, since what is shed lands there', () => {
    for (const behind of ['', '/{applet}']) {
      expect(door('primary').limits[`GET /primary${behind}`]).toEqual({ rate: 100, burst: 200 });
      expect(door('fallback').limits[`GET /fallback${behind}`]).toEqual({ rate: 200, burst: 400 });
    }
  });

  it('lets the events of every ring through that the primary begins: ringing, answered, over, and the report', () => {
    const { rate, burst } = throttles.primary;
    const limit = (times: number) => ({ rate: times * rate, burst: times * burst });
    expect(door('events').limits).toMatchObject({
      'GET /events/agent': limit(3),
      'GET /events/passthru': limit(1),
      'POST /events/status': limit(1),
    });
  });

  it.each(sides)('logs each request as JSON, with what it takes to find out why it was slow: %s', (side) => {
    expect(Object.keys(JSON.parse(door(side).accessLog.Format) as object)).toEqual([
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

  it.each(sides)('logs nothing that the caller wrote: no query string, no path, no header: %s', (side) => {
    const { Format, DestinationArn } = door(side).accessLog;
    // The path as it stands in the route, with {applet}.
    const variables = [...Format.replace('$context.resourcePath', '').matchAll(/\$context\.([A-Za-z.]+)/g)];
    expect(variables).not.toHaveLength(0);
    for (const [, name] of variables) expect(name).not.toMatch(/query|path|header|userAgent|protocol|domain/i);
    const logs = resourcesOf(templates[side], 'AWS::Logs::LogGroup').filter(({ LogicalId }) =>
      JSON.stringify(DestinationArn).includes(`"${LogicalId}"`),
    );
    expect(logs).toHaveLength(1);
  });
});

describe('an HTTP API', () => {
  it.each(sides)('deploys itself to the root, once its routes are there: %s', (side) => {
    const template = makeTemplates()[side];
    const stage = onlyResource(template, 'AWS::ApiGatewayV2::Stage');
    expect(stage.Properties).toMatchObject({ StageName: '$default', AutoDeploy: true });
    const routes = resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(({ LogicalId }) => LogicalId);
    expect(stage.DependsOn).toEqual(expect.arrayContaining(routes));
  });
});

describe('a REST API', () => {
  const templates = makeTemplates(frontDoors['the same behind WAF']);
  const ranges = ['203.0.113.0/24', '198.51.100.7/32'];

  it.each(sides)(
    'tells numbers, and takes events, from the provider alone, and lets others look by HEAD: %s',
    (side) => {
      const { Policy } = onlyResource(templates[side], 'AWS::ApiGateway::RestApi').Properties;
      const invoke = { Action: 'execute-api:Invoke', Principal: { AWS: '*' } };
      expect(Policy).toMatchObject({
        Statement: [
          { ...invoke, Effect: 'Allow', Resource: 'execute-api:/*' },
          {
            ...invoke,
            Effect: 'Deny',
            Resource: ['execute-api:/*/GET/*', 'execute-api:/*/POST/*'],
            Condition: { NotIpAddress: { 'aws:SourceIp': ranges } },
          },
        ],
      });
      for (const route of doorOf(templates[side]).routes) expect(route).toMatch(/^(GET|POST|HEAD) /);
    },
  );

  it.each([
    ['primary', 'PrimaryUrl'],
    ['fallback', 'FallbackUrl'],
    ['events', 'EventsUrl'],
  ] as const)('puts out its URL with its stage in it: %s', (side, output) => {
    const [{ Value } = { Value: undefined }] = Object.values(templates[side].findOutputs(output));
    expect(JSON.stringify(Value)).toMatch(
      new RegExp(`"https://",.*\\.execute-api\\..*"Ref":"RestApiDeploymentStagelive\\w+"\\},"/${side}"`),
    );
  });

  it.each(sides)('writes down errors only, and never what was sent: %s', (side) => {
    const { MethodSettings } = onlyResource(templates[side], 'AWS::ApiGateway::Stage').Properties;
    expect(MethodSettings).toContainEqual(expect.objectContaining({ HttpMethod: '*', LoggingLevel: 'ERROR' }));
    for (const settings of MethodSettings as object[]) expect(settings).toMatchObject({ DataTraceEnabled: false });
  });

  it.each(sides)(
    'has WAF in front where it is told: it blocks strangers who ask often, and samples nothing: %s',
    (side) => {
      const acl = onlyResource(templates[side], 'AWS::WAFv2::WebACL');
      expect(acl.Properties).toMatchObject({
        Scope: 'REGIONAL',
        DefaultAction: { Allow: {} },
        VisibilityConfig: { SampledRequestsEnabled: false },
        Rules: [
          {
            Action: { Block: {} },
            VisibilityConfig: { SampledRequestsEnabled: false },
            Statement: {
              RateBasedStatement: {
                Limit: 100,
                AggregateKeyType: 'IP',
                ScopeDownStatement: { NotStatement: { Statement: { IPSetReferenceStatement: expect.anything() } } },
              },
            },
          },
        ],
      });
      expect(onlyResource(templates[side], 'AWS::WAFv2::IPSet').Properties.Addresses).toEqual(ranges);
      const { ResourceArn } = onlyResource(templates[side], 'AWS::WAFv2::WebACLAssociation').Properties;
      expect(JSON.stringify(ResourceArn)).toContain(doorOf(templates[side]).id);
      for (const context of [frontDoors['HTTP APIs'], frontDoors['REST APIs for some addresses']]) {
        makeTemplates(context)[side].resourceCountIs('AWS::WAFv2::WebACL', 0);
      }
    },
  );

  it.each([
    ['primary', 'DialWhom-dev-Primary'],
    ['fallback', 'DialWhom-dev-Fallback'],
    ['events', 'DialWhom-dev-Events'],
  ] as const)('is watched like an HTTP API, by the names that its metrics have: %s', (side, ApiName) => {
    const watchersOf = (context: Record<string, unknown>) =>
      resourcesOf(makeTemplates(context)[side]).filter(({ Type }) => Type.startsWith('AWS::CloudWatch::'));
    const alarmsIn = (all: ReturnType<typeof watchersOf>) =>
      JSON.stringify(all.filter(({ Type }) => /Alarm$/.test(Type)));
    const asOfHttp = (text: string) =>
      text
        .replaceAll(`{"Name":"ApiName","Value":"${ApiName}"}`, '{"Name":"ApiId","Value":{"Ref":"ApiCD79AAA0"}}')
        .replaceAll('"Value":"live"', '"Value":"$default"')
        .replaceAll('"5XXError"', '"5xx"');
    const rest = watchersOf(frontDoors['REST APIs for some addresses']);
    expect(alarmsIn(rest)).toMatch(/"Name":"ApiName".*5XXError/s);
    expect(asOfHttp(alarmsIn(rest))).toBe(alarmsIn(watchersOf(frontDoors['HTTP APIs'])));
    // Dashboards as well.
    expect(JSON.stringify(rest)).not.toMatch(/ApiId|ApiGateway\W+[45]xx/);
  });
});
