import { Duration, Fn } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';

/** Who answers those that follow: the HTTP API by its address, and what shows it that a request came through CloudFront. */
export type FollowOrigin = { url: string; secret: ISecret };

/** What CloudFront alone adds to what it hands on (functions/subscribe/through-site.ts). */
const ORIGIN_HEADER = 'x-candor-origin';

const PATHS = ['/s', '/s/*', '/api/v2/subscribers*'];

/**
 * The paths of the site that are no files: handed on to the HTTP API, kept nowhere. Of the request it is told who asks, as
 * CloudFront saw it; no query, no cookie, and of the viewer's own headers none.
 */
export function followBehaviours(
  scope: Construct,
  { url, secret }: FollowOrigin,
): Record<string, cloudfront.BehaviorOptions> {
  const origin = new HttpOrigin(Fn.select(2, Fn.split('/', url)), {
    protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
    originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
    readTimeout: Duration.seconds(20),
    // In the template it is a reference, which CloudFormation follows when it deploys. Whoever may read the distribution's
    // configuration can read it there.
    customHeaders: { [ORIGIN_HEADER]: secret.secretValue.unsafeUnwrap() },
  });
  const originRequestPolicy = new cloudfront.OriginRequestPolicy(scope, 'FollowRequests', {
    comment: 'Who asks, as CloudFront saw it, and nothing else of the viewer',
    headerBehavior: cloudfront.OriginRequestHeaderBehavior.allowList('CloudFront-Viewer-Address'),
    queryStringBehavior: cloudfront.OriginRequestQueryStringBehavior.none(),
    cookieBehavior: cloudfront.OriginRequestCookieBehavior.none(),
  });
  const behaviour: cloudfront.BehaviorOptions = {
    origin,
    originRequestPolicy,
    viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
    // A form is posted, and CloudFront knows no set with POST but all.
    allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
    cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
    compress: false,
  };
  return Object.fromEntries(PATHS.map((path) => [path, behaviour]));
}
