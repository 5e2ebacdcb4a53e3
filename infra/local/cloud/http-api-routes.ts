import type { Resource, Template } from './template.ts';

/** A route with what it leads to. */
export interface Route {
  readonly key: string;
  readonly method: string;
  readonly segments: readonly string[];
  readonly integration: Resource;
  readonly authorizer?: Resource;
  readonly scopes: readonly string[];
}

export interface Match {
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** The routes of one API. Throws on integrations and authorizers that are not modelled. */
export function routesOf(template: Template, api: Resource): Route[] {
  const named = (type: string, name: string) => template.ofType(type).find((resource) => resource.name === name);
  return template
    .ofType('AWS::ApiGatewayV2::Route')
    .filter(({ properties }) => properties.ApiId === api.name)
    .map(({ id, type, properties }) => {
      const integration = named(
        'AWS::ApiGatewayV2::Integration',
        String(properties.Target).replace('integrations/', ''),
      );
      if (!integration) throw new Error(`${id} (${type}): the property Target ${properties.Target} is not modelled`);
      checkIntegration(integration);
      const authorizer = properties.AuthorizerId
        ? named('AWS::ApiGatewayV2::Authorizer', properties.AuthorizerId)
        : undefined;
      const wantsJwt = (properties.AuthorizationType ?? 'NONE') !== 'NONE';
      if (wantsJwt && (properties.AuthorizationType !== 'JWT' || authorizer?.properties.AuthorizerType !== 'JWT')) {
        throw new Error(
          `${id} (${type}): the property AuthorizationType ${properties.AuthorizationType} is not modelled`,
        );
      }
      const key: string = properties.RouteKey;
      const [method, path] = key === '$default' ? ['ANY', '/{proxy+}'] : key.split(' ');
      return {
        key,
        method: method!,
        segments: path!.split('/').slice(1),
        integration,
        ...(wantsJwt ? { authorizer: authorizer! } : {}),
        scopes: properties.AuthorizationScopes ?? [],
      };
    });
}

function checkIntegration({ id, type, properties }: Resource): void {
  const { IntegrationType, PayloadFormatVersion } = properties;
  const modelled =
    (IntegrationType === 'AWS_PROXY' && PayloadFormatVersion === '2.0') ||
    (IntegrationType === 'HTTP_PROXY' && properties.ConnectionType !== 'VPC_LINK');
  if (!modelled)
    throw new Error(
      `${id} (${type}): the property IntegrationType ${IntegrationType} (payload ${PayloadFormatVersion}) is not modelled`,
    );
}

/** The most specific route for a request: a literal segment beats a parameter, a method beats ANY, $default is last. */
export function matchRoute(routes: readonly Route[], method: string, pathname: string): Match | undefined {
  const parts = pathname.split('/').slice(1);
  let best: (Match & { rank: number }) | undefined;
  for (const route of routes) {
    if (route.method !== 'ANY' && route.method !== method) continue;
    const pathParameters = parametersOf(route, parts);
    if (!pathParameters) continue;
    const rank = route.key === '$default' ? -1 : rankOf(route);
    if (!best || rank > best.rank)
      best = { route, pathParameters: route.key === '$default' ? {} : pathParameters, rank };
  }
  return best;
}

function parametersOf({ segments }: Route, parts: readonly string[]): Record<string, string> | undefined {
  const found: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const [, name, rest] = /^\{([^}+]+)(\+?)\}$/.exec(segment) ?? [];
    if (parts[index] === undefined) return undefined;
    if (name && rest) {
      found[name] = decoded(parts.slice(index).join('/'));
      return found;
    }
    if (name) found[name] = decoded(parts[index]);
    else if (segment !== parts[index]) return undefined;
  }
  return parts.length === segments.length ? found : undefined;
}

function rankOf({ segments, method }: Route): number {
  const points = segments.map((segment) => (segment.endsWith('+}') ? 0 : segment.startsWith('{') ? 2 : 4));
  return points.reduce<number>((sum, one) => sum + one, 0) + (method === 'ANY' ? 0 : 1);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
