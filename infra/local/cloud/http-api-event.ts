import type http from 'node:http';
import type { JWTPayload } from 'jose';
import { ACCOUNT, REGION } from './arn.ts';
import type { Match } from './http-api-routes.ts';
import type { Properties } from './template.ts';

export interface ReceivedRequest {
  readonly apiId: string;
  readonly requestId: string;
  readonly request: http.IncomingMessage;
  readonly url: URL;
  readonly body: Buffer;
  readonly match: Match;
  readonly claims?: JWTPayload;
}

const textual = /^(text\/|application\/(json|[\w.+-]+\+json|javascript|xml|x-www-form-urlencoded))/;

/** The event of payload format 2.0. */
export function eventOf({ apiId, requestId, request, url, body, match, claims }: ReceivedRequest): Properties {
  const { route, pathParameters } = match;
  const { cookie, ...others } = request.headers;
  const isText = textual.test(request.headers['content-type'] ?? 'text/plain');
  const now = new Date();
  const domainName = request.headers.host ?? `${apiId}.execute-api.${REGION}.amazonaws.com`;
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie ? { cookies: cookie.split('; ') } : {}),
    headers: Object.fromEntries(Object.entries(others).map(([name, value]) => [name, [value].flat().join(',')])),
    ...(url.search.length > 1 ? { queryStringParameters: queryOf(url.searchParams) } : {}),
    requestContext: {
      accountId: ACCOUNT,
      apiId,
      ...(claims
        ? { authorizer: { jwt: { claims: claimTexts(claims), scopes: route.scopes.length > 0 ? route.scopes : null } } }
        : {}),
      domainName,
      domainPrefix: domainName.split('.')[0],
      http: {
        method: request.method,
        path: url.pathname,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: route.key,
      stage: '$default',
      time: logTime(now),
      timeEpoch: now.getTime(),
    },
    ...(Object.keys(pathParameters).length > 0 ? { pathParameters } : {}),
    ...(body.length > 0 ? { body: isText ? body.toString() : body.toString('base64') } : {}),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** An answer ready to be sent. */
export interface ProxyAnswer {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: string | Buffer;
}

/** Reads what a handler returned, by the rules of payload format 2.0; undefined if API Gateway would answer 500. */
export function answerOf(payload: string): ProxyAnswer | undefined {
  // biome-ignore lint/suspicious/noExplicitAny: whatever a handler returned.
  const result: any = JSON.parse(payload);
  if (result === null || typeof result !== 'object' || !('statusCode' in result)) {
    const body = typeof result === 'string' ? result : JSON.stringify(result);
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const status = Number(result.statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined;
  const headers: Record<string, string | string[]> = { 'content-type': 'text/plain;charset=UTF-8' };
  for (const [name, value] of Object.entries(result.headers ?? {})) headers[name.toLowerCase()] = String(value);
  if (result.cookies?.length > 0) headers['set-cookie'] = result.cookies;
  const body = result.body ?? '';
  return { status, headers, body: result.isBase64Encoded ? Buffer.from(body, 'base64') : String(body) };
}

/** Repeated parameters are joined by commas, as API Gateway does. */
function queryOf(parameters: URLSearchParams): Record<string, string> {
  const query: Record<string, string> = {};
  for (const name of new Set(parameters.keys())) query[name] = parameters.getAll(name).join(',');
  return query;
}

/** Claims are texts; a list becomes `[a b]`. */
function claimTexts(claims: JWTPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(' ')}]` : String(value),
    ]),
  );
}

/** `22/Nov/2026:18:40:00 +0000` */
function logTime(now: Date): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(now.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
