import type http from 'node:http';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { apiOrigin, askApi, handedOn } from './cloudfront-api-origin.ts';
import {
  type EdgeFunction,
  type EdgeRequest,
  type EdgeResponse,
  edgeFunction,
  edgeValues,
} from './cloudfront-function.ts';
import { preflightHeaders, withPolicyHeaders } from './cloudfront-headers.ts';
import type { StoredObject } from './fauxqs.ts';
import type { Guard } from './policies.ts';
import type { ObjectHead } from './s3.ts';
import type { Properties, Resource, Template } from './template.ts';

export interface CloudFrontParts {
  readonly template: Template;
  readonly guard: Guard;
  findObject(bucket: string, key: string): StoredObject | undefined;
  secretOf(id: string): string | undefined;
  findHead(bucket: string, key: string): ObjectHead | undefined;
  /** What S3 answers instead while it is in trouble there; undefined if it is not. */
  troubleIn?(bucket: string): { status: number; code: string } | undefined;
  log(line: Record<string, unknown>): void;
}

interface Reply {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** CloudFront compresses texts of this size that its origin did not. */
const compressible = { minBytes: 1000, maxBytes: 10_000_000 };
const compressibleTypes =
  /^(text\/|image\/svg\+xml|application\/(json|javascript|xml|[\w.-]+\+(json|xml)|wasm|x-javascript|ld\+json))/;
const [brotli, gzip] = [promisify(zlib.brotliCompress), promisify(zlib.gzip)];

/** Serves what the distribution serves, each request from the bucket: nothing is cached. */
export function createDistribution(distribution: Resource, parts: CloudFrontParts): http.RequestListener {
  const config = distribution.properties.DistributionConfig;
  const behaviours = [...(config.CacheBehaviors ?? []), config.DefaultCacheBehavior].map((behaviour) =>
    prepare(behaviour, parts.template, parts.secretOf),
  );
  checkOrigins(distribution, parts.template);

  const handle = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://site');
    const behaviour = behaviours.find(({ pattern }) => pattern.test(url.pathname))!;
    const send = (status: number, headers: Record<string, string>, body: Buffer | string) => {
      const all = withPolicyHeaders(headers, behaviour.headersPolicy);
      response.writeHead(status, { ...all, 'content-length': Buffer.byteLength(body) });
      response.end(request.method === 'HEAD' ? undefined : body);
    };
    if (!behaviour.methods.includes(request.method!)) {
      return send(
        403,
        { 'content-type': 'text/html' },
        'This distribution is not configured to allow the HTTP request method that was used.',
      );
    }
    const asked: EdgeRequest = {
      method: request.method!,
      uri: url.pathname,
      querystring: edgeValues(url.searchParams),
      headers: edgeValues(Object.entries(request.headers)),
      cookies: {},
    };
    const forwarded = behaviour.onRequest ? await behaviour.onRequest('viewer-request', asked) : asked;
    if ('statusCode' in forwarded) {
      // The policy's headers are added to what leaves the cache, and this never was there.
      const body = bodyText(forwarded);
      response.writeHead(forwarded.statusCode, { ...plainHeaders(forwarded), ...lengthOf(forwarded.statusCode, body) });
      return response.end(request.method === 'HEAD' ? undefined : body);
    }
    // A bucket without CORS rules refuses every preflight, and the policy adds its headers to the refusal.
    if (request.method === 'OPTIONS') {
      const { headers, body } = s3Error(403, 'AccessForbidden');
      return send(403, { ...headers, ...preflightHeaders(behaviour.headersPolicy) }, body);
    }
    const uri = forwarded.uri === '/' && config.DefaultRootObject ? `/${config.DefaultRootObject}` : forwarded.uri;

    if (behaviour.api) {
      const reply = await askApi(request, url, behaviour.api, behaviour.handedOn);
      const { status, headers, body } = withErrorPage(behaviours.at(-1)!, reply);
      return send(status, headers, body);
    }

    // Whoever asks again and again for what has not changed does not have it read from the disk each time.
    let wasRead = true;
    let reply = fetchFrom(behaviour, uri, (head) => {
      wasRead = !isUnchanged(request, head);
      return wasRead;
    });
    reply = withErrorPage(behaviour, reply);
    if (behaviour.onResponse) {
      const seen = { statusCode: reply.status, headers: edgeValues(Object.entries(reply.headers)) };
      const changed = (await behaviour.onResponse('viewer-response', forwarded, seen)) as EdgeResponse;
      reply = { ...reply, status: changed.statusCode, headers: plainHeaders(changed) };
    }
    if (reply.status === 200 && isUnchanged(request, reply)) {
      const { 'content-type': _type, ...headers } = reply.headers;
      response.writeHead(304, withPolicyHeaders(headers, behaviour.headersPolicy)).end();
      return;
    }
    // A function at the edge may have made it another answer.
    if (!wasRead) reply = { ...reply, body: fetchFrom(behaviour, uri).body };
    if (behaviour.compress) reply = await compressed(reply, String(request.headers['accept-encoding'] ?? ''));
    send(reply.status, reply.headers, reply.body);
  };

  type Head = Pick<Reply, 'headers'>;
  const fetchFrom = (behaviour: Behaviour, uri: string, needsBody = (_head: Head) => true): Reply => {
    let reply: Reply | undefined;
    for (const origin of behaviour.origins) {
      reply = fromBucket(origin, uri, needsBody);
      if (!behaviour.failsOver.has(reply.status)) return reply;
    }
    return reply!;
  };

  /** Errors of every origin are answered with the page that the distribution has for them. */
  const withErrorPage = (behaviour: Behaviour, reply: Reply): Reply => {
    const custom = config.CustomErrorResponses?.find(({ ErrorCode }: Properties) => Number(ErrorCode) === reply.status);
    if (!custom?.ResponsePagePath) return reply;
    const page = fetchFrom(behaviour, custom.ResponsePagePath);
    return page.status === 200 ? { ...page, status: Number(custom.ResponseCode ?? reply.status) } : reply;
  };

  const fromBucket = (origin: Properties, uri: string, needsBody: (head: Head) => boolean): Reply => {
    const bucket = String(origin.DomainName).split('.s3.')[0]!;
    const key = decodeURIComponent(`${origin.OriginPath ?? ''}${uri}`).replace(/^\//, '');
    const bucketArn = `arn:aws:s3:::${bucket}`;
    const trouble = parts.troubleIn?.(bucket);
    if (trouble) return s3Error(trouble.status, trouble.code);
    const self = { kind: 'service', service: 'cloudfront.amazonaws.com', sourceArn: distribution.arn } as const;
    if (!parts.guard.allows(self, { action: 's3:GetObject', resource: `${bucketArn}/${key}` }))
      return s3Error(403, 'AccessDenied');
    const object = parts.findHead(bucket, key);
    // Who may not list the bucket is not told that an object is missing.
    if (!object)
      return parts.guard.wouldAllow(self, { action: 's3:ListBucket', resource: bucketArn })
        ? s3Error(404, 'NoSuchKey')
        : s3Error(403, 'AccessDenied');
    const headers = {
      'content-type': object.contentType,
      etag: object.etag,
      'last-modified': object.lastModified.toUTCString(),
      ...(object.cacheControl ? { 'cache-control': object.cacheControl } : {}),
      ...(object.contentEncoding ? { 'content-encoding': object.contentEncoding } : {}),
      ...Object.fromEntries(Object.entries(object.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
    };
    const body = needsBody({ headers }) ? parts.findObject(bucket, key)!.body : Buffer.alloc(0);
    return { status: 200, headers, body };
  };

  return (request, response) => {
    handle(request, response).catch((error) => {
      parts.log({
        level: 'ERROR',
        message: 'the distribution failed',
        url: request.url,
        error: String(error?.stack ?? error),
      });
      if (response.headersSent) response.destroy();
      else response.writeHead(503, { 'content-type': 'text/html' }).end('The function or origin failed.');
    });
  };
}

type Behaviour = ReturnType<typeof prepare>;

function prepare(behaviour: Properties, template: Template, secretOf: CloudFrontParts['secretOf']) {
  const association = (type: string): EdgeFunction | undefined => {
    const arn = behaviour.FunctionAssociations?.find(({ EventType }: Properties) => EventType === type)?.FunctionARN;
    const code = arn && template.byArn(arn);
    return code ? edgeFunction(code) : undefined;
  };
  const policyId = behaviour.ResponseHeadersPolicyId;
  const policy = template.ofType('AWS::CloudFront::ResponseHeadersPolicy').find(({ name }) => name === policyId);
  if (policyId && !policy) throw new Error(`the managed response headers policy ${policyId} is not modelled`);
  const { Origins, OriginGroups } = template.ofType('AWS::CloudFront::Distribution')[0]!.properties.DistributionConfig;
  const group = OriginGroups?.Items?.find(({ Id }: Properties) => Id === behaviour.TargetOriginId);
  const ids: string[] = group
    ? group.Members.Items.map(({ OriginId }: Properties) => OriginId)
    : [behaviour.TargetOriginId];
  const origins = ids.map((id) => Origins.find(({ Id }: Properties) => Id === id)) as Properties[];
  const glob = (behaviour.PathPattern ?? '*')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return {
    pattern: new RegExp(`^/?${glob}$`),
    methods: (behaviour.AllowedMethods ?? ['GET', 'HEAD']) as string[],
    compress: behaviour.Compress === true,
    headersPolicy: policy?.properties.ResponseHeadersPolicyConfig as Properties | undefined,
    failsOver: new Set<number>(group?.FailoverCriteria.StatusCodes.Items.map(Number)),
    onRequest: association('viewer-request'),
    onResponse: association('viewer-response'),
    origins,
    api: apiOrigin(origins[0]!, template, secretOf),
    handedOn: handedOn(behaviour.OriginRequestPolicyId, template),
  };
}

function checkOrigins({ id, type, properties }: Resource, template: Template): void {
  for (const { DomainName, CustomOriginConfig } of properties.DistributionConfig.Origins) {
    if (CustomOriginConfig) continue;
    const bucket = String(DomainName).split('.s3.')[0];
    if (template.ofType('AWS::S3::Bucket').some(({ name }) => name === bucket)) continue;
    throw new Error(`${id} (${type}): the origin ${DomainName} is not modelled; only buckets of this stack are`);
  }
}

function s3Error(status: number, code: string): Reply {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body: Buffer.from(body) };
}

function isUnchanged({ headers }: http.IncomingMessage, reply: Pick<Reply, 'headers'>): boolean {
  const known = headers['if-none-match'];
  if (known === undefined) return isAsOldAs(headers['if-modified-since'], reply.headers['last-modified']);
  const bare = (etag: string) => etag.trim().replace(/^W\//, '');
  return (
    known === '*' ||
    known
      .split(',')
      .map(bare)
      .includes(bare(reply.headers.etag ?? ''))
  );
}

/** Looked at only where no tag was sent: a date is too coarse for what changes twice in a second. */
function isAsOldAs(known: string | undefined, changed: string | undefined): boolean {
  return known !== undefined && changed !== undefined && Date.parse(changed) <= Date.parse(known);
}

/** What was compressed last, by encoding and tag: a page that many ask for is compressed for the first of them. */
const lastCompressed = new Map<string, Promise<Buffer>>();
const keptCompressed = 100;

function compressOnce(encoding: 'br' | 'gzip', body: Buffer, etag: string): Promise<Buffer> {
  const key = `${encoding} ${body.length} ${etag}`;
  let result = lastCompressed.get(key);
  if (!result) {
    const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 };
    result = encoding === 'br' ? brotli(body, { params }) : gzip(body);
    lastCompressed.set(key, result);
    if (lastCompressed.size > keptCompressed) lastCompressed.delete(lastCompressed.keys().next().value!);
  }
  return result;
}

async function compressed(reply: Reply, accepted: string): Promise<Reply> {
  const { headers, body } = reply;
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : undefined;
  const isWorthIt = body.length >= compressible.minBytes && body.length <= compressible.maxBytes;
  if (!isWorthIt || headers['content-encoding'] || !compressibleTypes.test(headers['content-type'] ?? '')) return reply;
  const vary = { ...headers, vary: 'Accept-Encoding' };
  if (!encoding) return { ...reply, headers: vary };
  const packed = await compressOnce(encoding, body, headers.etag ?? '');
  // The bytes differ from those that the strong tag names.
  const etag = headers.etag ? { etag: `W/${headers.etag}` } : {};
  return { ...reply, headers: { ...vary, ...etag, 'content-encoding': encoding }, body: packed };
}

/** An answer that says by its status that it has no body says nothing of its length either. */
const lengthOf = (status: number, body: string | Buffer): Record<string, number> =>
  status === 204 ? {} : { 'content-length': Buffer.byteLength(body) };

function plainHeaders({ headers = {} }: EdgeResponse): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, { value }]) => [name, value]));
}

function bodyText({ body }: EdgeResponse): string | Buffer {
  if (body === undefined || typeof body === 'string') return body ?? '';
  return body.encoding === 'base64' ? Buffer.from(body.data, 'base64') : body.data;
}
