import { setTimeout as pause } from 'node:timers/promises';
import { patience } from './patience.ts';

/** Something to wait for: false, undefined and null mean not yet. */
export type Condition<T> = () => T | Promise<T>;

export type Waiting = {
  /** How long it may take on a quiet machine; two minutes if not said. Elsewhere it gets longer by itself. */
  ms?: number;
  /** More to say when it does not come true. */
  why?: () => string;
};

type Truthy<T> = Exclude<T, false | undefined | null>;

/** Asking is work, too: whoever waits long for something asks less often, so that ten who wait leave it the processor. */
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS, GROWTH] = [20, 150, 1.25];

const underWay = new Set<{ what: string }>();

/** What is being waited for in this process. */
export const waitedFor = (): string[] => [...underWay].map(({ what }) => what);

/** Asks again and again until the answer is something, and returns that. Throws after the deadline, naming `what`. */
export async function until<T>(what: string, condition: Condition<T>, { ms = 120_000, why }: Waiting = {}) {
  const wait = { what };
  underWay.add(wait);
  try {
    return await asked(what, condition, { ms: ms * patience, why });
  } finally {
    underWay.delete(wait);
  }
}

async function asked<T>(what: string, condition: Condition<T>, { ms, why }: { ms: number; why: Waiting['why'] }) {
  const began = performance.now();
  let deadline = began + ms;
  let error: unknown;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * GROWTH, LONGEST_PAUSE_MS)) {
    try {
      const answer = await condition();
      if (answer !== false && answer !== undefined && answer !== null) return answer as Truthy<T>;
      error = undefined;
    } catch (cause) {
      error = cause;
    }
    const asleep = performance.now();
    if (asleep > deadline) {
      const more = why?.().trim();
      const waited = Math.round(asleep - began);
      throw new Error(`waited ${waited} ms in vain for ${what}${more ? `\n${more}` : ''}`, { cause: error });
    }
    await pause(pauseMs);
    // Who oversleeps was kept from running, and what is waited for probably was too: that time does not count.
    deadline += performance.now() - asleep - pauseMs;
  }
}
