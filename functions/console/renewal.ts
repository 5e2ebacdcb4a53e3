import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { PAGES } from '../../shared/console/paths.ts';
import { type Answer, answers } from './answer.ts';
import { apiFor, type ConsolePorts, formBody } from './request.ts';
import {
  csrfMatches,
  isFromHere,
  isSignedIn,
  renewalOf,
  renewedCookie,
  type Session,
  type Surroundings,
  sessionOf,
  tokenEndsAt,
  withoutToken,
  withToken,
} from './session.ts';
import { endRenewal, type Fetch, renew, signOut } from './sign-in.ts';

/** A token that ends while a page is made would end it half way. */
const EARLY_SECONDS = 30;

/**
 * Gets another token for a session whose token ends, so that a shift is one sign-in although each token is short. Whoever
 * the sign-in service gives none any more is signed out. Where it does not answer, the old token is tried to its end.
 */
export function renewsToken(
  here: Surroundings,
  now: () => number,
  send: Fetch,
): MiddlewareObj<APIGatewayProxyEventV2, Answer> {
  const renewed = new WeakMap<APIGatewayProxyEventV2, string>();
  return {
    before: async ({ event }) => {
      const [endsAt, renewal] = [tokenEndsAt(here, event), renewalOf(here, event)];
      if (!isSignedIn(here, event) || endsAt === undefined || renewal === undefined) return;
      if (now() / 1_000 < endsAt - EARLY_SECONDS) return;
      const token = await renew(here, renewal, send);
      if (token === undefined) return;
      if (token === 'refused') return withoutToken(here, event);
      withToken(here, event, token);
      renewed.set(event, renewedCookie(here, token));
    },
    after: ({ event, response }) => {
      const cookie = renewed.get(event);
      if (cookie === undefined || !response) return;
      // Signing out, or in again, has the last word.
      const cookies = response.cookies ?? [];
      const name = cookie.slice(0, cookie.indexOf('=') + 1);
      if (!cookies.some((one) => one.startsWith(name))) response.cookies = [...cookies, cookie];
    },
  };
}

/** Signs somebody out whose own page asks for it. */
export const signsOut =
  (ports: ConsolePorts) =>
  async (event: APIGatewayProxyEventV2): Promise<Answer> => {
    const { here } = ports;
    const session = sessionOf(here, event);
    if (session === undefined) return signOut(here);
    if (!isFromHere(event) || !csrfMatches(session, formBody(event).get('csrf') ?? undefined))
      return answers(here.signInUrl).redirect(PAGES.overview);
    await endEverywhere(ports, session, event);
    return signOut(here);
  };

/**
 * Ends the token at the API, so that a copy of it is worth nothing, and what others are asked with. Whoever signs out is
 * signed out of this browser whether or not anybody answers.
 */
async function endEverywhere(ports: ConsolePorts, session: Session, event: APIGatewayProxyEventV2): Promise<void> {
  const renewal = renewalOf(ports.here, event);
  await Promise.allSettled([
    apiFor(ports, session).signOut(),
    renewal === undefined ? undefined : endRenewal(ports.here, renewal, ports.fetch),
  ]);
}
