import { arn } from '../arn.ts';
import { because, localId, type ResourceKind } from './kind.ts';

const under = (prefix: string, names: readonly string[]) => names.map((name) => `${prefix}.${name}`);
const caching = 'nothing is cached here: each request reads the bucket';
const behaviour = {
  modelled: [
    'TargetOriginId',
    'Compress',
    'AllowedMethods',
    'FunctionAssociations',
    'ResponseHeadersPolicyId',
    'PathPattern',
    'OriginRequestPolicyId',
  ],
  withoutEffect: {
    CachePolicyId: caching,
    CachedMethods: caching,
    ViewerProtocolPolicy: 'plain HTTP on the loopback interface',
  },
};
const behaviourPaths = (prefix: string) => ({
  modelled: under(prefix, behaviour.modelled),
  withoutEffect: Object.fromEntries(
    Object.entries(behaviour.withoutEffect).map(([key, why]) => [`${prefix}.${key}`, why]),
  ),
});
const [first, others] = [
  behaviourPaths('DistributionConfig.DefaultCacheBehavior'),
  behaviourPaths('DistributionConfig.CacheBehaviors'),
];
const global = (path: string) => arn('cloudfront', path, '');

/** The content delivery network. */
export const cloudFront: Readonly<Record<string, ResourceKind>> = {
  'AWS::CloudFront::Distribution': {
    physicalName: (_stack, id) => `E${localId(id, 13).toUpperCase()}`,
    arn: (name) => global(`distribution/${name}`),
    attributes: { DomainName: ({ name }) => `d${name.slice(1).toLowerCase()}.cloudfront.net`, Id: ({ name }) => name },
    modelled: [
      ...first.modelled,
      ...others.modelled,
      ...under('DistributionConfig', ['Aliases', 'DefaultRootObject', 'Enabled', 'OriginGroups']),
      ...under('DistributionConfig.CustomErrorResponses', ['ErrorCode', 'ResponseCode', 'ResponsePagePath']),
      ...under('DistributionConfig.Origins', [
        'Id',
        'DomainName',
        'OriginPath',
        'OriginAccessControlId',
        'S3OriginConfig.OriginAccessIdentity',
        'CustomOriginConfig.OriginProtocolPolicy',
        'OriginCustomHeaders.HeaderName',
        'OriginCustomHeaders.HeaderValue',
      ]),
    ],
    withoutEffect: {
      ...first.withoutEffect,
      ...others.withoutEffect,
      'DistributionConfig.Comment': because.description,
      'DistributionConfig.CustomErrorResponses.ErrorCachingMinTTL': caching,
      'DistributionConfig.HttpVersion': because.network,
      'DistributionConfig.IPV6Enabled': because.network,
      'DistributionConfig.Logging': because.logs,
      'DistributionConfig.Origins.ConnectionAttempts': because.network,
      'DistributionConfig.Origins.ConnectionTimeout': because.network,
      'DistributionConfig.Origins.CustomOriginConfig.OriginSSLProtocols': because.network,
      'DistributionConfig.Origins.CustomOriginConfig.OriginReadTimeout': because.network,
      'DistributionConfig.Origins.CustomOriginConfig.OriginKeepaliveTimeout': because.network,
      'DistributionConfig.Origins.OriginShield': caching,
      'DistributionConfig.PriceClass': because.cost,
      'DistributionConfig.Restrictions': because.network,
      'DistributionConfig.ViewerCertificate': 'plain HTTP on the loopback interface',
      'DistributionConfig.WebACLId': because.network,
      Tags: because.tags,
    },
  },
  'AWS::CloudFront::Function': {
    nameProperty: 'Name',
    maxNameLength: 64,
    arn: (name) => global(`function/${name}`),
    ref: (identity) => identity.arn,
    attributes: { FunctionARN: (identity) => identity.arn, 'FunctionMetadata.FunctionARN': (identity) => identity.arn },
    modelled: ['Name', 'AutoPublish', 'FunctionCode', 'FunctionConfig.Runtime'],
    withoutEffect: { 'FunctionConfig.Comment': because.description, Tags: because.tags },
  },
  'AWS::CloudFront::OriginAccessControl': {
    physicalName: (_stack, id) => `E${localId(id, 13).toUpperCase()}`,
    attributes: { Id: ({ name }) => name },
    modelled: [
      ...under('OriginAccessControlConfig', [
        'Name',
        'OriginAccessControlOriginType',
        'SigningBehavior',
        'SigningProtocol',
      ]),
    ],
    withoutEffect: { 'OriginAccessControlConfig.Description': because.description },
  },
  'AWS::CloudFront::ResponseHeadersPolicy': {
    physicalName: (_stack, id) => localId(id, 32),
    attributes: { Id: ({ name }) => name },
    modelled: under('ResponseHeadersPolicyConfig', [
      'Name',
      'CorsConfig',
      'CustomHeadersConfig',
      'RemoveHeadersConfig',
      'SecurityHeadersConfig',
    ]),
    withoutEffect: {
      'ResponseHeadersPolicyConfig.Comment': because.description,
      'ResponseHeadersPolicyConfig.ServerTimingHeadersConfig': caching,
    },
  },
  'AWS::CloudFront::OriginRequestPolicy': {
    physicalName: (_stack, id) => localId(id, 32),
    attributes: { Id: ({ name }) => name },
    modelled: under('OriginRequestPolicyConfig', ['Name', 'HeadersConfig', 'QueryStringsConfig', 'CookiesConfig']),
    withoutEffect: { 'OriginRequestPolicyConfig.Comment': because.description },
  },
  'AWS::CloudFront::CachePolicy': {
    physicalName: (_stack, id) => localId(id, 32),
    attributes: { Id: ({ name }) => name },
    modelled: [],
    withoutEffect: { CachePolicyConfig: caching },
  },
};
