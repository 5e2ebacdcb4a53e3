import { createHash, randomUUID } from 'node:crypto';
import type http from 'node:http';
import path from 'node:path';
import { exportJWK, exportPKCS8, generateKeyPair, importPKCS8, type JWK, SignJWT } from 'jose';
import { type Account, createAccounts, EASY_PASSWORD, EVERYBODY } from './cognito-accounts.ts';
import { type Calls, serviceOf } from './cognito-calls.ts';
import { type Client, createClients } from './cognito-clients.ts';
import { signInPage } from './cognito-page.ts';
import { createSignIn } from './cognito-sign-in.ts';
import { readJsonFile, writeJsonFile } from './durable-file.ts';
import type { Service } from './gateway.ts';
import { readBody } from './listen.ts';
import type { Template } from './template.ts';

/** Sign-in as Cognito's hosted domain offers it, for the accounts of a pool and the clients of machines. */
export interface Cognito {
  readonly issuers: readonly string[];
  /** The calls of its API, as far as they are modelled. */
  readonly service: Service;
  /** What an administrator at AWS does with accounts, without the way over the gateway. */
  readonly calls: Calls;
  /** The public keys of `issuer`, or none if it is not ours. */
  keysOf(issuer: string): readonly JWK[];
  /** Answers `/oauth2/*`, `/logout` and the key set; false for everything else. */
  handle(request: http.IncomingMessage, response: http.ServerResponse): boolean;
  /** An access token of the machine client with all its scopes. */
  machineToken(): Promise<string>;
  /** The access token that somebody has after they have signed in; undefined for nobody's name, and whoever may not. */
  personToken(name: string): Promise<string | undefined>;
}

interface Grant {
  readonly client: Client;
  /** Whose, by their opaque id: what they may is read when a token is made. */
  readonly sub: string;
  readonly scope: string;
  readonly redirectUri: string;
  readonly challenge: string | null;
  /** Comes back in the ID token, so that a client knows its own sign-in again. */
  readonly nonce: string | null;
  readonly expiresAt: number;
}

const codeSeconds = 300;

export interface CognitoSurroundings {
  /** Where the signing key, accounts and clients are kept, so that tokens outlive a restart. */
  readonly folder: string;
  readonly nowMs: () => number;
  /** Takes the mails that Cognito sends. */
  readonly mail: (to: string, text: string) => void;
}

/** Starts sign-in for the accounts and clients of the template, and for those that calls make. */
export async function startCognito(template: Template, surroundings: CognitoSurroundings): Promise<Cognito> {
  const { folder } = surroundings;
  const { kid, privateKey, publicJwk } = await signingKey(path.join(folder, 'signing-key.json'));
  const pools = template.ofType('AWS::Cognito::UserPool');
  const issuerOf = (poolId: string) => `https://cognito-idp.us-east-1.amazonaws.com/${poolId}`;
  const clients = createClients(template, issuerOf, path.join(folder, 'clients.json'));
  const accounts = createAccounts(template, { ...surroundings, file: path.join(folder, 'accounts.json') });
  const signIn = createSignIn(accounts, surroundings.nowMs);
  const codes = new Map<string, Grant>();

  const sign = (client: Client, subject: string, claims: Record<string, unknown>) =>
    new SignJWT({ ...claims, jti: randomUUID() })
      .setProtectedHeader({ alg: 'RS256', kid })
      .setIssuer(client.issuer)
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime(`${client.tokenSeconds}s`)
      .sign(privateKey);

  const machineAccess = (client: Client, scope: string) =>
    sign(client, client.id, { token_use: 'access', client_id: client.id, scope, version: 2, auth_time: seconds() });
  const personAccess = ({ client, scope, nonce }: Grant, { name, sub, groups }: Account) => {
    const person = { 'cognito:groups': groups, auth_time: seconds() };
    return Promise.all([
      sign(client, sub, {
        ...person,
        token_use: 'access',
        client_id: client.id,
        scope,
        username: name,
        version: 2,
      }),
      sign(client, sub, {
        ...person,
        ...(nonce === null ? {} : { nonce }),
        token_use: 'id',
        aud: client.id,
        'cognito:username': name,
      }),
    ]);
  };

  const token = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const form = await formOf(request);
    const client = clients.authenticate(request, form);
    if (!client) return answer(response, 401, { error: 'invalid_client' });
    const grantType = form.get('grant_type');
    if (grantType === 'client_credentials') {
      if (!client.flows.includes('client_credentials')) return answer(response, 400, { error: 'unauthorized_client' });
      const scopes = form.get('scope')?.split(' ').filter(Boolean) ?? client.scopes;
      if (!scopes.every((scope) => client.scopes.includes(scope)))
        return answer(response, 400, { error: 'invalid_scope' });
      const access_token = await machineAccess(client, scopes.join(' '));
      return answer(response, 200, { access_token, expires_in: client.tokenSeconds, token_type: 'Bearer' });
    }
    if (grantType !== 'authorization_code' && grantType !== 'refresh_token') {
      return answer(response, 400, { error: grantType ? 'unsupported_grant_type' : 'invalid_request' });
    }
    const code = form.get(grantType === 'refresh_token' ? 'refresh_token' : 'code') ?? '';
    const grant = codes.get(code);
    if (grantType === 'authorization_code') codes.delete(code);
    if (!grant || grant.client !== client || grant.expiresAt < Date.now())
      return answer(response, 400, { error: 'invalid_grant' });
    const isProved =
      grantType === 'refresh_token' ||
      (form.get('redirect_uri') === grant.redirectUri && answersChallenge(form.get('code_verifier'), grant.challenge));
    const account = accounts.of(grant.sub);
    if (!isProved || !account?.enabled) return answer(response, 400, { error: 'invalid_grant' });
    const [access_token, id_token] = await personAccess(grant, account);
    const refresh_token = grantType === 'refresh_token' ? code : randomUUID();
    // What is refreshed lives no longer than it would have.
    if (grantType !== 'refresh_token')
      codes.set(refresh_token, { ...grant, expiresAt: Date.now() + client.refreshSeconds * 1000 });
    answer(response, 200, {
      access_token,
      id_token,
      ...(grantType === 'refresh_token' ? {} : { refresh_token }),
      expires_in: client.tokenSeconds,
      token_type: 'Bearer',
    });
  };

  /** Ends a refresh token. One that is not known is answered as if it were, as RFC 7009 has it. */
  const revoke = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const form = await formOf(request);
    if (!clients.authenticate(request, form)) return answer(response, 401, { error: 'invalid_client' });
    codes.delete(form.get('token') ?? '');
    response.writeHead(200).end();
  };

  const authorize = async (request: http.IncomingMessage, response: http.ServerResponse, url: URL) => {
    const wish = url.searchParams;
    const client = clients.find(wish.get('client_id'));
    const redirectUri = wish.get('redirect_uri') ?? '';
    // Never redirect to an address that the client did not register.
    if (!client?.callbacks.includes(redirectUri))
      return answer(response, 400, { error: client ? 'redirect_mismatch' : 'invalid_client' });
    const back = (values: Record<string, string | null>) => {
      const target = new URL(redirectUri);
      for (const [name, value] of Object.entries(values)) if (value !== null) target.searchParams.set(name, value);
      response.writeHead(302, { location: target.href, 'cache-control': 'no-store' }).end();
    };
    const state = wish.get('state');
    if (wish.get('response_type') !== 'code' || !client.flows.includes('code'))
      return back({ error: 'unauthorized_client', state });
    if (wish.has('code_challenge') && wish.get('code_challenge_method') !== 'S256') {
      return back({ error: 'invalid_request', error_description: 'code_challenge_method must be S256', state });
    }
    const scopes = wish.get('scope')?.split(' ').filter(Boolean) ?? client.scopes;
    if (!scopes.every((scope) => client.scopes.includes(scope)))
      return back({ error: 'invalid_request', error_description: 'invalid_scope', state });
    if (request.method === 'GET') {
      const name = accounts.rules.opaqueNames ? `${EVERYBODY}@example.com` : EVERYBODY;
      return answerPage(response, 200, signInPage({ asks: 'password', name }, EASY_PASSWORD));
    }
    const step = signIn(await formOf(request));
    if (step.asks !== 'nothing') return answerPage(response, step.wrong === undefined ? 200 : 401, signInPage(step));
    const code = randomUUID();
    codes.set(code, {
      client,
      sub: step.account.sub,
      scope: scopes.join(' '),
      redirectUri,
      challenge: wish.get('code_challenge'),
      nonce: wish.get('nonce'),
      expiresAt: Date.now() + codeSeconds * 1000,
    });
    back({ code, state });
  };

  const logout = (response: http.ServerResponse, url: URL) => {
    const client = clients.find(url.searchParams.get('client_id'));
    const target = url.searchParams.get('logout_uri') ?? '';
    if (!client?.logouts.includes(target)) return answer(response, 400, { error: 'invalid_request' });
    response.writeHead(302, { location: target }).end();
  };

  return {
    service: serviceOf({ ...clients.calls, ...accounts.calls }),
    calls: accounts.calls,
    issuers: pools.map(({ name }) => issuerOf(name)),
    keysOf: (issuer) => (pools.some(({ name }) => issuerOf(name) === issuer) ? [publicJwk] : []),
    machineToken() {
      const client = clients.machine;
      if (!client) throw new Error('the template has no client for machines (flow client_credentials)');
      return machineAccess(client, client.scopes.join(' '));
    },
    async personToken(name) {
      const { people: client } = clients;
      const account = accounts.named(name);
      if (!client || !account?.enabled) return undefined;
      const grant = { client, sub: account.sub, scope: client.scopes.join(' '), redirectUri: '', challenge: null };
      const [access] = await personAccess({ ...grant, nonce: null, expiresAt: 0 }, account);
      return access;
    },
    handle(request, response) {
      const url = new URL(request.url ?? '/', 'http://sign-in');
      const route = `${request.method} ${url.pathname}`;
      const failed = (error: unknown) =>
        answer(response, 500, { error: 'server_error', error_description: String(error) });
      if (route === 'POST /oauth2/token') token(request, response).catch(failed);
      else if (route === 'POST /oauth2/revoke') revoke(request, response).catch(failed);
      else if (url.pathname === '/oauth2/authorize') authorize(request, response, url).catch(failed);
      else if (route === 'GET /logout') logout(response, url);
      else if (url.pathname.endsWith('/.well-known/jwks.json')) answer(response, 200, { keys: [publicJwk] });
      else return false;
      return true;
    },
  };
}

async function signingKey(file: string) {
  let pkcs8 = readJsonFile<{ pkcs8: string } | undefined>(file, undefined)?.pkcs8;
  if (!pkcs8) {
    pkcs8 = await exportPKCS8((await generateKeyPair('RS256', { extractable: true })).privateKey);
    writeJsonFile(file, { pkcs8 });
  }
  const privateKey = await importPKCS8(pkcs8, 'RS256', { extractable: true });
  const { kty, n, e } = await exportJWK(privateKey);
  const kid = createHash('sha256').update(String(n)).digest('base64url').slice(0, 16);
  const publicJwk: JWK = { kty: kty!, n: n!, e: e!, kid, alg: 'RS256', use: 'sig' };
  return { kid, privateKey, publicJwk };
}

function answersChallenge(verifier: string | null, challenge: string | null): boolean {
  if (challenge === null) return true;
  return verifier !== null && createHash('sha256').update(verifier).digest('base64url') === challenge;
}

async function formOf(request: http.IncomingMessage): Promise<URLSearchParams> {
  const body = await readBody(request, 64 * 1024);
  return new URLSearchParams(body === 'too-large' ? '' : body.toString());
}

function answer(response: http.ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}

function answerPage(response: http.ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(html);
}

const seconds = () => Math.floor(Date.now() / 1000);
