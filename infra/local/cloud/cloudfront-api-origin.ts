import http from 'node:http';
import { readBody } from './listen.ts';
import type { Properties, Template } from './template.ts';

/** Who answers behind a distribution, and how CloudFront asks them. */
export type ApiOrigin = {
  readonly host: string;
  /** What CloudFront adds to every request. */
  readonly added: Readonly<Record<string, string>>;
};

export type ApiReply = { readonly status: number; readonly headers: Record<string, string>; readonly body: Buffer };

/** Names of headers of the viewer that a behaviour hands on, in lower case. */
export type HandedOn = { readonly headers: ReadonlySet<string>; readonly query: boolean; readonly cookies: boolean };

const NOTHING: HandedOn = { headers: new Set(), query: false, cookies: false };

/** Forms are small; CloudFront itself would take far more. */
const maxBodyBytes = 10 * 1024 * 1024;

/** Of what an origin answers, nobody behind CloudFront gets these. */
const hopByHop = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date'];

/** An origin that is an API of this stack; undefined if it is none. `secretOf` follows a dynamic reference. */
export function apiOrigin(
  { DomainName, OriginCustomHeaders = [], CustomOriginConfig }: Properties,
  template: Template,
  secretOf: (id: string) => string | undefined,
): ApiOrigin | undefined {
  if (!CustomOriginConfig) return undefined;
  const isOurs = template.ofType('AWS::ApiGatewayV2::Api').length > 0 && /^localhost:\d+$/.test(DomainName);
  if (!isOurs) throw new Error(`the origin ${DomainName} is not modelled; only buckets and the API of this stack are`);
  if (CustomOriginConfig.OriginProtocolPolicy !== 'https-only')
    throw new Error(`the origin ${DomainName}: API Gateway answers over HTTPS alone`);
  const added = Object.fromEntries(
    OriginCustomHeaders.map(({ HeaderName, HeaderValue }: Properties) => [
      String(HeaderName).toLowerCase(),
      dereferenced(String(HeaderValue), secretOf),
    ]),
  );
  return { host: DomainName, added };
}

/** `{{resolve:secretsmanager:ARN:SecretString:::}}` as CloudFormation follows it. */
function dereferenced(value: string, secretOf: (id: string) => string | undefined): string {
  const [, id] = /^\{\{resolve:secretsmanager:(.+):SecretString:::\}\}$/.exec(value) ?? [];
  if (id === undefined) return value;
  const secret = secretOf(id);
  if (secret === undefined) throw new Error(`the secret ${id} that an origin is shown is not there`);
  return secret;
}

/** What an origin request policy hands on. Without one: nothing of the viewer but method, path and body. */
export function handedOn(policyId: string | undefined, template: Template): HandedOn {
  if (policyId === undefined) return NOTHING;
  const policy = template.ofType('AWS::CloudFront::OriginRequestPolicy').find(({ name }) => name === policyId);
  if (!policy) throw new Error(`the managed origin request policy ${policyId} is not modelled`);
  const { HeadersConfig, QueryStringsConfig, CookiesConfig } = policy.properties.OriginRequestPolicyConfig;
  const all = (behaviour: string) => {
    if (behaviour !== 'none' && behaviour !== 'all') throw new Error(`${policy.id}: ${behaviour} is not modelled`);
    return behaviour === 'all';
  };
  if (!['none', 'whitelist'].includes(HeadersConfig.HeaderBehavior))
    throw new Error(`${policy.id}: the header behaviour ${HeadersConfig.HeaderBehavior} is not modelled`);
  return {
    headers: new Set((HeadersConfig.Headers ?? []).map((name: string) => name.toLowerCase())),
    query: all(QueryStringsConfig.QueryStringBehavior),
    cookies: all(CookiesConfig.CookieBehavior),
  };
}

/**
 * Asks the API as CloudFront does: with its own name and none of the viewer's headers but those that are handed on. Those
 * that CloudFront makes itself it makes whatever the viewer sent.
 */
export async function askApi(
  request: http.IncomingMessage,
  url: URL,
  { host, added }: ApiOrigin,
  { headers: wanted, query, cookies }: HandedOn,
): Promise<ApiReply> {
  const body = await readBody(request, maxBodyBytes);
  if (body === 'too-large') return { status: 413, headers: {}, body: Buffer.alloc(0) };
  const viewer = `${(request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '')}`;
  const made: Record<string, string> = { 'cloudfront-viewer-address': `${viewer}:${request.socket.remotePort ?? 0}` };
  const handed = [...wanted].flatMap((name) => {
    const value = name.startsWith('cloudfront-') ? made[name] : request.headers[name];
    if (name.startsWith('cloudfront-') && value === undefined) throw new Error(`the header ${name} is not modelled`);
    return value === undefined ? [] : [[name, String(value)] as const];
  });
  const headers = {
    ...Object.fromEntries(handed),
    ...(cookies && request.headers.cookie ? { cookie: request.headers.cookie } : {}),
    ...(body.length > 0 ? { 'content-length': String(body.length) } : {}),
    host,
    'user-agent': 'Amazon CloudFront',
    'x-forwarded-for': viewer,
    ...added,
  };
  const path = `${url.pathname}${query ? url.search : ''}`;
  return new Promise((resolve, reject) => {
    const asked = http.request(`http://${host}${path}`, { method: request.method!, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const told = Object.entries(response.headers).filter(([name]) => !hopByHop.includes(name));
        resolve({
          status: response.statusCode ?? 502,
          headers: Object.fromEntries(told.map(([name, value]) => [name, [value].flat().join(', ')])),
          body: Buffer.concat(parts),
        });
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
