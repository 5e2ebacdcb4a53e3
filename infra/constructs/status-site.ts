import path from 'node:path';
import { Aws, Duration, Stack, Token, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { OriginGroup, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Kept } from '../../shared/config/stage-schema.ts';
import type { OwnDomain } from '../certificate-stack.ts';
import { keptVersions, onlyTheNewest, type Standby } from '../edge-stack.ts';
import { type FollowOrigin, followBehaviours } from './follow-behaviours.ts';
import { logicalId } from './logical-id.ts';
import { OwnName } from './own-name.ts';
import { letStay } from './staying.ts';

export type StatusSiteProps = {
  /** CSP sources beside 'self', such as `'sha256-…'` of what a page has inline. */
  scripts?: string[];
  styles?: string[];
  /** A copy of the site in another region, which CloudFront asks when S3 does not answer here. */
  standby?: Standby | undefined;
  /** Who answers those that follow; without it nothing of the site can be posted to. */
  follow?: FollowOrigin | undefined;
  /** The site's own name, beside the one that CloudFront makes up. */
  domain?: OwnDomain | undefined;
  /** A page with its address that is there already: written, and its distribution left as it is. */
  kept?: Kept['site'];
};

/** What customers see: a private bucket that publish-site writes, and CloudFront before it. */
export class StatusSite extends Construct {
  readonly bucket: IBucket;
  /** Without a slash at its end. */
  readonly url: string;
  /** The address that CloudFront made up, which answers as well. */
  readonly madeUpUrl: string;
  /** Undefined if it was there already. */
  readonly distribution: cloudfront.Distribution | undefined;

  constructor(scope: Construct, id: string, props: StatusSiteProps = {}) {
    super(scope, id);
    const { domain, kept } = props;
    if (kept) {
      this.bucket = Bucket.fromBucketName(this, 'Bucket', kept.bucket);
      this.madeUpUrl = `https://${kept.host}`;
      this.url = domain ? `https://${domain.site}` : this.madeUpUrl;
      acknowledgeObjects(this, `arn:${partitionOf(this)}:s3:::${kept.bucket}`);
      return;
    }
    const { bucket, distribution } = this.#make(props);
    this.bucket = bucket as IBucket;
    this.distribution = distribution;
    const { distributionDomainName: host } = distribution;
    this.madeUpUrl = `https://${host}`;
    this.url = domain ? `https://${domain.site}` : this.madeUpUrl;
    if (domain)
      new OwnName(this, 'Name', {
        name: domain.site,
        host,
        alias: new CloudFrontTarget(distribution),
        zone: domain.zone,
        output: 'SiteRecord',
      });
    // The page stays up, under its name, when the system goes: the address is in every post, feed and mail.
    letStay(this);
  }

  #make({ standby, domain, follow, ...props }: StatusSiteProps): {
    bucket: Bucket;
    distribution: cloudfront.Distribution;
  } {
    const copy = standby && Bucket.fromBucketAttributes(this, 'Standby', standby);
    const bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      ...onlyTheNewest,
      // Without a standby not versioned: every object is rendered from the log, and can be again.
      ...(copy ? { ...keptVersions, replicationRules: [{ id: 'Standby', destination: copy }] } : {}),
    });
    const distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: 'Candor status site',
      defaultRootObject: 'index.html',
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      priceClass: cloudfront.PriceClass.PRICE_CLASS_ALL,
      ...(domain
        ? {
            domainNames: [domain.site],
            certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificates.site),
          }
        : {}),
      defaultBehavior: {
        origin: originOf(bucket as IBucket, copy),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
        compress: true,
        cachePolicy: this.cachePolicy(),
        responseHeadersPolicy: this.responseHeaders({ ...props, follow }),
        functionAssociations: [
          { function: this.pathMapping(), eventType: cloudfront.FunctionEventType.VIEWER_REQUEST },
        ],
      },
      ...(follow ? { additionalBehaviors: followBehaviours(this, follow) } : {}),
      errorResponses: [
        { httpStatus: 404, responseHttpStatus: 404, responsePagePath: '/404.html', ttl: Duration.seconds(1) },
        // An error that is remembered hides the recovery. Of these CloudFront keeps nothing, and serves the last good
        // copy instead where it has one (stale-if-error).
        ...[400, 403, 405, 414, 416, 500, 501, 502, 503, 504].map((httpStatus) => ({
          httpStatus,
          ttl: Duration.seconds(0),
        })),
      ],
    });
    nameOriginAccess(distribution);
    acknowledge(this, bucket, distribution);
    if (standby) acknowledgeStandby(distribution, standby);
    return { bucket, distribution };
  }

  /** Reading and writing objects; listing, because without it a missing object is answered with 403 instead of 404. */
  publish(): PolicyStatement[] {
    return [
      new PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources: [this.bucket.arnForObjects('*')] }),
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }),
    ];
  }

  /** To see whether the front page is there, and which configuration rendered it. */
  inspectFrontPage(): PolicyStatement[] {
    return [
      new PolicyStatement({ actions: ['s3:GetObject'], resources: [this.bucket.arnForObjects('index.html')] }),
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }),
    ];
  }

  private pathMapping() {
    return new cloudfront.Function(this, 'PathMapping', {
      comment: 'Maps /history to history/index.html',
      runtime: cloudfront.FunctionRuntime.JS_2_0,
      code: cloudfront.FunctionCode.fromFile({ filePath: path.join(import.meta.dirname, 'viewer-request.js') }),
    });
  }

  private cachePolicy() {
    return new cloudfront.CachePolicy(this, 'CachePolicy', {
      comment: 'As long as the object says (s-maxage), and 5 s for one that says nothing',
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(5),
      maxTtl: Duration.days(365),
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
    });
  }

  private responseHeaders({ scripts = [], styles = [], follow }: StatusSiteProps) {
    const override = true;
    return new cloudfront.ResponseHeadersPolicy(this, 'ResponseHeaders', {
      responseHeadersPolicyName: `${nameInAccount(this)}-headers`,
      corsBehavior: {
        accessControlAllowOrigins: ['*'],
        accessControlAllowMethods: ['GET', 'HEAD', 'OPTIONS'],
        accessControlAllowHeaders: ['*'],
        accessControlExposeHeaders: ['ETag'],
        accessControlAllowCredentials: false,
        originOverride: override,
      },
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: contentSecurityPolicy(scripts, styles, follow !== undefined),
          override,
        },
        contentTypeOptions: { override },
        frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override },
        referrerPolicy: {
          referrerPolicy: cloudfront.HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
          override,
        },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override },
      },
    });
  }
}

/** CloudFront has one list of names for all regions of an account, and CDK's own have no region in them. */
const nameInAccount = (scope: Construct): string => `${Stack.of(scope).stackName}-${Stack.of(scope).region}`;

/** The construct that makes them takes no name; with one of our own making, each would be another resource. */
function nameOriginAccess(distribution: cloudfront.Distribution): void {
  const all = distribution.node.findAll().filter((one) => one instanceof cloudfront.CfnOriginAccessControl);
  for (const [index, one] of all.entries())
    one.addPropertyOverride('OriginAccessControlConfig.Name', `${nameInAccount(distribution)}-origin-${index + 1}`);
}

/** Says that S3 is in trouble. 403 and 404 do not: what was taken off the site must not come back from its copy. */
const TROUBLE = [500, 502, 503, 504];

function originOf(bucket: IBucket, copy: IBucket | undefined): cloudfront.IOrigin {
  // With the right to list, S3 answers 404 for what is not there; without it, 403.
  const originAccessLevels = [cloudfront.AccessLevel.READ, cloudfront.AccessLevel.LIST];
  if (copy === undefined) return S3BucketOrigin.withOriginAccessControl(bucket, { originAccessLevels });
  // Where there is another to ask, silence is not waited for three times.
  const impatient = { connectionAttempts: 1, connectionTimeout: Duration.seconds(2) };
  return new OriginGroup({
    primaryOrigin: S3BucketOrigin.withOriginAccessControl(bucket, { originAccessLevels, ...impatient }),
    fallbackOrigin: S3BucketOrigin.withOriginAccessControl(copy, { originAccessLevels }),
    fallbackStatusCodes: TROUBLE,
  });
}

/** `posts`: whether a form of a page may be sent, to the site itself. */
function contentSecurityPolicy(scripts: string[], styles: string[], posts: boolean): string {
  return [
    "default-src 'none'",
    ['script-src', "'self'", ...scripts].join(' '),
    ['style-src', "'self'", ...styles].join(' '),
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    `form-action ${posts ? "'self'" : "'none'"}`,
    "frame-ancestors 'none'",
  ].join('; ');
}

/** As cdk-nag says it: of a region that is named, the partition is known. */
function partitionOf(scope: Construct): string {
  const { partition } = Stack.of(scope);
  return Token.isUnresolved(partition) ? '<AWS::Partition>' : partition;
}

/** `arn`: of the bucket, as cdk-nag says it. */
function acknowledgeObjects(site: StatusSite, arn: string) {
  Validations.of(Stack.of(site)).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${arn}/*]`,
    reason: 'publish-site writes every object of the site, and the names of incidents are not known beforehand.',
  });
}

function acknowledge(site: StatusSite, bucket: Bucket, distribution: cloudfront.Distribution) {
  acknowledgeObjects(site, `<${logicalId(bucket)}.Arn>`);
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions-S1',
    reason:
      'The bucket holds public pages, read by CloudFront alone; access logs would record customers and no secret.',
  });
  Validations.of(distribution).acknowledge(
    {
      id: 'Annotation::@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk',
      reason:
        'The path mapping turns every path without a file name into an object, so the root of the bucket is never asked for; and a default root object is set.',
    },
    { id: 'AwsSolutions-CFR1', reason: 'A status page is for customers in every country.' },
    {
      id: 'AwsSolutions-CFR2',
      reason:
        'Static objects from a private bucket, and forms whose function counts what each network sends: no query or cookie reaches an origin.',
    },
    {
      id: 'AwsSolutions-CFR3',
      reason: 'Access logs would record who reads about an outage; nothing here needs to know.',
    },
    {
      id: 'AwsSolutions-CFR4',
      reason: 'The minimum TLS version can be chosen only with a certificate of our own, that is with a custom domain.',
    },
  );
}

function acknowledgeStandby(distribution: cloudfront.Distribution, { bucketName, region }: Standby) {
  Validations.of(distribution).acknowledge({
    id: 'Annotation::@aws-cdk/aws-cloudfront-origins:updateImportedBucketPolicyOac',
    reason: 'The edge stack gives CloudFront the right to read, beside the bucket that it makes.',
  });
  const arn = `arn:${partitionOf(distribution)}:s3:::${bucketName.replace(Aws.ACCOUNT_ID, '<AWS::AccountId>')}`;
  Validations.of(Stack.of(distribution)).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${arn}/*]`,
    reason: `Replication writes every object of the site to its standby in ${region}, and to no other bucket.`,
  });
}
