import { ApiProblem, problemOf } from './problem.ts';

/** A machine's own identity. Comes from the environment or a profile, never from an argument. */
export type Credentials = { clientId: string; clientSecret: string };

/** Gives the token for the next call; `renew` asks for a fresh one after the last was turned down. */
export type TokenSource = (renew?: boolean) => Promise<string>;

/** A token and when it ends, in milliseconds. */
export type KeptToken = { token: string; until: number };

/** Where the token of one client is kept between two runs of a program. */
export type TokenKeeper = {
  read(): KeptToken | undefined;
  /** Keeps a token; undefined forgets the one that was kept. */
  write(kept: KeptToken | undefined): void;
};

/** For a program that runs on: nothing is kept beside its own memory. */
export const KEPT_NOWHERE: TokenKeeper = { read: () => undefined, write: () => undefined };

/** A token this close to its end is not used any more: it could expire on the way. */
const EARLY_MS = 30_000;

export const fixedToken =
  (token: string): TokenSource =>
  async () =>
    token;

/**
 * Tokens by the client credentials grant at `{signInUrl}/oauth2/token`, each kept until shortly before it expires, and
 * by `keeper` also for the next program: each that Cognito makes is paid for. One that was turned down is forgotten
 * first. Calls that need one at the same time share one request. Throws `ApiProblem` if the credentials are not accepted.
 */
export function clientCredentials(
  signInUrl: string,
  credentials: Credentials,
  send: (url: string, init: RequestInit) => Promise<Response>,
  now: () => number,
  keeper: TokenKeeper = KEPT_NOWHERE,
): TokenSource {
  let current: KeptToken | undefined;
  let asking: Promise<string> | undefined;

  async function ask(): Promise<string> {
    const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64');
    const response = await send(`${signInUrl}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials',
    });
    if (!response.ok) throw new ApiProblem(await problemOf(response));
    const { access_token, expires_in } = (await response.json()) as { access_token: string; expires_in?: number };
    current = { token: access_token, until: now() + (expires_in ?? 3600) * 1000 - EARLY_MS };
    keeper.write(current);
    return access_token;
  }

  return async (renew = false) => {
    if (renew) keeper.write(undefined);
    else current ??= keeper.read();
    if (!renew && current && now() < current.until) return current.token;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
}
