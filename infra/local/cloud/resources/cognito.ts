import { arn, REGION } from '../arn.ts';
import { because, localId, type ResourceKind } from './kind.ts';

const issuer = (pool: string) => `cognito-idp.${REGION}.amazonaws.com/${pool}`;

const signInPolicies = [
  'AccountRecoverySetting',
  'AdminCreateUserConfig',
  'AutoVerifiedAttributes',
  'DeletionProtection',
  'EmailConfiguration',
  'EmailVerificationMessage',
  'EmailVerificationSubject',
  'Schema',
  'SmsVerificationMessage',
  'UserAttributeUpdateSettings',
  'UserPoolAddOns',
  'UserPoolTags',
  'UserPoolTier',
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
    modelled: ['UserPoolName', 'AliasAttributes', 'EnabledMfas', 'MfaConfiguration', 'Policies', 'UsernameAttributes'],
    withoutEffect: Object.fromEntries(
      signInPolicies.map((property) => [property, 'there is no more to an account here than signing in']),
    ),
  },
  'AWS::Cognito::UserPoolDomain': {
    nameProperty: 'Domain',
    attributes: { CloudFrontDistribution: ({ name }) => `d${localId(name, 13)}.cloudfront.net` },
    modelled: ['Domain', 'UserPoolId'],
    withoutEffect: {
      CustomDomainConfig: because.network,
      ManagedLoginVersion: 'the sign-in page here is our own',
    },
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
      EnableTokenRevocation: 'refresh tokens can be revoked, whatever it says',
      ExplicitAuthFlows: 'only the hosted page signs people in',
      PreventUserExistenceErrors: 'the page never tells who exists',
      SupportedIdentityProviders: 'Cognito is the only one',
      AuthSessionValidity: 'three minutes, as Cognito has it if nothing is said',
      ReadAttributes: 'no attribute of a person is read',
      WriteAttributes: 'no attribute of a person is written',
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
