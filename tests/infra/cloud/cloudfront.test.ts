import { createHash } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asOperator, discard, type Resources, type RunningStack, runStack } from './support/small-stack.ts';

const code = `
function handler(event) {
  var request = event.request;
  if (request.uri === '/old') return { statusCode: 301, statusDescription: 'Moved', headers: { location: { value: '/new' } } };
  if (request.uri === '/broken') throw new Error('at the edge');
  if (request.uri === '/escape') return { statusCode: 200, body: typeof process + typeof require + typeof fetch };
  if (!request.uri.split('/').pop().includes('.')) request.uri = request.uri.replace(/\\/$/, '') + '/index.html';
  return request;
}`;

const s3Host = { 'Fn::GetAtt': ['Bucket', 'RegionalDomainName'] };
const distributionArn = { 'Fn::Join': ['', ['arn:aws:cloudfront::000000000000:distribution/', { Ref: 'Site' }]] };
const bucketPolicy = (SourceArn: unknown, actions = ['s3:GetObject']) => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: {
    Bucket: { Ref: 'Bucket' },
    PolicyDocument: {
      Statement: actions.map((Action) => ({
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action,
        Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, Action === 's3:GetObject' ? '/*' : '']] },
        Condition: { StringEquals: { 'AWS:SourceArn': SourceArn } },
      })),
    },
  },
});

const resources = (policy = bucketPolicy(distributionArn)): Resources => ({
  Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'site' } },
  Policy: policy,
  Paths: {
    Type: 'AWS::CloudFront::Function',
    Properties: {
      Name: 'paths',
      AutoPublish: true,
      FunctionCode: code,
      FunctionConfig: { Runtime: 'cloudfront-js-2.0' },
    },
  },
  Headers: {
    Type: 'AWS::CloudFront::ResponseHeadersPolicy',
    Properties: {
      ResponseHeadersPolicyConfig: {
        Name: 'headers',
        CorsConfig: {
          AccessControlAllowOrigins: { Items: ['*'] },
          AccessControlAllowMethods: { Items: ['GET'] },
          AccessControlAllowHeaders: { Items: ['*'] },
          OriginOverride: true,
        },
        SecurityHeadersConfig: {
          ContentTypeOptions: { Override: true },
          StrictTransportSecurity: { AccessControlMaxAgeSec: 60, IncludeSubdomains: true, Override: true },
        },
        CustomHeadersConfig: { Items: [{ Header: 'X-Candor', Value: 'yes', Override: true }] },
      },
    },
  },
  Site: {
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig: {
        Enabled: true,
        DefaultRootObject: 'index.html',
        Origins: [
          {
            Id: 'bucket',
            DomainName: s3Host,
            S3OriginConfig: { OriginAccessIdentity: '' },
            OriginAccessControlId: 'x',
          },
        ],
        DefaultCacheBehavior: {
          TargetOriginId: 'bucket',
          ViewerProtocolPolicy: 'redirect-to-https',
          Compress: true,
          AllowedMethods: ['GET', 'HEAD', 'OPTIONS'],
          ResponseHeadersPolicyId: { Ref: 'Headers' },
          FunctionAssociations: [
            { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': ['Paths', 'FunctionARN'] } },
          ],
        },
        CustomErrorResponses: [{ ErrorCode: 403, ResponseCode: 404, ResponsePagePath: '/404.html' }],
      },
    },
  },
});

let cloud: RunningStack;
const page = '<p>All systems operational</p>'.repeat(100);
const put = async (Key: string, Body: string, more: object = {}) => {
  const s3 = new S3Client(asOperator(cloud));
  await s3.send(new PutObjectCommand({ Bucket: 'site', Key, Body, ...more }));
  s3.destroy();
};

beforeAll(async () => {
  cloud = await runStack({ resources: resources() });
  await put('index.html', page, { ContentType: 'text/html; charset=utf-8', CacheControl: 's-maxage=5' });
  await put('history/2026-11/index.html', '<p>November</p>', { ContentType: 'text/html; charset=utf-8' });
  await put('404.html', '<p>Nothing here</p>', { ContentType: 'text/html; charset=utf-8' });
  await put('badge.svg', '<svg/>', { ContentType: 'image/svg+xml' });
});
afterAll(() => discard(cloud));

const get = (path: string, init: RequestInit = {}) => fetch(cloud.urls.site + path, { redirect: 'manual', ...init });
const etag = `"${createHash('md5').update(page).digest('hex')}"`;

describe('the site', () => {
  it('serves the bucket by the paths of its function, with the headers of its policy', async () => {
    const response = await get('/', { headers: { 'accept-encoding': 'identity' } });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 's-maxage=5',
      etag,
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
      'strict-transport-security': 'max-age=60; includeSubDomains',
      'x-candor': 'yes',
    });
    expect(await response.text()).toBe(page);
    expect(await (await get('/history/2026-11')).text()).toBe('<p>November</p>');
    expect(await (await get('/history/2026-11/?from=feed')).text()).toBe('<p>November</p>');
    expect((await get('/badge.svg')).headers.get('content-type')).toBe('image/svg+xml');
  });

  it.each([
    ['br', 'br'],
    ['gzip', 'gzip'],
    ['gzip, br', 'br'],
  ])('compresses for those who accept %s', async (accepted, encoding) => {
    const response = await get('/', { headers: { 'accept-encoding': accepted } });
    expect([response.headers.get('content-encoding'), response.headers.get('etag'), await response.text()]).toEqual([
      encoding,
      `W/${etag}`,
      page,
    ]);
    const small = await get('/badge.svg', { headers: { 'accept-encoding': accepted } });
    expect(small.headers.get('content-encoding')).toBeNull();
  });

  it('answers 304 to those who have the page, compressed or not', async () => {
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const response = await get('/', { headers: { 'if-none-match': known } });
      expect([response.status, response.headers.get('access-control-allow-origin'), await response.text()]).toEqual([
        304,
        '*',
        '',
      ]);
    }
    expect((await get('/', { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    const changed = (await get('/')).headers.get('last-modified')!;
    expect((await get('/', { headers: { 'if-modified-since': changed } })).status).toBe(304);
    const before = new Date(Date.parse(changed) - 1000).toUTCString();
    expect((await get('/', { headers: { 'if-modified-since': before } })).status).toBe(200);
    const both = { 'if-none-match': '"other"', 'if-modified-since': changed };
    expect((await get('/', { headers: both })).status).toBe(200);
  });

  it('answers HEAD without a body, and beside GET nothing else', async () => {
    const head = await get('/', { method: 'HEAD', headers: { 'accept-encoding': 'identity' } });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      String(page.length),
      '',
    ]);
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await get('/', { method })).status).toBe(403);
  });

  it('passes a preflight on to the bucket, which refuses it, unless the function answers it by itself', async () => {
    const refused = await get('/', { method: 'OPTIONS' });
    expect([refused.status, refused.headers.get('access-control-allow-methods')]).toEqual([403, 'GET']);
    const answered = await get('/old', { method: 'OPTIONS' });
    expect([answered.status, answered.headers.get('x-candor')]).toEqual([301, null]);
  });

  it('shows its own page for what is missing, with headers for other origins', async () => {
    const response = await get('/incidents/nope');
    expect([response.status, await response.text(), response.headers.get('access-control-allow-origin')]).toEqual([
      404,
      '<p>Nothing here</p>',
      '*',
    ]);
  });

  it('lets the function answer by itself, and survives one that throws', async () => {
    const moved = await get('/old');
    expect([moved.status, moved.headers.get('location')]).toEqual([301, '/new']);
    expect((await get('/broken')).status).toBe(503);
    expect((await get('/')).status).toBe(200);
  });

  it('gives the function nothing of Node', async () => {
    expect(await (await get('/escape')).text()).toBe('undefinedundefinedundefined');
  });
});

describe("the bucket's policy", () => {
  it('keeps out a distribution that it does not name', async () => {
    const other = await runStack({
      resources: resources(bucketPolicy('arn:aws:cloudfront::000000000000:distribution/OTHER')),
    });
    expect((await fetch(`${other.urls.site}/`)).status).toBe(403);
    expect(other.denials).toMatchObject([
      { role: expect.stringContaining('cloudfront.amazonaws.com'), action: 's3:GetObject' },
      { action: 's3:GetObject' },
    ]);
    await discard(other);
  });

  it('decides whether missing looks missing', async () => {
    const open = await runStack({
      resources: resources(bucketPolicy(distributionArn, ['s3:GetObject', 's3:ListBucket'])),
    });
    const response = await fetch(`${open.urls.site}/x.json`);
    expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('NoSuchKey')]);
    await discard(open);
  });
});

describe('a second origin', () => {
  it.each([
    [[500, 502, 503, 504], 404],
    [[404], 200],
  ])('is asked for the answers that are named alone: of %j', async (codes, status) => {
    const both = resources(bucketPolicy(distributionArn, ['s3:GetObject', 's3:ListBucket']));
    const copyPolicy = JSON.parse(JSON.stringify(both.Policy).replaceAll('["Bucket","Arn"]', '["Copy","Arn"]'));
    const { DistributionConfig: config } = both.Site!.Properties as { DistributionConfig: Record<string, object> };
    const [first] = config.Origins as [object];
    const cloud = await runStack({
      resources: {
        ...both,
        Copy: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'copy' } },
        CopyPolicy: { ...copyPolicy, Properties: { ...copyPolicy.Properties, Bucket: { Ref: 'Copy' } } },
        Site: {
          Type: 'AWS::CloudFront::Distribution',
          Properties: {
            DistributionConfig: {
              ...config,
              Origins: [first, { ...first, Id: 'copy', DomainName: { 'Fn::GetAtt': ['Copy', 'RegionalDomainName'] } }],
              OriginGroups: {
                Quantity: 1,
                Items: [
                  {
                    Id: 'group',
                    FailoverCriteria: { StatusCodes: { Quantity: codes.length, Items: codes } },
                    Members: { Quantity: 2, Items: [{ OriginId: 'bucket' }, { OriginId: 'copy' }] },
                  },
                ],
              },
              DefaultCacheBehavior: { ...config.DefaultCacheBehavior, TargetOriginId: 'group' },
            },
          },
        },
      },
    });
    const s3 = new S3Client(asOperator(cloud));
    await s3.send(new PutObjectCommand({ Bucket: 'copy', Key: 'taken-down.json', Body: '{}' }));
    s3.destroy();
    expect((await fetch(`${cloud.urls.site}/taken-down.json`)).status).toBe(status);
    await discard(cloud);
  });
});
