import { epochMs } from '../../core/instant.ts';
import { fullAfter, rateLimitOf, waitMs } from '../../core/rate-limit.ts';
import type { RateLimitRules, RateLimits, Stop } from '../../ports/rate-limits.ts';
import { atOnce } from './table.ts';

/** Token buckets in memory, as the table keeps them, and who is stopped. */
export function memoryRateLimits(
  rules: RateLimitRules,
  fullAt = new Map<string, number>(),
  stops = new Map<string, Stop>(),
): RateLimits {
  const limit = rateLimitOf(rules);
  return {
    take: (client, now) =>
      atOnce(() => {
        const nowMs = epochMs(now);
        const wait = waitMs(fullAt.get(client), nowMs, limit);
        if (wait === 0) fullAt.set(client, fullAfter(fullAt.get(client), nowMs, limit));
        return { waitMs: wait, ...stops.get(client) };
      }),
    shutOut: (client, leftAt) => atOnce(() => void stops.set(client, { ...stops.get(client), leftAt })),
    letIn: (client, endedAt) => atOnce(() => void stops.set(client, { endedAt })),
    endTokens: (client, endedAt) => atOnce(() => void stops.set(client, { ...stops.get(client), endedAt })),
  };
}
