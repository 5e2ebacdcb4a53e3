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
  return { token, csrf: csrfOf(token), ...shownOf(token) };
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
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const groups: unknown = claims['cognito:groups'];
    return {
      person: String(claims.username ?? claims.sub ?? ''),
      groups: Array.isArray(groups) ? groups.map(String) : [],
    };
  } catch {
    return { person: '', groups: [] };
  }
}

export const sessionCookie = (here: Surroundings, token: string, seconds: number): string =>
  cookie(here, 'session', token, seconds);

export const forgetSession = (here: Surroundings): string => cookie(here, 'session', '', 0);

/** Stands in the place of a token that was taken away. No token looks like it, so the API accepts it from nobody. */
const NO_TOKEN = 'ended';

export const isSignedIn = (here: Surroundings, event: APIGatewayProxyEventV2): boolean =>
  ![undefined, NO_TOKEN].includes(read(here, event, 'session'));

/** True if an answer with these cookies begins a session. */
export const isSigningIn = (here: Surroundings, cookies: readonly string[] = []): boolean =>
  cookies.some((one) => new RegExp(`^${cookieName(here, 'session')}=[^;]`).test(one));

/** Takes the token out of a request, as if it had ended by itself. */
export function withoutToken(here: Surroundings, event: APIGatewayProxyEventV2): void {
  const start = `${cookieName(here, 'session')}=`;
  event.cookies = (event.cookies ?? []).map((one) => (one.trim().startsWith(start) ? `${start}${NO_TOKEN}` : one));
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
