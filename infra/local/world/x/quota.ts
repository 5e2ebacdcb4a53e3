/** How often something was done within a rolling window. */
export class Quota {
  readonly windowMs: number;
  #atMs: number[] = [];

  constructor(windowMs: number) {
    this.windowMs = windowMs;
  }

  count(atMs: number): void {
    this.#atMs.push(atMs);
  }

  /** What X tells about the window: how many are left of `limit`, and the second (Unix) at which one comes free again. */
  state(limit: number, nowMs: number): { limit: number; remaining: number; reset: number } {
    this.#atMs = this.#atMs.filter((atMs) => atMs > nowMs - this.windowMs);
    const oldestMs = this.#atMs[0] ?? nowMs;
    return {
      limit,
      remaining: Math.max(0, limit - this.#atMs.length),
      reset: Math.ceil((oldestMs + this.windowMs) / 1000),
    };
  }
}

/** A quota's state as response headers: `x-rate-limit-limit`, `-remaining`, `-reset`. */
export function quotaHeaders(
  prefix: 'x-rate-limit' | 'x-user-limit-24hour' | 'x-app-limit-24hour',
  state: { limit: number; remaining: number; reset: number },
): Record<string, string> {
  return {
    [`${prefix}-limit`]: String(state.limit),
    [`${prefix}-remaining`]: String(state.remaining),
    [`${prefix}-reset`]: String(state.reset),
  };
}
