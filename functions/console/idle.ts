import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Answer } from './answer.ts';
import {
  forgetSeen,
  isSignedIn,
  isSigningIn,
  lastSeen,
  type Surroundings,
  seenCookie,
  withoutToken,
} from './session.ts';

/**
 * A browser that nobody has used for so long is taken for an abandoned one: long enough to watch a repair, short enough
 * for a machine that others come by. However busy it is, the session itself ends after a shift (8 hours).
 */
export const IDLE_SECONDS = 2 * 3_600;

/**
 * Ends a session that was idle for too long. The token is taken out of the request and nothing else: a text that was
 * sent waits on a page for whoever signs in again, as with every other session that has ended (request.ts).
 */
export const endsWhenIdle = (here: Surroundings, now: () => number): MiddlewareObj<APIGatewayProxyEventV2, Answer> => ({
  before: ({ event }) => {
    if (!isSignedIn(here, event)) return;
    const seen = lastSeen(here, event);
    const idle = seen === undefined || now() / 1_000 - seen > IDLE_SECONDS;
    if (idle) withoutToken(here, event);
  },
  after: ({ event, response }) => {
    // What caches may keep is the same for everybody.
    if (!response || String(response.headers?.['cache-control']).startsWith('public')) return;
    const stays = isSigningIn(here, response.cookies) || isSignedIn(here, event);
    if (!stays && lastSeen(here, event) === undefined) return;
    const cookie = stays ? seenCookie(here, Math.floor(now() / 1_000), IDLE_SECONDS) : forgetSeen(here);
    response.cookies = [...(response.cookies ?? []), cookie];
  },
});
