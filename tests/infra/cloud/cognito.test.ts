import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiStack, claimsOf, clientOf, refusal, withToken } from './support/api-stack.ts';
import { discard, type RunningStack, runStack } from './support/small-stack.ts';

let cloud: RunningStack;
beforeAll(async () => {
  cloud = await runStack(apiStack('http://127.0.0.1:1'));
});
afterAll(() => discard(cloud));

const { call, tokenRequest } = clientOf(() => cloud);

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
    const token = await cloud.cognito.machineToken();
    await cloud.stop();
    cloud = await runStack(apiStack('http://127.0.0.1:1'), { folder: cloud.folder });
    expect((await call('/v1/x', withToken(token))).status).toBe(200);
  });
});
