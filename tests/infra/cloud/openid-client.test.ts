import * as openid from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiStack } from './support/api-stack.ts';
import { discard, type RunningStack, runStack } from './support/small-stack.ts';

// What signs people in locally, held against a certified client: it checks more of each answer than our console does.

let cloud: RunningStack;
beforeAll(async () => {
  cloud = await runStack(apiStack('http://127.0.0.1:1'));
});
afterAll(() => discard(cloud));

/** The client of the template `id` as the library has it, strict in everything but the missing TLS. */
function configured(id: string, authentication: openid.ClientAuth, changes: Partial<openid.ServerMetadata> = {}) {
  const client = cloud.template.ofType('AWS::Cognito::UserPoolClient').find((one) => one.id === id)!;
  const [issuer = ''] = cloud.cognito.issuers;
  const server = {
    issuer,
    authorization_endpoint: `${cloud.urls.ops}/oauth2/authorize`,
    token_endpoint: `${cloud.urls.ops}/oauth2/token`,
    jwks_uri: `${cloud.urls.ops}/${issuer.split('/').at(-1)}/.well-known/jwks.json`,
    ...changes,
  };
  const configuration = new openid.Configuration(server, client.name, {}, authentication);
  openid.allowInsecureRequests(configuration);
  openid.enableNonRepudiationChecks(configuration);
  return configuration;
}

const person = (changes = {}) => configured('Person', openid.None(), changes);
const redirectUri = () => `${cloud.urls.ops}/console/callback`;

/** A person signs in on the page that the library sends them to; answers with where they come back. */
async function signedIn(as: string, verifier: string, state: string, nonce: string): Promise<URL> {
  const url = openid.buildAuthorizationUrl(person(), {
    redirect_uri: redirectUri(),
    scope: 'openid candor/write',
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  const body = new URLSearchParams({ username: as, password: 'local' });
  const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' });
  return new URL(answer.headers.get('location')!);
}

describe('a certified OpenID client', () => {
  const [verifier, state, nonce] = [openid.randomPKCECodeVerifier(), openid.randomState(), openid.randomNonce()];
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };

  it('accepts the tokens of a person, with signature, nonce and audience, and renews them', async () => {
    const back = await signedIn('commander', verifier, state, nonce);
    const tokens = await openid.authorizationCodeGrant(person(), back, checks);
    expect(tokens.claims()).toMatchObject({ 'cognito:username': 'commander', nonce, token_use: 'id' });
    expect(tokens.expires_in).toBe(3_600);
    const renewed = await openid.refreshTokenGrant(person(), tokens.refresh_token!);
    expect(renewed.access_token).not.toBe(tokens.access_token);
    expect(renewed.claims()?.sub).toBe(tokens.claims()?.sub);
  });

  it('gets no token with a code that was used, another verifier or another state', async () => {
    const used = await signedIn('commander', verifier, state, nonce);
    await openid.authorizationCodeGrant(person(), used, checks);
    await expect(openid.authorizationCodeGrant(person(), used, checks)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    const other = await signedIn('commander', verifier, state, nonce);
    const wrong = { ...checks, pkceCodeVerifier: openid.randomPKCECodeVerifier() };
    await expect(openid.authorizationCodeGrant(person(), other, wrong)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    const planted = await signedIn('commander', verifier, 'of another browser', nonce);
    await expect(openid.authorizationCodeGrant(person(), planted, checks)).rejects.toThrow();
  });

  it('does not believe an ID token for another sign-in, nor of another issuer', async () => {
    const replayed = await signedIn('commander', verifier, state, 'of another sign-in');
    await expect(openid.authorizationCodeGrant(person(), replayed, checks)).rejects.toThrow();
    const back = await signedIn('commander', verifier, state, nonce);
    const elsewhere = person({ issuer: 'https://other.example' });
    await expect(openid.authorizationCodeGrant(elsewhere, back, checks)).rejects.toThrow();
  });

  it('gets a token for a machine by its secret, and none by another', async () => {
    const machine = (secret: string) => configured('Machine', openid.ClientSecretBasic(secret));
    const token = await openid.clientCredentialsGrant(machine('local'), { scope: 'candor/read' });
    expect(token).toMatchObject({ token_type: 'bearer', expires_in: 1_800 });
    await expect(openid.clientCredentialsGrant(machine('wrong'))).rejects.toMatchObject({ error: 'invalid_client' });
    await expect(openid.clientCredentialsGrant(machine('local'), { scope: 'all' })).rejects.toMatchObject({
      error: 'invalid_scope',
    });
  });
});
