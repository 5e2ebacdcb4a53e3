import type { Instant } from '../core/instant.ts';

/** How many requests a client may send at once, and how many more each second. */
export type RateLimitRules = { burst: number; perSecond: number };

/** Counts what each client asks. Not exact, and never in the way: a count that cannot be read lets everybody pass. */
export interface RateLimits {
  /** 0 if one more request may pass; else how long, in ms, until one may. */
  take(client: string, now: Instant): Promise<number>;
}
