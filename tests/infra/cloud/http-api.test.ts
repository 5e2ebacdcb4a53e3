import http from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jwtAuthorizer } from '../../../infra/local/cloud/jwt-authorizer.ts';
import { close, listen, readBody } from '../../../infra/local/cloud/listen.ts';
import { apiStack, claimsOf, clientOf, refusal, withToken } from './support/api-stack.ts';
import { discard, type RunningStack, runStack } from './support/small-stack.ts';

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
  cloud = await runStack(apiStack(`http://127.0.0.1:${await listen(upstream)}`));
});
afterAll(async () => {
  await discard(cloud);
  await close(upstream);
});

const { call, post, tokenRequest } = clientOf(() => cloud);
const machineToken = () => cloud.cognito.machineToken();

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
    const authorize = jwtAuthorizer(
      () => ({ Issuer: 'https://issuer', Audience: ['local'] }),
      () => [jwk],
    );
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

describe('a route with a throttle of its own', () => {
  it('refuses what is too much, without saying when to come back, and no other route', async () => {
    const statuses = [];
    for (let time = 0; time < 4; time += 1) statuses.push((await call('/narrow')).status);
    expect(statuses).toEqual([200, 200, 429, 429]);
    const refused = await call('/narrow');
    expect(refused.headers.get('retry-after')).toBeNull();
    expect(await refusal(refused)).toEqual([429, { message: 'Too Many Requests' }]);
    expect((await call('/elsewhere')).status).toBe(200);
  });
});

describe('an open route', () => {
  it('renames what a function says in headers that the gateway keeps for itself', async () => {
    const headers = { 'WWW-Authenticate': 'Basic realm="x"', 'Retry-After': '5', Server: 'ours' };
    const response = await post({ answer: { statusCode: 401, headers, body: '' } });
    expect(response.headers.get('www-authenticate')).toBeNull();
    expect(response.headers.get('x-amzn-remapped-www-authenticate')).toBe('Basic realm="x"');
    expect(response.headers.get('x-amzn-remapped-server')).toBe('ours');
    expect(response.headers.get('retry-after')).toBe('5');
  });

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

  it('answers 503 when nobody is there', async () => {
    await close(upstream);
    expect(await refusal(await call('/proxied', { method: 'POST' }))).toEqual([
      503,
      { message: 'Service Unavailable' },
    ]);
  });
});
