import { describe, expect, it } from 'vitest';
import { SOURCE_LIMIT } from '../../../shared/api/rate-limits.ts';
import { ofType, type Resource, spoken, synthesise, theOnly } from './support/synthesised.ts';

const template = synthesise();

const writing = 'candor/write or candor/approve or candor/admin';
const reading = `candor/read or ${writing}`;

describe('the operations API', () => {
  it('is called as its stack, and answers over IPv6 too', () => {
    expect(theOnly(template, 'AWS::ApiGatewayV2::Api').Properties).toMatchObject({
      Name: 'Candor',
      IpAddressType: 'dualstack',
    });
  });

  it('writes its log where the account’s policy does not grow by it', () => {
    const { AccessLogSettings } = theOnly(template, 'AWS::ApiGatewayV2::Stage').Properties;
    const [id] = AccessLogSettings.DestinationArn['Fn::GetAtt'];
    expect(template.Resources[id]!.Properties.LogGroupName).toBe('/aws/vendedlogs/apis/Candor');
  });

  it('asks for a token with the right scope under /v1, and leads each route to its function', () => {
    expect(
      Object.fromEntries(
        ofType(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => described(Properties)),
      ),
    ).toEqual({
      'GET /v1': `${reading} → <CommandFunction.Arn>`,
      'GET /v1/{proxy+}': `${reading} → <CommandFunction.Arn>`,
      'HEAD /v1': `${reading} → <CommandFunction.Arn>`,
      'HEAD /v1/{proxy+}': `${reading} → <CommandFunction.Arn>`,
      'ANY /v1': `${writing} → <CommandFunction.Arn>`,
      'ANY /v1/{proxy+}': `${writing} → <CommandFunction.Arn>`,
      'GET /openapi.json': 'anyone → <CommandFunction.Arn>',
      'GET /docs': 'anyone → <CommandFunction.Arn>',
      $default: 'anyone → <CommandFunction.Arn>',
      'GET /a/{token}': 'anyone → <CommandFunction.Arn>',
      'GET /c/{token}': 'anyone → <CommandFunction.Arn>',
      'POST /a/{token}': 'anyone → <CommandFunction.Arn>',
      'POST /c/{token}': 'anyone → <CommandFunction.Arn>',
      'POST /intake/{source}': 'anyone → <IntakeFunction.Arn>',
      'POST /tickets': 'anyone → <IntakeFunction.Arn>',
      'ANY /console': 'anyone → <ConsoleFunction.Arn>',
      'ANY /console/{proxy+}': 'anyone → <ConsoleFunction.Arn>',
      'ANY /s': 'anyone → <SubscribeFunction.Arn>',
      'ANY /s/{proxy+}': 'anyone → <SubscribeFunction.Arn>',
      'ANY /api/v2/subscribers.json': 'anyone → <SubscribeFunction.Arn>',
      'GET /': 'anyone → <ConsoleFunction.Arn>',
      'POST /oauth2/token': 'anyone → https://<SignInPoolDomain>.auth.<AWS::Region>.amazoncognito.com/oauth2/token',
    });
  });

  it('believes tokens of its own user pool, made for the console or the machine client', () => {
    expect(spoken(theOnly(template, 'AWS::ApiGatewayV2::Authorizer').Properties.JwtConfiguration)).toEqual({
      Issuer: 'https://cognito-idp.<AWS::Region>.amazonaws.com/<SignInPool>',
      Audience: ['<SignInPoolConsole>', '<SignInPoolMachine>'],
    });
  });

  it('writes no path to its log, since the path of an action link is a secret', () => {
    const { AccessLogSettings, DefaultRouteSettings } = theOnly(template, 'AWS::ApiGatewayV2::Stage').Properties;
    expect(AccessLogSettings.Format).toContain('$context.routeKey');
    expect(AccessLogSettings.Format).not.toMatch(/\$context\.(path|resourcePath|protocol)/);
    expect(DefaultRouteSettings).toMatchObject({ ThrottlingRateLimit: 200, ThrottlingBurstLimit: 500 });
  });

  it('has a throttle of its own for the webhooks of monitors and of the ticket system, above what the function takes from one', () => {
    const [[, stage]] = ofType(template, 'AWS::ApiGatewayV2::Stage') as [[string, Resource]];
    const settings = stage.Properties.RouteSettings;
    expect(Object.keys(settings).toSorted()).toEqual(['POST /intake/{source}', 'POST /tickets']);
    for (const [key, { ThrottlingRateLimit, ThrottlingBurstLimit }] of Object.entries<Record<string, number>>(
      settings,
    )) {
      expect(ThrottlingRateLimit).toBeGreaterThan(SOURCE_LIMIT.perSecond);
      expect(ThrottlingBurstLimit).toBeGreaterThan(SOURCE_LIMIT.burst);
      // CloudFormation refuses settings of a route that is not there yet.
      const route = ofType(template, 'AWS::ApiGatewayV2::Route').find(
        ([, { Properties }]) => Properties.RouteKey === key,
      );
      expect(stage.DependsOn).toContain(route?.[0]);
    }
  });

  it('counts what of it was refused, by fields that its log has, and pages people', () => {
    const filter = theOnly(template, 'AWS::Logs::MetricFilter').Properties;
    const { AccessLogSettings } = theOnly(template, 'AWS::ApiGatewayV2::Stage').Properties;
    const format = JSON.parse(AccessLogSettings.Format);
    expect(filter.FilterPattern).toBe('{ ($.route = "POST /intake/{source}") && ($.status = "429") }');
    expect(format).toMatchObject({ route: '$context.routeKey', status: '$context.status' });
    const [{ MetricName, MetricNamespace, MetricValue }] = filter.MetricTransformations;
    expect(MetricValue).toBe('1');
    const alarm = ofType(template, 'AWS::CloudWatch::Alarm').find(
      ([, { Properties }]) => Properties.MetricName === MetricName && Properties.Namespace === MetricNamespace,
    )?.[1].Properties;
    expect(alarm).toMatchObject({ Statistic: 'Sum', Threshold: 1, TreatMissingData: 'notBreaching' });
    expect(spoken(alarm?.AlarmActions)).toEqual(['<PeopleTopic>']);
  });

  it('may invoke the function of the default route, whose address has a part less', () => {
    const sources = ofType(template, 'AWS::Lambda::Permission').map(([, { Properties }]) =>
      String(spoken(Properties.SourceArn)),
    );
    expect(sources.some((source) => source.endsWith('>/*/$default'))).toBe(true);
  });

  it('may invoke the four functions that it leads to, and no other', () => {
    const permissions = ofType(template, 'AWS::Lambda::Permission').map(([, { Properties }]) =>
      spoken(Properties.FunctionName),
    );
    expect(new Set(permissions)).toEqual(
      new Set(['<CommandFunction.Arn>', '<ConsoleFunction.Arn>', '<IntakeFunction.Arn>', '<SubscribeFunction.Arn>']),
    );
  });
});

describe('sign-in', () => {
  const clients = ofType(template, 'AWS::Cognito::UserPoolClient').map(
    ([, { Properties }]) => spoken(Properties) as Record<string, unknown>,
  );

  it('leads people through a code to the console, and gives machines a secret', () => {
    expect(clients.find((client) => client.GenerateSecret)).toMatchObject({
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['read', 'write', 'approve', 'admin'].map((scope) => `<SignInPoolServer>/${scope}`),
    });
    expect(clients.find((client) => !client.GenerateSecret)).toMatchObject({
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', '<SignInPoolServer>/read', '<SignInPoolServer>/write'],
      CallbackURLs: ['<OpsApi.ApiEndpoint>/console/callback'],
    });
  });

  it('admits nobody who was not invited, and nobody with a password alone', () => {
    expect(theOnly(template, 'AWS::Cognito::UserPool').Properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    });
  });

  it('knows the five roles', () => {
    const groups = ofType(template, 'AWS::Cognito::UserPoolGroup').map(([, { Properties }]) => Properties.GroupName);
    expect(groups).toEqual(['viewer', 'desk', 'commander', 'approver', 'administrator']);
  });
});

/** `[route, 'who may → where it leads']` */
function described(route: Resource['Properties']): [string, string] {
  const integration = template.Resources[route.Target['Fn::Join'][1][1].Ref]!.Properties;
  const who = route.AuthorizationType === 'JWT' ? route.AuthorizationScopes.join(' or ') : 'anyone';
  return [route.RouteKey, `${who} → ${spoken(integration.IntegrationUri)}`];
}
