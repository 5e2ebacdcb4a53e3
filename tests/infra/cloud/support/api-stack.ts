import { arnOf, lambda, type Resources, type RunningStack, type SmallStack } from './small-stack.ts';

// Answers with its event, or does what the body says.
const handler = `
export const handler = async (event) => {
  const wish = event.body ? JSON.parse(event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body) : {};
  if (wish.throw) throw new Error('as told');
  if ('answer' in wish) return wish.answer;
  return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(event) };
};`;

const joined = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
const routes: Record<string, string[] | 'open'> = {
  'GET /v1/{proxy+}': ['candor/read', 'candor/write'],
  'ANY /v1/{proxy+}': ['candor/write'],
  'GET /v1/incidents/{id}': ['candor/read'],
  'POST /open': 'open',
  'GET /narrow': 'open',
  $default: 'open',
};

const target = (integration: string) => joined('integrations/', { Ref: integration });
const routeResources = Object.fromEntries(
  Object.entries(routes).map(([RouteKey, scopes], index) => [
    `Route${index}`,
    {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey,
        Target: target('ToApi'),
        ...(scopes === 'open'
          ? { AuthorizationType: 'NONE' }
          : { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Auth' }, AuthorizationScopes: scopes }),
      },
    },
  ]),
);

/** An API with every kind of route, and clients for a machine and a person. `upstream` is where `/proxied` leads. */
export const apiStack = (upstream: string): SmallStack => ({
  handlers: { Function: handler },
  resources: resources(upstream),
});

const resources = (upstream: string): Resources => ({
  ...routeResources,
  ...lambda('Function'),
  Permission: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: arnOf('Function'),
      Principal: 'apigateway.amazonaws.com',
      SourceArn: joined('arn:aws:execute-api:us-east-1:000000000000:', { Ref: 'Api' }, '/*/*'),
    },
  },
  Api: {
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: {
      Name: 'ops',
      ProtocolType: 'HTTP',
      CorsConfiguration: {
        AllowOrigins: ['https://app.example'],
        AllowMethods: ['GET'],
        AllowHeaders: ['authorization'],
        MaxAge: 60,
      },
    },
  },
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: {
      ApiId: { Ref: 'Api' },
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 1_000, ThrottlingBurstLimit: 2_000 },
      RouteSettings: { 'GET /narrow': { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 2 } },
    },
  },
  ToApi: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Api' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: arnOf('Function'),
      PayloadFormatVersion: '2.0',
    },
  },
  ToElsewhere: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Api' },
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'POST',
      IntegrationUri: `${upstream}/token`,
      PayloadFormatVersion: '1.0',
    },
  },
  Proxied: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'POST /proxied', Target: target('ToElsewhere') },
  },
  Auth: {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      ApiId: { Ref: 'Api' },
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Audience: [{ Ref: 'Machine' }, { Ref: 'Person' }],
        Issuer: joined('https://', { 'Fn::GetAtt': ['Pool', 'ProviderName'] }),
      },
      Name: 'a',
    },
  },
  Pool: { Type: 'AWS::Cognito::UserPool' },
  Group: { Type: 'AWS::Cognito::UserPoolGroup', Properties: { GroupName: 'commander', UserPoolId: { Ref: 'Pool' } } },
  Server: {
    Type: 'AWS::Cognito::UserPoolResourceServer',
    Properties: {
      Identifier: 'candor',
      UserPoolId: { Ref: 'Pool' },
      Scopes: ['read', 'write'].map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName })),
    },
  },
  Machine: {
    Type: 'AWS::Cognito::UserPoolClient',
    Properties: {
      UserPoolId: { Ref: 'Pool' },
      GenerateSecret: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['candor/read', 'candor/write'],
      AccessTokenValidity: 30,
      TokenValidityUnits: { AccessToken: 'minutes' },
    },
  },
  Person: {
    Type: 'AWS::Cognito::UserPoolClient',
    Properties: {
      UserPoolId: { Ref: 'Pool' },
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'candor/write'],
      CallbackURLs: [joined({ 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }, '/console/callback')],
      LogoutURLs: [joined({ 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }, '/console')],
    },
  },
});

/** Ways to call the API of a running stack. `cloud` is asked each time, because tests restart it. */
export function clientOf(cloud: () => RunningStack) {
  const call = (path: string, init: RequestInit = {}) =>
    fetch(cloud().urls.ops + path, { redirect: 'manual', ...init });
  return {
    call,
    post: (wish: unknown) =>
      call('/open', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(wish) }),
    tokenRequest: (form: Record<string, string>, basic = 'local:local') =>
      call('/oauth2/token', {
        method: 'POST',
        headers: basic ? { authorization: `Basic ${Buffer.from(basic).toString('base64')}` } : {},
        body: new URLSearchParams(form),
      }),
  };
}

export const withToken = (token: string, more: RequestInit = {}) => ({
  ...more,
  headers: { authorization: `Bearer ${token}`, ...more.headers },
});

export const refusal = async (response: Response) => [response.status, await response.json()];

export const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
