import { Problem } from '../contract/problem.ts';
import { epochMs, type Instant, SECOND_MS } from '../core/instant.ts';
import type { Clock } from '../ports/clock.ts';
import type { RateLimitRules, RateLimits, Taken } from '../ports/rate-limits.ts';

export type RateLimitPorts = { rateLimits: RateLimits; clock: Clock; warn: (message: string, error: unknown) => void };

/** What one source of alarms may send (docs/rules.md, Alarms): an outage comes in bursts, of which not each needs a write. */
export const SOURCE_LIMIT: RateLimitRules = { burst: 900, perSecond: 300, together: 10 };

/** `how` it is sent again, if that matters; `issuedAt`: when the token was issued that the client shows. */
export type Asking = { how?: string; issuedAt?: Instant | undefined };

/**
 * Counts a request of `client`. Rejects with 403 for whoever has left, with 401 for a token that was ended, and with 429
 * for a client that asks too often. What cannot be counted passes: the commander of an outage is not kept out by the outage.
 */
export async function admit(
  { rateLimits, clock, warn }: RateLimitPorts,
  client: string,
  { how = 'with the same Idempotency-Key', issuedAt }: Asking = {},
): Promise<void> {
  const { waitMs, leftAt, endedAt } = await rateLimits.take(client, clock.now()).catch((error): Taken => {
    warn('a request was not counted', error);
    return { waitMs: 0 };
  });
  if (leftAt !== undefined) throw hasLeft(leftAt);
  if (endedAt !== undefined && isFromBefore(endedAt, issuedAt)) throw signInEnded(endedAt);
  if (waitMs === 0) return;
  const seconds = Math.ceil(waitMs / 1_000);
  throw new Problem(
    {
      type: 'too-many-requests',
      title: 'Too many requests',
      status: 429,
      detail: `Nothing was changed. Send it again in ${seconds} s${how === '' ? '' : `, ${how}`}.`,
      retryAfter: seconds,
    },
    { 'retry-after': String(seconds) },
  );
}

/**
 * Whether a token is older than the end of all tokens. Tokens tell whole seconds: one of that very second is of whoever
 * signed in again at once, or lives five minutes more. One that does not say when it was issued may be an old one.
 */
const isFromBefore = (endedAt: Instant, issuedAt: Instant | undefined): boolean =>
  issuedAt === undefined || Math.floor(epochMs(issuedAt) / SECOND_MS) < Math.floor(epochMs(endedAt) / SECOND_MS);

/** No 401: whoever signs in again is refused again. */
const hasLeft = (at: Instant): Problem =>
  new Problem({
    type: 'has-left',
    title: 'You are not in the house any more',
    status: 403,
    detail: `You were taken out of the directory of people at ${at}, and nothing was done. If that was a mistake, an administrator adds you again.`,
  });

const signInEnded = (at: Instant): Problem =>
  new Problem({
    type: 'sign-in-ended',
    title: 'This sign-in has ended',
    status: 401,
    detail: `Nothing was done: whoever signs out ends every token that was issued until then, and that was at ${at}. Sign in again.`,
  });
