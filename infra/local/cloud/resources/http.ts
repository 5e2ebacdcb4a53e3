import { arn, REGION } from '../arn.ts';
import { because, localId, type ResourceKind } from './kind.ts';

const byLocalId = (length: number) => (_stack: string, id: string) => localId(id, length);
const under = (prefix: string, names: readonly string[]) => names.map((name) => `${prefix}.${name}`);

/** The HTTP API. */
export const httpApi: Readonly<Record<string, ResourceKind>> = {
  'AWS::ApiGatewayV2::Api': {
    physicalName: byLocalId(10),
    arn: (name) => arn('apigateway', `/apis/${name}`, REGION, ''),
    attributes: {
      ApiEndpoint: ({ name }) => `https://${name}.execute-api.${REGION}.amazonaws.com`,
      ApiId: ({ name }) => name,
    },
    modelled: ['Name', 'ProtocolType', 'CorsConfiguration'],
    withoutEffect: {
      Description: because.description,
      Tags: because.tags,
      DisableExecuteApiEndpoint: 'there is only the loopback address',
      IpAddressType: because.network,
    },
  },
  'AWS::ApiGatewayV2::Stage': {
    modelled: ['ApiId', 'StageName', 'AutoDeploy'],
    withoutEffect: {
      AccessLogSettings: because.logs,
      DefaultRouteSettings: 'the throttle of the whole account is not reached by one machine',
      RouteSettings: 'the throttle of the whole account is not reached by one machine',
      Description: because.description,
      Tags: because.tags,
    },
  },
  'AWS::ApiGatewayV2::Route': {
    physicalName: byLocalId(7),
    modelled: ['ApiId', 'RouteKey', 'Target', 'AuthorizationType', 'AuthorizerId', 'AuthorizationScopes'],
    withoutEffect: { OperationName: because.description },
  },
  'AWS::ApiGatewayV2::Integration': {
    physicalName: byLocalId(7),
    modelled: [
      'ApiId',
      'IntegrationType',
      'IntegrationUri',
      'IntegrationMethod',
      'PayloadFormatVersion',
      'TimeoutInMillis',
      'ConnectionType',
    ],
    withoutEffect: { Description: because.description },
  },
  'AWS::ApiGatewayV2::Authorizer': {
    physicalName: byLocalId(6),
    attributes: { AuthorizerId: ({ name }) => name },
    modelled: [
      'ApiId',
      'AuthorizerType',
      'IdentitySource',
      'JwtConfiguration.Audience',
      'JwtConfiguration.Issuer',
      'Name',
    ],
    withoutEffect: {},
  },
};

const issuer = (pool: string) => `cognito-idp.${REGION}.amazonaws.com/${pool}`;

const signInPolicies = [
  'AccountRecoverySetting',
  'AdminCreateUserConfig',
  'AutoVerifiedAttributes',
  'AliasAttributes',
  'DeletionProtection',
  'EmailConfiguration',
  'EmailVerificationMessage',
  'EmailVerificationSubject',
  'EnabledMfas',
  'MfaConfiguration',
  'Policies',
  'Schema',
  'SmsVerificationMessage',
  'UserAttributeUpdateSettings',
  'UserPoolAddOns',
  'UserPoolTags',
  'UserPoolTier',
  'UsernameAttributes',
  'UsernameConfiguration',
  'VerificationMessageTemplate',
  'DeviceConfiguration',
];

/** Sign-in. */
export const cognito: Readonly<Record<string, ResourceKind>> = {
  'AWS::Cognito::UserPool': {
    physicalName: (_stack, id) => `${REGION}_${localId(id, 9)}`,
    arn: (name) => arn('cognito-idp', `userpool/${name}`),
    attributes: {
      ProviderName: ({ name }) => issuer(name),
      ProviderURL: ({ name }) => `https://${issuer(name)}`,
      UserPoolId: ({ name }) => name,
    },
    modelled: ['UserPoolName'],
    withoutEffect: Object.fromEntries(
      signInPolicies.map((property) => [property, 'one fixed user signs in here; accounts are not managed']),
    ),
  },
  'AWS::Cognito::UserPoolDomain': {
    nameProperty: 'Domain',
    attributes: { CloudFrontDistribution: ({ name }) => `${name}.cloudfront.net` },
    modelled: ['Domain', 'UserPoolId'],
    withoutEffect: { ManagedLoginVersion: 'the sign-in page here is our own' },
  },
  'AWS::Cognito::UserPoolResourceServer': {
    nameProperty: 'Identifier',
    modelled: ['Identifier', 'Scopes', 'UserPoolId', 'Name'],
    withoutEffect: {},
  },
  'AWS::Cognito::UserPoolClient': {
    // Machines are told to use `local`/`local`; a person's client gets an id that looks like Cognito's.
    physicalName: (_stack, id, property) =>
      ((property('AllowedOAuthFlows') ?? []) as string[]).includes('client_credentials') ? 'local' : localId(id, 26),
    attributes: { ClientId: ({ name }) => name, ClientSecret: () => 'local' },
    modelled: [
      'AccessTokenValidity',
      'AllowedOAuthFlows',
      'AllowedOAuthFlowsUserPoolClient',
      'AllowedOAuthScopes',
      'CallbackURLs',
      'ClientName',
      'GenerateSecret',
      'IdTokenValidity',
      'LogoutURLs',
      'RefreshTokenValidity',
      'TokenValidityUnits',
      'UserPoolId',
    ],
    withoutEffect: {
      EnableTokenRevocation: 'no token is revoked here',
      ExplicitAuthFlows: 'only the hosted page signs people in',
      PreventUserExistenceErrors: 'there is one known user',
      SupportedIdentityProviders: 'Cognito is the only one',
      AuthSessionValidity: 'the sign-in page keeps no session',
      ReadAttributes: 'there is one known user',
      WriteAttributes: 'there is one known user',
    },
  },
  'AWS::Cognito::UserPoolGroup': {
    nameProperty: 'GroupName',
    modelled: ['GroupName', 'UserPoolId'],
    withoutEffect: { Description: because.description, Precedence: 'roles per group are not used' },
  },
  'AWS::Cognito::UserPoolUser': {
    nameProperty: 'Username',
    modelled: ['Username', 'UserPoolId'],
    withoutEffect: {
      DesiredDeliveryMediums: 'no invitation is sent',
      UserAttributes: 'there is one known password',
      MessageAction: 'no invitation is sent',
      ForceAliasCreation: 'there are no aliases',
    },
  },
  'AWS::Cognito::UserPoolUserToGroupAttachment': {
    modelled: ['GroupName', 'Username', 'UserPoolId'],
    withoutEffect: {},
  },
};

const caching = 'nothing is cached here: each request reads the bucket';
const behaviour = {
  modelled: [
    'TargetOriginId',
    'Compress',
    'AllowedMethods',
    'FunctionAssociations',
    'ResponseHeadersPolicyId',
    'PathPattern',
  ],
  withoutEffect: {
    CachePolicyId: caching,
    CachedMethods: caching,
    OriginRequestPolicyId: 'a bucket ignores what it would add',
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
  'AWS::CloudFront::CachePolicy': {
    physicalName: (_stack, id) => localId(id, 32),
    attributes: { Id: ({ name }) => name },
    modelled: [],
    withoutEffect: { CachePolicyConfig: caching },
  },
};
