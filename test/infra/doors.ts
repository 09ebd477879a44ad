/** An API of a template, of either kind, as far as both have the same. */
import { onlyResource, resourcesOf, type Templates } from './stacks.ts';

type Template = Templates[keyof Templates];

type Limit = { readonly rate: unknown; readonly burst: unknown };

export type Door = {
  /** Of the API. */
  readonly id: string;
  /** Its routes, in their order: `GET /primary/{applet}`. */
  readonly routes: readonly string[];
  /** By route; `*` of whatever else there might be. */
  readonly limits: Readonly<Record<string, Limit>>;
  /** What is behind the routes; of a REST API it has no format, because there is only one. */
  readonly integrations: readonly {
    readonly type: unknown;
    readonly format: unknown;
    readonly timeoutMs: unknown;
  }[];
  readonly accessLog: { readonly Format: string; readonly DestinationArn: unknown };
};

type Settings = { ThrottlingRateLimit: number; ThrottlingBurstLimit: number };
const limitOf = ({ ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }: Settings): Limit => ({ rate, burst });

export const doorOf = (template: Template): Door =>
  resourcesOf(template, 'AWS::ApiGateway::RestApi').length > 0 ? restDoor(template) : httpDoor(template);

const httpDoor = (template: Template): Door => {
  const stage = onlyResource(template, 'AWS::ApiGatewayV2::Stage').Properties;
  const own = Object.entries(stage.RouteSettings as Record<string, Settings>);
  return {
    id: onlyResource(template, 'AWS::ApiGatewayV2::Api').LogicalId,
    routes: resourcesOf(template, 'AWS::ApiGatewayV2::Route')
      .map(({ Properties }) => String(Properties.RouteKey))
      .sort(),
    limits: Object.fromEntries(
      [...own, ['*', stage.DefaultRouteSettings as Settings] as const].map(([route, one]) => [route, limitOf(one)]),
    ),
    integrations: resourcesOf(template, 'AWS::ApiGatewayV2::Integration').map(({ Properties }) => ({
      type: Properties.IntegrationType,
      format: Properties.PayloadFormatVersion,
      timeoutMs: Properties.TimeoutInMillis,
    })),
    accessLog: stage.AccessLogSettings as Door['accessLog'],
  };
};

const restDoor = (template: Template): Door => {
  const stage = onlyResource(template, 'AWS::ApiGateway::Stage').Properties;
  const methods = resourcesOf(template, 'AWS::ApiGateway::Method').map(({ Properties }) => Properties);
  const parts = new Map(
    resourcesOf(template, 'AWS::ApiGateway::Resource').map(({ LogicalId, Properties }) => [LogicalId, Properties]),
  );
  const pathOf = (id: unknown): string => {
    const part = parts.get((id as { Ref?: string }).Ref ?? '');
    return part === undefined ? '' : `${pathOf(part.ParentId)}/${part.PathPart}`;
  };
  const settings = stage.MethodSettings as (Settings & { HttpMethod: string; ResourcePath: string })[];
  const routeOf = ({ HttpMethod, ResourcePath }: (typeof settings)[number]) =>
    HttpMethod === '*' ? '*' : `${HttpMethod} ${ResourcePath.slice(1).replaceAll('~1', '/')}`;
  return {
    id: onlyResource(template, 'AWS::ApiGateway::RestApi').LogicalId,
    routes: methods.map(({ HttpMethod, ResourceId }) => `${HttpMethod} ${pathOf(ResourceId)}`).sort(),
    limits: Object.fromEntries(settings.map((one) => [routeOf(one), limitOf(one)])),
    integrations: methods.map(({ Integration }) => {
      const { Type, TimeoutInMillis } = Integration as { Type: string; TimeoutInMillis: number };
      return { type: Type, format: undefined, timeoutMs: TimeoutInMillis };
    }),
    accessLog: stage.AccessLogSetting as Door['accessLog'],
  };
};
