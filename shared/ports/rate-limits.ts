import type { Instant } from '../core/instant.ts';

/**
 * How many requests a client may send at once, and how many more each second. `together`: so many of a client that sends
 * without a pause may be counted in one go, by whoever takes them.
 */
export type RateLimitRules = { burst: number; perSecond: number; together?: number };

/** What keeps a client out. `leftAt`: whatever token they show. `endedAt`: with every token that was issued up to then. */
export type Stop = { leftAt?: Instant; endedAt?: Instant };

/** What counting one request tells. `waitMs`: 0 if it may pass; else how long, in ms, until one more may. */
export type Taken = { waitMs: number } & Stop;

/**
 * Counts what each client asks. Not exact, and never in the way: a count that cannot be read lets everybody pass. What is
 * counted is also where a client is stopped, so that looking whether they are costs no request.
 */
export interface RateLimits {
  take(client: string, now: Instant): Promise<Taken>;
  /** From now on nothing of this client passes, for as long as nobody lets them in again. */
  shutOut(client: string, at: Instant): Promise<void>;
  /** Lets somebody in again, with tokens that are issued from now on. */
  letIn(client: string, at: Instant): Promise<void>;
  /** Ends every token of this client that was issued up to now. */
  endTokens(client: string, at: Instant): Promise<void>;
}
