import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../instant.ts';

/**
 * How long after one try the next is made, from Standard Webhooks 1.0.0: the first at once, then these gaps, 75 h 35 min 5 s
 * in all (docs/rules.md, Tries of a webhook).
 */
export const GAPS_MS: readonly number[] = [
  0,
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

/** Machines that fail alike are not to come back at one moment: up to a tenth more than the gap (docs/rules.md, Tries of a webhook). */
const SPREAD = 0.1;

/** Nobody is waited for longer than this, whatever their Retry-After says (docs/rules.md, Tries of a webhook). */
export const LONGEST_RETRY_AFTER_MS = 24 * HOUR_MS;

/**
 * How long to wait after try number `tries` (from 1) before the next one; undefined once they are used up. `retryAfterMs`:
 * what the far side asked for; it can only make the wait longer. `chance`, in [0, 1), spreads the tries of many.
 */
export function nextTryInMs(tries: number, chance: number, retryAfterMs = 0): number | undefined {
  const gap = GAPS_MS[tries];
  if (gap === undefined) return undefined;
  return Math.max(Math.round(gap * (1 + SPREAD * chance)), Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS));
}
