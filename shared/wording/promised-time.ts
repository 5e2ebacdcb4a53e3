import { HOUR_MS, type Instant, MINUTE_MS, msBetween } from '../core/instant.ts';

/** Seconds are said where the promised span is shorter than this (DESIGN, part 6). */
const SECONDS_BELOW_MS = 10 * MINUTE_MS;

/** A time without its date is only understood on the same UTC day and within 12 hours (DESIGN, part 7). */
const NEAR_MS = 12 * HOUR_MS;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * A time as the public reads it: `14:30 UTC`, with seconds for short promises (`14:30:07 UTC`), and with its date
 * (`23 Nov, 02:15 UTC`) unless it lies near `now`. Minutes are cut off, never rounded up: a time may seem earlier than
 * it was promised, never later.
 */
export function promisedTime(at: Instant, now: Instant, spanMs = Number.POSITIVE_INFINITY): string {
  const clock = at.slice(11, spanMs < SECONDS_BELOW_MS ? 19 : 16);
  const near = at.slice(0, 10) === now.slice(0, 10) && Math.abs(msBetween(at, now)) <= NEAR_MS;
  if (near) return `${clock} UTC`;
  const day = `${Number(at.slice(8, 10))} ${MONTHS[Number(at.slice(5, 7)) - 1]}`;
  const year = at.slice(0, 4) === now.slice(0, 4) ? '' : ` ${at.slice(0, 4)}`;
  return `${day}${year}, ${clock} UTC`;
}
