import { setTimeout as pause } from 'node:timers/promises';

/** Something to wait for: false, undefined and null mean not yet. */
export type Condition<T> = () => T | Promise<T>;

export type Waiting = {
  /** How long it may take; a minute if not said, because the machine may be busy. */
  ms?: number;
  /** More to say when it does not come true. */
  why?: () => string;
};

type Truthy<T> = Exclude<T, false | undefined | null>;

/** Asking is work, too: whoever waits long for something asks less often, so that ten who wait leave it the processor. */
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS, GROWTH] = [20, 150, 1.25];

/** Asks again and again until the answer is something, and returns that. Throws after the deadline, naming `what`. */
export async function until<T>(what: string, condition: Condition<T>, { ms = 60_000, why }: Waiting = {}) {
  const deadline = performance.now() + ms;
  let error: unknown;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * GROWTH, LONGEST_PAUSE_MS)) {
    try {
      const answer = await condition();
      if (answer !== false && answer !== undefined && answer !== null) return answer as Truthy<T>;
      error = undefined;
    } catch (cause) {
      error = cause;
    }
    if (performance.now() > deadline) {
      const more = why?.().trim();
      throw new Error(`waited ${ms} ms in vain for ${what}${more ? `\n${more}` : ''}`, { cause: error });
    }
    await pause(pauseMs);
  }
}
