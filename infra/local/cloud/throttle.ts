import type { Properties } from './template.ts';

/** Which requests a stage lets pass. */
export interface Throttles {
  /** Counts a request on the route, or says that there are too many. */
  admits(routeKey: string): boolean;
}

type Limit = { readonly rate: number; readonly burst: number };

/**
 * The token buckets of a stage: one for each route that has settings of its own, and one for all others together. AWS
 * applies them as targets, a little more or less; here they are exact.
 */
export function createThrottles(stage: Properties, nowMs: () => number = () => performance.now()): Throttles {
  const buckets = new Map<string, { limit: Limit; tokens: number; atMs: number }>();
  const others = '';

  function bucketOf(name: string, settings: Properties | undefined) {
    const [rate, burst] = [settings?.ThrottlingRateLimit, settings?.ThrottlingBurstLimit];
    if (rate === undefined || burst === undefined) return;
    buckets.set(name, { limit: { rate, burst }, tokens: burst, atMs: nowMs() });
  }
  bucketOf(others, stage.DefaultRouteSettings);
  for (const [key, settings] of Object.entries<Properties>(stage.RouteSettings ?? {})) bucketOf(key, settings);

  return {
    admits(routeKey) {
      const bucket = buckets.get(routeKey) ?? buckets.get(others);
      if (bucket === undefined) return true;
      const now = nowMs();
      const filled = bucket.tokens + ((now - bucket.atMs) / 1000) * bucket.limit.rate;
      bucket.tokens = Math.min(bucket.limit.burst, filled);
      bucket.atMs = now;
      if (bucket.tokens < 1) return false;
      bucket.tokens -= 1;
      return true;
    },
  };
}
