import { arn, REGION } from '../arn.ts';
import { because, localId, type ResourceKind } from './kind.ts';

const byLocalId = (length: number) => (_stack: string, id: string) => localId(id, length);

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
    modelled: [
      'ApiId',
      'StageName',
      'AutoDeploy',
      'DefaultRouteSettings.ThrottlingBurstLimit',
      'DefaultRouteSettings.ThrottlingRateLimit',
      'RouteSettings',
    ],
    withoutEffect: {
      AccessLogSettings: because.logs,
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
  'AWS::ApiGatewayV2::DomainName': {
    nameProperty: 'DomainName',
    arn: (name) => arn('apigateway', `/domainnames/${name}`, REGION, ''),
    attributes: {
      RegionalDomainName: ({ name }) => `d-${localId(name, 10)}.execute-api.${REGION}.amazonaws.com`,
      RegionalHostedZoneId: ({ name }) => `Z${localId(name, 13).toUpperCase()}`,
    },
    modelled: ['DomainName'],
    withoutEffect: { DomainNameConfigurations: because.network, Tags: because.tags },
  },
  'AWS::ApiGatewayV2::ApiMapping': {
    physicalName: byLocalId(6),
    modelled: ['ApiId', 'DomainName', 'Stage'],
    withoutEffect: {},
  },
};
