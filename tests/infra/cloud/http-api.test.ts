import { createHash } from 'node:crypto';
import http from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jwtAuthorizer } from '../../../infra/local/cloud/jwt-authorizer.ts';
import { close, listen, readBody } from '../../../infra/local/cloud/listen.ts';
import { arnOf, discard, lambda, type Resources, type RunningStack, runStack } from './support/small-stack.ts';

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
    Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
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

let cloud: RunningStack;
let upstream: http.Server;
const upstreamSaw: string[] = [];

beforeAll(async () => {
  upstream = http.createServer(async (request, response) => {
    upstreamSaw.push(
      `${request.method} ${request.url} ${request.headers.authorization} ${await readBody(request, 1e6)}`,
    );
    response
      .writeHead(401, { 'content-type': 'application/json', 'x-from': 'upstream' })
      .end('{"error":"invalid_client"}');
  });
  cloud = await runStack({
    resources: resources(`http://127.0.0.1:${await listen(upstream)}`),
    handlers: { Function: handler },
  });
});
afterAll(async () => {
  await discard(cloud);
  await close(upstream);
});

const call = (path: string, init: RequestInit = {}) => fetch(cloud.urls.ops + path, { redirect: 'manual', ...init });
const withToken = (token: string, more: RequestInit = {}) => ({
  ...more,
  headers: { authorization: `Bearer ${token}`, ...more.headers },
});
const post = (wish: unknown) =>
  call('/open', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(wish) });
const refusal = async (response: Response) => [response.status, await response.json()];
const machineToken = () => cloud.cognito.machineToken();
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());

describe('a route with an authorizer', () => {
  it('serves a good token, whose claims reach the function as texts', async () => {
    const response = await call('/v1/incidents/m17?open=true&open=x', withToken(await machineToken()));
    expect(response.status).toBe(200);
    const event = (await response.json()) as Record<string, never>;
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'GET /v1/incidents/{id}',
      rawPath: '/v1/incidents/m17',
      rawQueryString: 'open=true&open=x',
      queryStringParameters: { open: 'true,x' },
      pathParameters: { id: 'm17' },
      isBase64Encoded: false,
      requestContext: {
        http: { method: 'GET', path: '/v1/incidents/m17' },
        authorizer: {
          jwt: {
            claims: { client_id: 'local', token_use: 'access', scope: 'candor/read candor/write' },
            scopes: ['candor/read'],
          },
        },
      },
    });
  });

  it('refuses no token and nonsense', async () => {
    expect(await refusal(await call('/v1/x'))).toEqual([401, { message: 'Unauthorized' }]);
    const response = await call('/v1/x', withToken('nonsense'));
    expect(response.headers.get('www-authenticate')).toContain('invalid_token');
    expect(await refusal(response)).toEqual([401, { message: 'Unauthorized' }]);
  });

  it('refuses alg none and a changed token', async () => {
    const token = await machineToken();
    const claims = claimsOf(token);
    const [head, , signature] = token.split('.');
    const changed = Buffer.from(JSON.stringify({ ...claims, scope: 'candor/write admin' })).toString('base64url');
    for (const forged of [
      new UnsecuredJWT(claims).encode(),
      `${head}.${changed}.${signature}`,
      `${head}.${token.split('.')[1]}.AAAA`,
    ]) {
      expect((await call('/v1/x', withToken(forged))).status).toBe(401);
    }
  });

  it('refuses a token without one of its scopes', async () => {
    const readOnly = await (await tokenRequest({ grant_type: 'client_credentials', scope: 'candor/read' })).json();
    const { access_token } = readOnly as { access_token: string };
    expect((await call('/v1/x', withToken(access_token))).status).toBe(200);
    const response = await call('/v1/x', withToken(access_token, { method: 'POST' }));
    expect(response.headers.get('www-authenticate')).toContain('insufficient_scope');
    expect(await refusal(response)).toEqual([403, { message: 'Forbidden' }]);
  });

  it('refuses other issuers, other audiences, other keys and expired tokens', async () => {
    const [ours, theirs] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
    const jwk = { ...(await exportJWK(ours.publicKey)), kid: 'k', alg: 'RS256' };
    const authorize = jwtAuthorizer({ Issuer: 'https://issuer', Audience: ['local'] }, () => [jwk]);
    const token = ({ iss = 'https://issuer', client = 'local', exp = '1h', key = ours.privateKey, more = {} }) =>
      new SignJWT({ client_id: client, scope: 'candor/read', ...more })
        .setProtectedHeader({ alg: 'RS256', kid: 'k' })
        .setIssuer(iss)
        .setExpirationTime(exp)
        .sign(key);
    const status = async (wish: Parameters<typeof token>[0]) => {
      const answer = await authorize(`Bearer ${await token(wish)}`, ['candor/read']);
      return answer.ok ? 200 : answer.status;
    };
    expect(await status({})).toBe(200);
    expect(await status({ client: 'other', more: { aud: 'local' } })).toBe(200);
    expect(await status({ iss: 'https://other' })).toBe(401);
    expect(await status({ client: 'other' })).toBe(401);
    expect(await status({ key: theirs.privateKey })).toBe(401);
    expect(await status({ exp: '-1s' })).toBe(401);
    expect(await status({ more: { nbf: Date.now() / 1000 + 600 } })).toBe(401);
  });
});

describe('an open route', () => {
  it('passes on cookies, bodies and bytes', async () => {
    const response = await call('/elsewhere', {
      method: 'PUT',
      headers: { cookie: 'a=1; b=2', 'content-type': 'application/octet-stream' },
      body: '{}',
    });
    expect(await response.json()).toMatchObject({
      routeKey: '$default',
      cookies: ['a=1', 'b=2'],
      body: Buffer.from('{}').toString('base64'),
      isBase64Encoded: true,
    });
  });

  it('answers what the function returns', async () => {
    const response = await post({
      answer: {
        statusCode: 201,
        headers: { ETag: '"7"' },
        cookies: ['t=1; HttpOnly', 'u=2'],
        body: 'eA==',
        isBase64Encoded: true,
      },
    });
    expect([
      response.status,
      response.headers.get('etag'),
      response.headers.getSetCookie(),
      await response.text(),
    ]).toEqual([201, '"7"', ['t=1; HttpOnly', 'u=2'], 'x']);
    const plain = await post({ answer: { ok: true } });
    expect([plain.status, plain.headers.get('content-type'), await plain.json()]).toEqual([
      200,
      'application/json',
      { ok: true },
    ]);
  });

  it('answers 500 when the function throws or returns nonsense', async () => {
    for (const wish of [{ throw: true }, { answer: { statusCode: 'teapot' } }]) {
      expect(await refusal(await post(wish))).toEqual([500, { message: 'Internal Server Error' }]);
    }
    expect(cloud.said.some(({ from, text }) => from === 'cloud' && text.includes('as told'))).toBe(true);
  });

  it('takes no more than 10 MB', async () => {
    const response = await call('/open', { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1, 32) });
    expect(response.status).toBe(413);
  });

  it('answers preflights as the API is configured', async () => {
    const headers = { origin: 'https://app.example', 'access-control-request-method': 'GET' };
    const response = await call('/v1/x', { method: 'OPTIONS', headers });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(response.headers.get('access-control-max-age')).toBe('60');
    const other = await call('/v1/x', { headers: { origin: 'https://other.example' } });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('a route that leads elsewhere', () => {
  it('passes request and answer on', async () => {
    const response = await call('/proxied?x=1', {
      method: 'POST',
      headers: { authorization: 'Basic abc' },
      body: new URLSearchParams({ a: 'b' }),
    });
    expect([response.status, response.headers.get('x-from'), await response.json()]).toEqual([
      401,
      'upstream',
      { error: 'invalid_client' },
    ]);
    expect(upstreamSaw).toEqual(['POST /token?x=1 Basic abc a=b']);
  });
});

const tokenRequest = (form: Record<string, string>, basic = 'local:local') =>
  call('/oauth2/token', {
    method: 'POST',
    headers: basic ? { authorization: `Basic ${Buffer.from(basic).toString('base64')}` } : {},
    body: new URLSearchParams(form),
  });

describe('a machine', () => {
  it('gets a token like Cognito makes them, by Basic credentials or fields', async () => {
    const byForm = { grant_type: 'client_credentials', client_id: 'local', client_secret: 'local' };
    for (const answer of [await tokenRequest({ grant_type: 'client_credentials' }), await tokenRequest(byForm, '')]) {
      expect(answer.status).toBe(200);
      const { access_token, ...rest } = (await answer.json()) as { access_token: string };
      expect(rest).toEqual({ expires_in: 1800, token_type: 'Bearer' });
      const { iat, exp, iss, ...claims } = claimsOf(access_token);
      expect(claims).toMatchObject({
        sub: 'local',
        client_id: 'local',
        token_use: 'access',
        scope: 'candor/read candor/write',
        version: 2,
      });
      expect([exp - iat, iss.startsWith('https://cognito-idp.us-east-1.amazonaws.com/us-east-1_')]).toEqual([
        1800,
        true,
      ]);
    }
  });

  it('is refused with another secret, an unknown name, an unknown scope or another flow', async () => {
    const form = { grant_type: 'client_credentials' };
    expect(await refusal(await tokenRequest(form, 'local:wrong'))).toEqual([401, { error: 'invalid_client' }]);
    expect(await refusal(await tokenRequest(form, 'nobody:local'))).toEqual([401, { error: 'invalid_client' }]);
    expect(await refusal(await tokenRequest({ ...form, scope: 'admin' }))).toEqual([400, { error: 'invalid_scope' }]);
    expect(await refusal(await tokenRequest({ grant_type: 'password' }))).toEqual([
      400,
      { error: 'unsupported_grant_type' },
    ]);
  });
});

describe('a person', () => {
  const clientId = () => cloud.template.ofType('AWS::Cognito::UserPoolClient').find(({ id }) => id === 'Person')!.name;
  const redirect = () => `${cloud.urls.ops}/console/callback`;
  const challenge = createHash('sha256').update('verifier').digest('base64url');
  const ask = (more: Record<string, string> = {}) =>
    `/oauth2/authorize?${new URLSearchParams({ response_type: 'code', client_id: clientId(), redirect_uri: redirect(), state: 's', code_challenge: challenge, code_challenge_method: 'S256', ...more })}`;
  const signIn = async (password = 'local', more = {}) =>
    call(ask(more), { method: 'POST', body: new URLSearchParams({ username: 'commander', password }) });
  const exchange = (code: string, more = {}) =>
    tokenRequest(
      {
        grant_type: 'authorization_code',
        client_id: clientId(),
        code,
        redirect_uri: redirect(),
        code_verifier: 'verifier',
        ...more,
      },
      '',
    );

  it('signs in on a page, and the code is exchanged once, by whoever knows the verifier', async () => {
    const page = await call(ask());
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('value="commander"')]);
    const back = new URL((await signIn()).headers.get('location')!);
    expect([back.origin + back.pathname, back.searchParams.get('state')]).toEqual([redirect(), 's']);
    const code = back.searchParams.get('code')!;

    const answer = (await (await exchange(code)).json()) as Record<string, string>;
    expect(claimsOf(answer.access_token!)).toMatchObject({
      token_use: 'access',
      client_id: clientId(),
      username: 'commander',
      'cognito:groups': ['commander'],
      scope: 'openid candor/write',
    });
    expect(claimsOf(answer.id_token!)).toMatchObject({
      token_use: 'id',
      aud: clientId(),
      'cognito:username': 'commander',
    });
    expect((await call('/v1/x', withToken(answer.access_token!, { method: 'POST' }))).status).toBe(200);
    expect(await refusal(await exchange(code))).toEqual([400, { error: 'invalid_grant' }]);

    const refreshed = await tokenRequest(
      { grant_type: 'refresh_token', client_id: clientId(), refresh_token: answer.refresh_token! },
      '',
    );
    expect(claimsOf(((await refreshed.json()) as Record<string, string>).access_token!)).toMatchObject({
      username: 'commander',
    });
  });

  it('gets no code with a wrong password, and no token with a wrong verifier', async () => {
    const refused = await signIn('wrong');
    expect([refused.status, refused.headers.get('location')]).toEqual([401, null]);
    const code = new URL((await signIn()).headers.get('location')!).searchParams.get('code')!;
    expect(await refusal(await exchange(code, { code_verifier: 'other' }))).toEqual([400, { error: 'invalid_grant' }]);
  });

  it('is never sent to an address that the client did not register', async () => {
    const response = await call(ask({ redirect_uri: 'https://evil.example/' }));
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    const logout = (logout_uri: string) =>
      call(`/logout?${new URLSearchParams({ client_id: clientId(), logout_uri })}`);
    expect((await logout('https://evil.example/')).status).toBe(400);
    expect((await logout(`${cloud.urls.ops}/console`)).status).toBe(302);
  });
});

describe('a restart', () => {
  it('leaves tokens valid', async () => {
    const token = await machineToken();
    await cloud.stop();
    cloud = await runStack(
      { resources: resources('http://127.0.0.1:1'), handlers: { Function: handler } },
      { folder: cloud.folder },
    );
    expect((await call('/v1/x', withToken(token))).status).toBe(200);
    expect(await refusal(await call('/proxied', { method: 'POST' }))).toEqual([
      503,
      { message: 'Service Unavailable' },
    ]);
  });
});
