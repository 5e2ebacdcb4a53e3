/**
 * A token bucket as one number: the time, in ms since the epoch, at which it would be full again. Empty tokens fill up
 * at one per `intervalMs`, so a request moves that time by one interval, and an idle client's lies in the past.
 */
export type RateLimit = { burst: number; intervalMs: number };

export const rateLimitOf = ({ burst, perSecond }: { burst: number; perSecond: number }): RateLimit => ({
  burst,
  intervalMs: 1_000 / perSecond,
});

/** When it is full again after `count` more requests. */
export const fullAfter = (fullAt: number | undefined, nowMs: number, { intervalMs }: RateLimit, count = 1): number =>
  Math.max(fullAt ?? 0, nowMs) + count * intervalMs;

/** The latest `fullAt` with which `count` more requests may pass. */
export const latestThatPasses = (nowMs: number, { burst, intervalMs }: RateLimit, count = 1): number =>
  nowMs + (burst - count) * intervalMs;

/** How long until `count` more requests may pass; 0 if they may now. */
export const waitMs = (fullAt: number | undefined, nowMs: number, limit: RateLimit, count = 1): number =>
  Math.max(0, (fullAt ?? 0) - latestThatPasses(nowMs, limit, count));
