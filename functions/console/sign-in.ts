import { createHash, randomBytes } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { DOORS, PAGES } from '../../shared/console/paths.ts';
import { sameSecret } from '../../shared/core/same-secret.ts';
import { type Answer, answers } from './answer.ts';
import {
  attemptCookie,
  attemptOf,
  forgetAttempt,
  forgetSession,
  type Granted,
  ownPath,
  type Surroundings,
  sessionCookies,
} from './session.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const SCOPES = 'openid email candor/read candor/write';

/** Why nobody is signed in; `handler.ts` shows it. */
export class SignInFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SignInFailed';
  }
}

const random = (): string => randomBytes(32).toString('base64url');

/** Sends the browser to the sign-in service, with a fresh state and a proof key (PKCE) that only it remembers. */
export function beginSignIn(here: Surroundings, event: APIGatewayProxyEventV2): Answer {
  const attempt = { state: random(), verifier: random(), returnTo: ownPath(event.queryStringParameters?.to) };
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: here.clientId,
    redirect_uri: callbackUrl(here),
    scope: SCOPES,
    state: attempt.state,
    code_challenge: createHash('sha256').update(attempt.verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const cookies = [attemptCookie(here, attempt)];
  return answers(here.signInUrl).redirect(`${here.signInUrl}/oauth2/authorize?${query}`, cookies);
}

/** Exchanges the code for a token, if it is this browser that asked for it. Throws `SignInFailed`. */
export async function finishSignIn(here: Surroundings, event: APIGatewayProxyEventV2, send: Fetch): Promise<Answer> {
  const query = event.queryStringParameters ?? {};
  const attempt = attemptOf(here, event);
  if (!attempt || !sameSecret(query.state ?? '', attempt.state))
    throw new SignInFailed('It was begun in another window or too long ago.');
  if (query.error) throw new SignInFailed(`The sign-in service said: ${query.error_description ?? query.error}`);
  const granted = await exchange(here, query.code ?? '', attempt.verifier, send);
  return answers(here.signInUrl).redirect(attempt.returnTo, [...sessionCookies(here, granted), forgetAttempt(here)]);
}

async function exchange(here: Surroundings, code: string, verifier: string, send: Fetch): Promise<Granted> {
  const proof = { code, redirect_uri: callbackUrl(here), code_verifier: verifier };
  const response = await post(here, 'token', { grant_type: 'authorization_code', ...proof }, send).catch((cause) => {
    throw new SignInFailed('The sign-in service does not answer.', { cause });
  });
  if (!response.ok) throw new SignInFailed(`The sign-in service did not accept the code (${response.status}).`);
  return (await response.json()) as Granted;
}

const post = (here: Surroundings, where: 'token' | 'revoke', form: Record<string, string>, send: Fetch) =>
  send(`${here.signInUrl}/oauth2/${where}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ client_id: here.clientId, ...form }).toString(),
    signal: AbortSignal.timeout(5_000),
  });

/**
 * Another token for a session whose token ends: with the groups that its person has now. 'refused' for one who may not any
 * more; undefined where the sign-in service does not answer.
 */
export async function renew(here: Surroundings, renewal: string, send: Fetch): Promise<string | 'refused' | undefined> {
  const response = await post(here, 'token', { grant_type: 'refresh_token', refresh_token: renewal }, send).catch(
    () => undefined,
  );
  if (response === undefined || response.status >= 500) return undefined;
  return response.ok ? ((await response.json()) as Granted).access_token : 'refused';
}

/** Has the sign-in service give no more tokens for this session. */
export const endRenewal = (here: Surroundings, renewal: string, send: Fetch): Promise<unknown> =>
  post(here, 'revoke', { token: renewal }, send);

/** Forgets the session here, and at the sign-in service too: else the next one at this machine would be let in. */
export function signOut(here: Surroundings): Answer {
  const query = new URLSearchParams({ client_id: here.clientId, logout_uri: `${here.opsUrl}${PAGES.overview}` });
  return answers(here.signInUrl).redirect(`${here.signInUrl}/logout?${query}`, forgetSession(here));
}

const callbackUrl = (here: Surroundings): string => `${here.opsUrl}${DOORS.callback}`;
