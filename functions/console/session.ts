import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { isPage, PAGES } from '../../shared/console/paths.ts';
import { sameSecret } from '../../shared/core/same-secret.ts';

/** Where the console is and whom it asks. */
export type Surroundings = {
  opsUrl: string;
  /** The base of the sign-in service (Cognito's hosted domain). */
  signInUrl: string;
  clientId: string;
  siteUrl: string;
};

/** What the sign-in service grants, as far as we use it. */
export type Granted = { access_token: string; refresh_token?: string; expires_in?: number };

/** Who is signed in: the access token, which the API checks at every call. */
export type Session = {
  token: string;
  csrf: string;
  person: string;
  /** Their groups: which buttons to show, and no more; what they may do, the API says. */
  groups: readonly string[];
};

const isSecure = (here: Surroundings): boolean => here.opsUrl.startsWith('https:');

/** A browser takes a `__Host-` cookie from this very origin over https only: nobody else can plant one. */
const cookieName = (here: Surroundings, name: string): string => `${isSecure(here) ? '__Host-' : ''}candor-${name}`;

function cookie(here: Surroundings, name: string, value: string, maxAgeSeconds: number): string {
  const secure = isSecure(here) ? '; Secure' : '';
  return `${cookieName(here, name)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure}`;
}

function read(here: Surroundings, event: APIGatewayProxyEventV2, name: string): string | undefined {
  const start = `${cookieName(here, name)}=`;
  const found = event.cookies?.find((one) => one.trim().startsWith(start));
  return found?.trim().slice(start.length) || undefined;
}

/** The session of this request, if its browser has one. Whether the token still holds, the API will say. */
export function sessionOf(here: Surroundings, event: APIGatewayProxyEventV2): Session | undefined {
  const token = read(here, event, 'session');
  if (token === undefined || token === NO_TOKEN || !/^[\w.~+/=-]+$/.test(token)) return undefined;
  return { token, csrf: csrfOf(renewalOf(here, event) ?? token), ...shownOf(token) };
}

/** What another token is asked with when this one has ended; it lives as long as a session may. */
export const renewalOf = (here: Surroundings, event: APIGatewayProxyEventV2): string | undefined =>
  read(here, event, 'renewal');

/** When the token of this request ends, in seconds since the epoch; undefined where there is none or it does not say. */
export function tokenEndsAt(here: Surroundings, event: APIGatewayProxyEventV2): number | undefined {
  const exp = claimsOf(read(here, event, 'session') ?? '').exp;
  return typeof exp === 'number' ? exp : undefined;
}

/** Derived from a cookie that scripts and other sites cannot read, so only our own pages can know it. */
const csrfOf = (token: string): string => createHash('sha256').update(`candor csrf ${token}`).digest('base64url');

export const csrfMatches = (session: Session, sent: string | undefined): boolean =>
  sameSecret(sent ?? '', session.csrf);

/** True unless the browser says that another site sent this form. */
export function isFromHere(event: APIGatewayProxyEventV2): boolean {
  const site = event.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const origin = event.headers.origin;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === event.headers.host);
}

/** A name and groups to show, not to trust: the API alone checks the token. */
function shownOf(token: string): Pick<Session, 'person' | 'groups'> {
  const claims = claimsOf(token);
  const groups: unknown = claims['cognito:groups'];
  return {
    person: String(claims.username ?? ''),
    groups: Array.isArray(groups) ? groups.map(String) : [],
  };
}

function claimsOf(token: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    return {};
  }
}

/** A shift: as long as the sign-in service gives another token without asking (infra/constructs/sign-in.ts). */
const SESSION_SECONDS = 8 * 3_600;

/** The token, and what another is asked with. Without that the session ends with its token. */
export const sessionCookies = (here: Surroundings, { access_token, refresh_token, expires_in = 3_600 }: Granted) =>
  refresh_token === undefined
    ? [cookie(here, 'session', access_token, expires_in)]
    : [cookie(here, 'session', access_token, SESSION_SECONDS), cookie(here, 'renewal', refresh_token, SESSION_SECONDS)];

/** The same session with another token. */
export const renewedCookie = (here: Surroundings, token: string): string =>
  cookie(here, 'session', token, SESSION_SECONDS);

export const forgetSession = (here: Surroundings): string[] => [
  cookie(here, 'session', '', 0),
  cookie(here, 'renewal', '', 0),
];

/** Stands in the place of a token that was taken away. No token looks like it, so the API accepts it from nobody. */
const NO_TOKEN = 'ended';

export const isSignedIn = (here: Surroundings, event: APIGatewayProxyEventV2): boolean =>
  ![undefined, NO_TOKEN].includes(read(here, event, 'session'));

/** True if an answer with these cookies begins a session. */
export const isSigningIn = (here: Surroundings, cookies: readonly string[] = []): boolean =>
  cookies.some((one) => new RegExp(`^${cookieName(here, 'session')}=[^;]`).test(one));

/** Takes the token out of a request, as if it had ended by itself. */
export const withoutToken = (here: Surroundings, event: APIGatewayProxyEventV2): void =>
  withToken(here, event, NO_TOKEN);

/** Puts another token into a request, as if its browser had sent it. */
export function withToken(here: Surroundings, event: APIGatewayProxyEventV2, token: string): void {
  const start = `${cookieName(here, 'session')}=`;
  event.cookies = (event.cookies ?? []).map((one) => (one.trim().startsWith(start) ? `${start}${token}` : one));
}

/** When this browser was last here, in seconds since the epoch. */
export function lastSeen(here: Surroundings, event: APIGatewayProxyEventV2): number | undefined {
  const seen = read(here, event, 'seen');
  return seen !== undefined && /^\d{1,12}$/.test(seen) ? Number(seen) : undefined;
}

export const seenCookie = (here: Surroundings, seconds: number, maxAgeSeconds: number): string =>
  cookie(here, 'seen', String(seconds), maxAgeSeconds);

export const forgetSeen = (here: Surroundings): string => cookie(here, 'seen', '', 0);

/** What must be remembered between leaving for sign-in and coming back. */
export type SignInAttempt = { state: string; verifier: string; returnTo: string };

const ATTEMPT_SECONDS = 600;

export const attemptCookie = (here: Surroundings, { state, verifier, returnTo }: SignInAttempt): string =>
  cookie(here, 'sign-in', [state, verifier, Buffer.from(returnTo).toString('base64url')].join('.'), ATTEMPT_SECONDS);

export const forgetAttempt = (here: Surroundings): string => cookie(here, 'sign-in', '', 0);

export function attemptOf(here: Surroundings, event: APIGatewayProxyEventV2): SignInAttempt | undefined {
  const [state, verifier, returnTo] = read(here, event, 'sign-in')?.split('.') ?? [];
  if (!state || !verifier || returnTo === undefined) return undefined;
  return { state, verifier, returnTo: ownPath(Buffer.from(returnTo, 'base64url').toString('utf8')) };
}

/** A page of the console, whatever was asked for: nobody is sent elsewhere after signing in. */
export const ownPath = (path: string | undefined): string =>
  path !== undefined && isPage(path) ? path : PAGES.overview;
