import { Problem } from '../contract/problem.ts';
import type { Clock } from '../ports/clock.ts';
import type { Buckets } from '../ports/rate-limits.ts';

export type AdmissionPorts = { buckets: Buckets; clock: Clock; warn: (message: string, error: unknown) => void };

/**
 * Counts a request of `client`. Rejects with 429 if it asks too often. A bucket that cannot be counted in lets it pass:
 * the commander of an outage is not kept out by the outage.
 */
export async function admit({ buckets, clock, warn }: AdmissionPorts, client: string): Promise<void> {
  const waitMs = await buckets.take(client, clock.now()).catch((error) => {
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
      detail: `Nothing was changed. Send it again in ${seconds} s, with the same Idempotency-Key.`,
      retryAfter: seconds,
    },
    { 'retry-after': String(seconds) },
  );
}
