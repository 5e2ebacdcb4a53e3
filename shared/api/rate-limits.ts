import { Problem } from '../contract/problem.ts';
import type { Clock } from '../ports/clock.ts';
import type { RateLimitRules, RateLimits } from '../ports/rate-limits.ts';

export type RateLimitPorts = { rateLimits: RateLimits; clock: Clock; warn: (message: string, error: unknown) => void };

/** What one source of alarms may send (docs/rules.md, Alarms): an outage comes in bursts. */
export const SOURCE_LIMIT: RateLimitRules = { burst: 900, perSecond: 300 };

/**
 * Counts a request of `client`. Rejects with 429 if it asks too often; `how` it is sent again, if that matters. What cannot
 * be counted passes: the commander of an outage is not kept out by the outage.
 */
export async function admit(
  { rateLimits, clock, warn }: RateLimitPorts,
  client: string,
  how = 'with the same Idempotency-Key',
): Promise<void> {
  const waitMs = await rateLimits.take(client, clock.now()).catch((error) => {
    warn('a request was not counted', error);
    return 0;
  });
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
