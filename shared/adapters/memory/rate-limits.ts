import { epochMs } from '../../core/instant.ts';
import { afterOne, rateLimitOf, waitMs } from '../../core/rate-limit.ts';
import type { RateLimitRules, RateLimits } from '../../ports/rate-limits.ts';
import { atOnce } from './table.ts';

/** Token buckets in memory, as the table keeps them. */
export function memoryRateLimits(rules: RateLimitRules, fullAt = new Map<string, number>()): RateLimits {
  const limit = rateLimitOf(rules);
  return {
    take: (client, now) =>
      atOnce(() => {
        const nowMs = epochMs(now);
        const wait = waitMs(fullAt.get(client), nowMs, limit);
        if (wait === 0) fullAt.set(client, afterOne(fullAt.get(client), nowMs, limit));
        return wait;
      }),
  };
}
