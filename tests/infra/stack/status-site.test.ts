import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { config } from '../../../shared/config/config.ts';
import { spoken as voice } from '../../../shared/config/voice.ts';
import { instant } from '../../../shared/core/instant.ts';
import { styleHash } from '../../../shared/site/csp.ts';
import { notFoundPage } from '../../../shared/site/pages/not-found-page.ts';
import { ofType, spoken, synthesise, theOnly } from './support/synthesised.ts';

const template = synthesise();
const distribution = theOnly(template, 'AWS::CloudFront::Distribution').Properties.DistributionConfig;

describe('the status site', () => {
  it('is private: S3 lets in CloudFront alone, and only this distribution', () => {
    expect(theOnly(template, 'AWS::S3::Bucket').Properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    const allowed = theOnly(template, 'AWS::S3::BucketPolicy').Properties.PolicyDocument.Statement.filter(
      (statement: { Effect: string }) => statement.Effect === 'Allow',
    );
    expect(spoken(allowed)).toMatchObject([
      {
        // Without s3:ListBucket a page that does not exist would be answered with 403.
        Action: ['s3:GetObject', 's3:ListBucket'],
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Condition: { StringEquals: { 'AWS:SourceArn': expect.stringMatching(/distribution\/<SiteDistribution>$/) } },
      },
    ]);
  });

  it('lets a page run only what it brings along', () => {
    const policy: string = securityHeaders().ContentSecurityPolicy.ContentSecurityPolicy;
    const directives = Object.fromEntries(policy.split('; ').map((directive) => directive.split(/ (.*)/)));
    expect(directives).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': `'self' ${styleHash(config.brand.accent)}`,
      'img-src': "'self' data:",
      'font-src': "'self'",
      'connect-src': "'self'",
      'manifest-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    });
    expect(securityHeaders().ContentSecurityPolicy.Override).toBe(true);
  });

  it('allows the one style that a rendered page has inline, by what is really in it', () => {
    const { body } = notFoundPage({
      config,
      voice,
      siteUrl: 'https://status.example.com',
      now: instant(Date.UTC(2026, 10, 22, 18)),
    });
    const styles = [...String(body).matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, css]) => css!);
    expect(styles).toHaveLength(1);
    const hash = createHash('sha256').update(styles[0]!).digest('base64');
    expect(securityHeaders().ContentSecurityPolicy.ContentSecurityPolicy).toContain(`'sha256-${hash}'`);
    expect(String(body)).not.toMatch(/ style="|<script>| on[a-z]+="/);
  });

  it('sends the other headers that protect a reader', () => {
    expect(securityHeaders()).toMatchObject({
      StrictTransportSecurity: { AccessControlMaxAgeSec: 31536000, Override: true },
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY', Override: true },
      ReferrerPolicy: { ReferrerPolicy: 'strict-origin-when-cross-origin', Override: true },
    });
  });

  it('may be read by a script of any origin', () => {
    const { CorsConfig } = theOnly(template, 'AWS::CloudFront::ResponseHeadersPolicy').Properties
      .ResponseHeadersPolicyConfig;
    expect(CorsConfig).toMatchObject({
      AccessControlAllowOrigins: { Items: ['*'] },
      AccessControlAllowCredentials: false,
      OriginOverride: true,
    });
  });

  it('answers a preflight itself, with all that a browser asks for: the bucket would refuse it', () => {
    const { statusCode, headers } = atTheEdge({ method: 'OPTIONS', uri: '/api/v2/summary.json' });
    expect(statusCode).toBe(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': { value: '*' },
      'access-control-allow-methods': { value: 'GET, HEAD, OPTIONS' },
      'access-control-allow-headers': { value: '*' },
    });
    const { AllowedMethods } = distribution.DefaultCacheBehavior;
    expect(AllowedMethods).toContain('OPTIONS');
  });

  it('is named after stage and region in all that has one name for an account, so that two of them stand beside each other', () => {
    for (const [stack, stage] of Object.entries({ Candor: 'default', 'Candor-staging': 'staging' })) {
      const { Resources } = synthesise(stack, { stage });
      const names = ofType({ Resources, Parameters: {} }, 'AWS::CloudFront::ResponseHeadersPolicy')
        .map(([, { Properties }]) => Properties.ResponseHeadersPolicyConfig.Name)
        .concat(
          ofType({ Resources, Parameters: {} }, 'AWS::CloudFront::OriginAccessControl').map(
            ([, { Properties }]) => Properties.OriginAccessControlConfig.Name,
          ),
        )
        .map(spoken);
      expect(names).toEqual([`${stack}-<AWS::Region>-headers`, `${stack}-<AWS::Region>-origin-1`]);
      expect(theOnly({ Resources, Parameters: {} }, 'AWS::ApiGatewayV2::Api').Properties.Name).toBe(stack);
    }
  });

  it('keeps what the page says how long to keep, and never an error', () => {
    expect(theOnly(template, 'AWS::CloudFront::CachePolicy').Properties.CachePolicyConfig).toMatchObject({
      MinTTL: 0,
      DefaultTTL: 5,
      MaxTTL: 31536000,
    });
    for (const response of distribution.CustomErrorResponses)
      expect(response.ErrorCachingMinTTL).toBeLessThanOrEqual(1);
    const kept = [404, 500, 502, 503, 504].filter(
      (status) =>
        !distribution.CustomErrorResponses.some((response: { ErrorCode: number }) => response.ErrorCode === status),
    );
    expect(kept).toEqual([]);
  });

  it('shows its own page for what does not exist, still as 404', () => {
    expect(distribution.CustomErrorResponses).toContainEqual({
      ErrorCode: 404,
      ResponseCode: 404,
      ResponsePagePath: '/404.html',
      ErrorCachingMinTTL: 1,
    });
  });

  it.each([
    ['/', '/index.html'],
    ['/incidents/abc123def456', '/incidents/abc123def456/index.html'],
    ['/incidents/abc123def456/', '/incidents/abc123def456/index.html'],
    ['/history/2026-11', '/history/2026-11/index.html'],
    ['/api/v2/summary.json', '/api/v2/summary.json'],
    ['/incidents/abc123def456/log.jsonl', '/incidents/abc123def456/log.jsonl'],
    ['/history.atom', '/history.atom'],
    ['/v1.2/notes', '/v1.2/notes/index.html'],
    ['//api/v2/summary.json', '/api/v2/summary.json'],
    ['/api/v2/summary.json/', '/api/v2/summary.json'],
    ['//', '/index.html'],
  ])('finds %s at %s', (asked, object) => {
    expect(pathMapping(asked)).toBe(object);
  });
});

const securityHeaders = () =>
  theOnly(template, 'AWS::CloudFront::ResponseHeadersPolicy').Properties.ResponseHeadersPolicyConfig
    .SecurityHeadersConfig;

/** Runs the very code that the template hands to CloudFront. */
const pathMapping = (uri: string): string => atTheEdge({ method: 'GET', uri }).uri;

function atTheEdge(request: { method: string; uri: string }) {
  const [association] = distribution.DefaultCacheBehavior.FunctionAssociations;
  expect(association.EventType).toBe('viewer-request');
  const [, edge] = ofType(template, 'AWS::CloudFront::Function').find(
    ([id]) => id === association.FunctionARN['Fn::GetAtt'][0],
  )!;
  return runInNewContext(`${edge.Properties.FunctionCode}; handler(event)`, { event: { request } });
}
