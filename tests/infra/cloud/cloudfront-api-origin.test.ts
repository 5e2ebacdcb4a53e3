import { request as ask, createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDistribution } from '../../../infra/local/cloud/cloudfront.ts';
import type { Properties, Resource, Template } from '../../../infra/local/cloud/template.ts';

const SECRET = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:Origin';

type Seen = { method: string; url: string; headers: IncomingHttpHeaders; body: string };

let [api, edge]: Server[] = [];
const seen: Seen[] = [];

const resource = (id: string, type: string, properties: Properties = {}): Resource => ({
  id,
  type,
  name: id,
  arn: `arn:${id}`,
  properties,
});

const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return (server.address() as AddressInfo).port;
};

/** A distribution with one path that leads to an API at `host`. */
function distribution(host: string, origin: Properties = {}, policy = 'Policy') {
  const resources = [
    resource('Api', 'AWS::ApiGatewayV2::Api'),
    resource('Policy', 'AWS::CloudFront::OriginRequestPolicy', {
      OriginRequestPolicyConfig: {
        HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['CloudFront-Viewer-Address'] },
        QueryStringsConfig: { QueryStringBehavior: 'none' },
        CookiesConfig: { CookieBehavior: 'none' },
      },
    }),
    resource('Site', 'AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Origins: [
          { Id: 'bucket', DomainName: 'site.s3.us-east-1.amazonaws.com', S3OriginConfig: {} },
          {
            Id: 'api',
            DomainName: host,
            CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
            OriginCustomHeaders: [
              { HeaderName: 'X-Candor-Origin', HeaderValue: `{{resolve:secretsmanager:${SECRET}:SecretString:::}}` },
            ],
            ...origin,
          },
        ],
        DefaultCacheBehavior: { TargetOriginId: 'bucket', AllowedMethods: ['GET', 'HEAD'] },
        CacheBehaviors: [
          {
            PathPattern: '/s/*',
            TargetOriginId: 'api',
            AllowedMethods: ['GET', 'HEAD', 'POST'],
            OriginRequestPolicyId: policy,
          },
        ],
        CustomErrorResponses: [
          { ErrorCode: 403 },
          { ErrorCode: 404, ResponseCode: 404, ResponsePagePath: '/404.html' },
        ],
      },
    }),
    resource('site', 'AWS::S3::Bucket'),
  ];
  const template = {
    ofType: (...types: string[]) => resources.filter(({ type }) => types.includes(type)),
    byArn: () => undefined,
  } as unknown as Template;
  const page = {
    contentType: 'text/html',
    etag: '"1"',
    lastModified: new Date(0),
    metadata: {},
    body: Buffer.from('the page of the site'),
  };
  return createDistribution(resources[2]!, {
    template,
    guard: { allows: () => true, wouldAllow: () => true } as never,
    findObject: () => page as never,
    findHead: () => page as never,
    secretOf: (id) => (id === SECRET ? 'the secret' : undefined),
    log: () => undefined,
  });
}

beforeAll(async () => {
  api = createServer(async (request, response) => {
    seen.push({ method: request.method!, url: request.url!, headers: request.headers, body: await text(request) });
    const status = Number(/\d{3}$/.exec(request.url!)?.[0] ?? 200);
    response.writeHead(status, { 'cache-control': 'no-store', 'x-own': 'yes' }).end(`answered ${status}`);
  });
  edge = createServer(distribution(`localhost:${await listening(api)}`));
  await listening(edge);
});
afterAll(() => {
  for (const server of [api, edge]) server?.close();
});

const port = () => (edge!.address() as AddressInfo).port;
const fetched = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${port()}${path}`, init);
const newest = () => seen.at(-1)!;

describe('a path that CloudFront hands on to the API', () => {
  it('reaches it with its body and the header that only CloudFront knows, and with nothing else of the viewer', async () => {
    const answer = await fetched('/s/m?who=ada', {
      method: 'POST',
      body: 'email=ada',
      headers: {
        cookie: 'a=1',
        'x-other': 'x',
        'x-candor-origin': 'guessed',
        'cloudfront-viewer-address': '9.9.9.9:1',
      },
    });
    expect([answer.status, answer.headers.get('x-own'), await answer.text()]).toEqual([200, 'yes', 'answered 200']);
    expect(newest()).toMatchObject({ method: 'POST', url: '/s/m', body: 'email=ada' });
    const { headers } = newest();
    expect(headers).toMatchObject({ 'x-candor-origin': 'the secret', 'user-agent': 'Amazon CloudFront' });
    expect(headers['cloudfront-viewer-address']).toMatch(/^127\.0\.0\.1:\d+$/);
    for (const name of ['cookie', 'x-other', 'content-type']) expect(headers).not.toHaveProperty(name);
  });

  it('says whose address it was, which on this machine may be another of its own', async () => {
    await new Promise<void>((done) => {
      ask({ port: port(), host: '127.0.0.1', localAddress: '127.7.8.9', path: '/s/m' }, (response) => {
        response.resume().on('end', done);
      }).end();
    });
    expect(newest().headers['cloudfront-viewer-address']).toMatch(/^127\.7\.8\.9:\d+$/);
  });

  it('takes the methods of its behaviour alone, and answers errors as the distribution does', async () => {
    const before = seen.length;
    expect((await fetched('/s/m', { method: 'DELETE' })).status).toBe(403);
    expect(seen).toHaveLength(before);
    expect((await fetched('/s/m', { method: 'HEAD' })).status).toBe(200);
    expect(newest().method).toBe('HEAD');
    expect(await (await fetched('/s/403')).text()).toBe('answered 403');
    const missing = await fetched('/s/404');
    expect([missing.status, await missing.text()]).toEqual([404, 'the page of the site']);
    expect((await fetched('/s/422')).status).toBe(422);
  });

  it('leaves the others to the bucket', async () => {
    const before = seen.length;
    expect(await (await fetched('/index.html')).text()).toBe('the page of the site');
    expect(seen).toHaveLength(before);
  });

  it('stops the start where the template asks for what is not modelled', () => {
    expect(() => distribution('example.com')).toThrow('the origin example.com is not modelled');
    expect(() => distribution('localhost:1', {}, '216adef6-5c7f-47e4-b989-5492eafa07d3')).toThrow(
      'managed origin request policy',
    );
    expect(() => distribution('localhost:1', { CustomOriginConfig: { OriginProtocolPolicy: 'http-only' } })).toThrow(
      'HTTPS alone',
    );
    const headers = {
      OriginCustomHeaders: [{ HeaderName: 'X', HeaderValue: '{{resolve:secretsmanager:arn:x:SecretString:::}}' }],
    };
    expect(() => distribution('localhost:1', headers)).toThrow('the secret arn:x that an origin is shown is not there');
  });
});
