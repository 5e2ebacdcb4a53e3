/**
 * A token bucket as one number: the time, in ms since the epoch, at which it would be full again. Empty tokens fill up
 * at one per `intervalMs`, so a request moves that time by one interval, and an idle client's lies in the past.
 */
export type RateLimit = { burst: number; intervalMs: number };

export const rateLimitOf = ({ burst, perSecond }: { burst: number; perSecond: number }): RateLimit => ({
  burst,
  intervalMs: 1_000 / perSecond,
});

/** When it is full again after one more request. */
export const afterOne = (fullAt: number | undefined, nowMs: number, { intervalMs }: RateLimit): number =>
  Math.max(fullAt ?? 0, nowMs) + intervalMs;

/** The latest `fullAt` with which one more request may pass. */
export const latestThatPasses = (nowMs: number, { burst, intervalMs }: RateLimit): number =>
  nowMs + (burst - 1) * intervalMs;

/** How long until one more request may pass; 0 if it may now. */
export const waitMs = (fullAt: number | undefined, nowMs: number, limit: RateLimit): number =>
  Math.max(0, (fullAt ?? 0) - latestThatPasses(nowMs, limit));
