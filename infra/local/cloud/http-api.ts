import { randomBytes } from 'node:crypto';
import type http from 'node:http';
import type { JWK } from 'jose';
import { ACCOUNT, arn, REGION } from './arn.ts';
import type { Authorizers } from './authorizers.ts';
import { answerOf, eventOf } from './http-api-event.ts';
import { matchRoute, type Route, routesOf } from './http-api-routes.ts';
import { type Authorize, jwtAuthorizer } from './jwt-authorizer.ts';
import { type LambdaFunction, THROTTLED } from './lambda.ts';
import { readBody } from './listen.ts';
import type { Guard } from './policies.ts';
import type { Properties, Resource, Template } from './template.ts';
import { createThrottles } from './throttle.ts';

export interface HttpApiParts {
  readonly template: Template;
  readonly guard: Guard;
  functionByArn(arn: string): LambdaFunction | undefined;
  readonly authorizers: Authorizers;
  keysOf(issuer: string): readonly JWK[];
  log(line: Record<string, unknown>): void;
}

const maxBodyBytes = 10 * 1024 * 1024;
const integrationTimeoutMs = 30_000;

/** Answers requests as the template's HTTP API does on its `$default` stage. */
export function createHttpApi(api: Resource, parts: HttpApiParts): http.RequestListener {
  const routes = routesOf(parts.template, api);
  const authorizers = new Map<string, Authorize>(
    parts.template
      .ofType('AWS::ApiGatewayV2::Authorizer')
      .map(({ name }) => [name, jwtAuthorizer(() => parts.authorizers.configurationOf(name), parts.keysOf)]),
  );
  const throttles = createThrottles(stageOf(parts.template, api).properties);

  const handle = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const requestId = randomBytes(12).toString('base64url');
    const url = new URL(request.url ?? '/', 'http://api');
    const send = (status: number, headers: Properties, body: string | Buffer) =>
      response.writeHead(status, { ...headers, ...corsOf(api, request), 'apigw-requestid': requestId }).end(body);
    const refuse = (status: number, message: string, headers: Properties = {}) =>
      send(status, { 'content-type': 'application/json', ...headers }, JSON.stringify({ message }));

    if (api.properties.CorsConfiguration && isPreflight(request)) return send(204, preflightOf(api), '');
    const match = matchRoute(routes, request.method!, url.pathname);
    if (!match) return refuse(404, 'Not Found');
    const { route } = match;
    // Before anybody is asked who they are, and without saying when to come back.
    if (!throttles.admits(route.key)) return refuse(429, 'Too Many Requests');
    const authorization = route.authorizer
      ? await authorizers.get(route.authorizer.name)!(request.headers.authorization, route.scopes)
      : undefined;
    if (authorization?.ok === false)
      return refuse(authorization.status, authorization.message, { 'www-authenticate': authorization.challenge });
    const body = await readBody(request, maxBodyBytes);
    // The rest of the body is not read, so the connection cannot be used again.
    if (body === 'too-large') return refuse(413, 'Request Entity Too Large', { connection: 'close' });

    if (route.integration.properties.IntegrationType === 'HTTP_PROXY') {
      const answer = await forward(route.integration, request, url, body);
      return answer ? send(answer.status, answer.headers, answer.body) : refuse(503, 'Service Unavailable');
    }

    const target = parts.functionByArn(functionArnOf(route.integration.properties.IntegrationUri));
    const invoker = { kind: 'service', service: 'apigateway.amazonaws.com', sourceArn: sourceArn(api, route) } as const;
    if (!target || !parts.guard.allows(invoker, { action: 'lambda:InvokeFunction', resource: target.resource.arn })) {
      return refuse(500, 'Internal Server Error');
    }
    const claims = authorization?.ok ? { claims: authorization.claims } : {};
    const event = eventOf({ apiId: api.name, requestId, request, url, body, match, ...claims });
    const outcome = await withinMs(
      target.invoke(JSON.stringify(event)),
      route.integration.properties.TimeoutInMillis ?? integrationTimeoutMs,
    );
    if (outcome === 'too-late') return refuse(503, 'Service Unavailable');
    if (!outcome.ok) {
      parts.log({
        level: 'ERROR',
        message: 'a request failed',
        route: route.key,
        function: target.resource.id,
        ...outcome,
      });
      return outcome.errorType === THROTTLED
        ? refuse(503, 'Service Unavailable')
        : refuse(500, 'Internal Server Error');
    }
    const answer = answerOf(outcome.payload);
    if (!answer) return refuse(500, 'Internal Server Error');
    send(answer.status, remapped(answer.headers), answer.body);
  };

  return (request, response) => {
    handle(request, response).catch((error) => {
      parts.log({
        level: 'ERROR',
        message: 'the HTTP API failed',
        url: request.url,
        error: String(error?.stack ?? error),
      });
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { 'content-type': 'application/json' }).end('{"message":"Internal Server Error"}');
    });
  };
}

/** Headers of a function's answer that API Gateway keeps for itself, and passes on under another name. */
const KEPT_HEADERS = [
  'authorization',
  'connection',
  'content-md5',
  'date',
  'expect',
  'host',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'via',
  'warn',
  'www-authenticate',
];

const remapped = (headers: Properties): Properties =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      KEPT_HEADERS.includes(name) ? `x-amzn-remapped-${name}` : name,
      value,
    ]),
  );

function stageOf(template: Template, api: Resource): Resource {
  const stage = template.ofType('AWS::ApiGatewayV2::Stage').find(({ properties }) => properties.ApiId === api.name);
  if (stage?.properties.StageName !== '$default') {
    throw new Error(`${api.id} (${api.type}): the API has no stage $default, the only one that is modelled`);
  }
  return stage;
}

function sourceArn(api: Resource, { key }: Route): string {
  const route = key === '$default' ? '$default' : key.replace(' ', '');
  return arn('execute-api', `${api.name}/$default/${route}`, REGION, ACCOUNT);
}

/** An integration names a function by its ARN or by the path of the Invoke call. */
function functionArnOf(uri: string): string {
  return /functions\/(arn:[^/]+)\/invocations/.exec(uri)?.[1] ?? uri;
}

async function withinMs<T>(work: Promise<T>, limitMs: number): Promise<T | 'too-late'> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<'too-late'>((resolve) => {
    timer = setTimeout(resolve, limitMs, 'too-late');
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

const perConnection = [
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'content-encoding',
  'host',
  'expect',
];
const withoutPerConnection = (entries: Iterable<[string, unknown]>) =>
  Object.fromEntries(
    [...entries].filter(([name]) => !perConnection.includes(name)).map(([name, value]) => [name, String(value)]),
  );

async function forward({ properties }: Resource, request: http.IncomingMessage, url: URL, body: Buffer) {
  const target = new URL(properties.IntegrationUri);
  target.search = url.search;
  try {
    const answer = await fetch(target, {
      method: properties.IntegrationMethod === 'ANY' ? request.method! : properties.IntegrationMethod,
      headers: withoutPerConnection(Object.entries(request.headers)),
      redirect: 'manual',
      signal: AbortSignal.timeout(properties.TimeoutInMillis ?? integrationTimeoutMs),
      ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
    });
    return {
      status: answer.status,
      headers: withoutPerConnection(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    };
  } catch {
    return undefined;
  }
}

const isPreflight = ({ method, headers }: http.IncomingMessage) =>
  method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;

function corsOf(api: Resource, { headers }: http.IncomingMessage): Record<string, string> {
  const cors = api.properties.CorsConfiguration;
  const origins: string[] = cors?.AllowOrigins ?? [];
  if (!headers.origin || !(origins.includes('*') || origins.includes(headers.origin))) return {};
  return {
    'access-control-allow-origin': origins.includes('*') ? '*' : headers.origin,
    ...(cors.ExposeHeaders ? { 'access-control-expose-headers': cors.ExposeHeaders.join(',') } : {}),
    ...(cors.AllowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
  };
}

function preflightOf(api: Resource): Record<string, string> {
  const { AllowMethods = [], AllowHeaders = [], MaxAge } = api.properties.CorsConfiguration;
  return {
    'access-control-allow-methods': AllowMethods.join(','),
    'access-control-allow-headers': AllowHeaders.join(','),
    ...(MaxAge === undefined ? {} : { 'access-control-max-age': String(MaxAge) }),
  };
}
