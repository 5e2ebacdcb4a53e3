/** So many requests within a window that begins with the clock's own five minutes, as the instance counts. */
export const REQUESTS = 300;
const WINDOW_MS = 300_000;

export const limitHeaders = (left: number, resetMs: number): Record<string, string> => ({
  'x-ratelimit-limit': String(REQUESTS),
  'x-ratelimit-remaining': String(Math.max(0, left)),
  'x-ratelimit-reset': new Date(resetMs).toISOString(),
});

/** Counts the requests of an account. */
export class Requests {
  #window = -1;
  #spent = 0;

  /** Also what is then refused is counted. `isOver`: this one is too many. */
  spend(nowMs: number): { isOver: boolean; headers: Record<string, string> } {
    const window = Math.floor(nowMs / WINDOW_MS);
    if (window !== this.#window) this.#spent = 0;
    this.#window = window;
    this.#spent += 1;
    const left = REQUESTS - this.#spent;
    return { isOver: left < 0, headers: limitHeaders(left, (window + 1) * WINDOW_MS) };
  }
}
