import { epochMs } from '../../core/instant.ts';
import { afterOne, bucketOf, waitMs } from '../../core/rate-limit.ts';
import type { BucketRules, Buckets } from '../../ports/rate-limits.ts';
import { atOnce } from './table.ts';

/** Token buckets in memory, as the table keeps them. */
export function memoryBuckets(rules: BucketRules, fullAt = new Map<string, number>()): Buckets {
  const bucket = bucketOf(rules);
  return {
    take: (client, now) =>
      atOnce(() => {
        const nowMs = epochMs(now);
        const wait = waitMs(fullAt.get(client), nowMs, bucket);
        if (wait === 0) fullAt.set(client, afterOne(fullAt.get(client), nowMs, bucket));
        return wait;
      }),
  };
}
