import { DAY_MS, epochMs, HOUR_MS, type Instant, MINUTE_MS, msBetween, SECOND_MS } from '../core/instant.ts';
import { wallTime } from '../core/wall-time.ts';
import type { Voice } from './sentences.ts';

/** A time without its date is only understood on the same UTC day and within 12 hours (docs/rules.md, Times shown). */
const NEAR_MS = 12 * HOUR_MS;

/** Spans promised shorter than this are said with their seconds (docs/rules.md, Seconds shown). */
const SECONDS_MATTER_BELOW_MS = 10 * MINUTE_MS;

/** True if a promise over `spanMs` (from when it was made to when it is due) is said with seconds. */
export const saysSeconds = (spanMs: number): boolean => spanMs < SECONDS_MATTER_BELOW_MS;

/** `14:30 UTC`, or `14:30:05 UTC`; cut off, never rounded up. */
export function sayClock(at: Instant, seconds = false): string {
  return `${at.slice(11, seconds ? 19 : 16)} UTC`;
}

/** `22 Nov 2026`, in UTC. */
export const sayDate = (voice: Voice, at: Instant): string =>
  voice.times.date(Number(at.slice(8, 10)), Number(at.slice(5, 7)), at.slice(0, 4));

/**
 * A time as the public reads it: `14:30 UTC`, with seconds for short promises (`14:30:07 UTC`), and with its date
 * (`23 Nov, 02:15 UTC`) unless it lies near `now`. Minutes are cut off, never rounded up: a time may seem earlier than
 * it was promised, never later.
 */
export function promisedTime(voice: Voice, at: Instant, now: Instant, spanMs = Number.POSITIVE_INFINITY): string {
  const clock = sayClock(at, saysSeconds(spanMs));
  if (at.slice(0, 10) === now.slice(0, 10) && Math.abs(msBetween(at, now)) <= NEAR_MS) return clock;
  const year = at.slice(0, 4) === now.slice(0, 4) ? undefined : at.slice(0, 4);
  return `${voice.times.date(Number(at.slice(8, 10)), Number(at.slice(5, 7)), year)}, ${clock}`;
}

/**
 * The same times on the clock of somebody: `14:30 UTC is 15:30`. With its date where that is another one there; empty where
 * no clock differs.
 */
export function onOwnClock(voice: Voice, times: readonly Instant[], zone: string, now: Instant): string {
  const said = times.flatMap((at) => {
    const { day, month, hour, minute } = wallTime(at, zone);
    const own = `${pad(hour)}:${pad(minute)}`;
    if (own === at.slice(11, 16)) return [];
    const date = day === Number(at.slice(8, 10)) ? '' : `${voice.times.date(day, month, undefined)}, `;
    return [`${promisedTime(voice, at, now)} is ${date}${own}`];
  });
  return said.length === 0 ? '' : `On your clock (${zone}) ${said.join(', ')}.`;
}

const pad = (part: number): string => String(part).padStart(2, '0');

/** `November 2026` for `2026-11`. */
export const sayMonth = (voice: Voice, month: string): string =>
  voice.times.month(Number(month.slice(5, 7)), month.slice(0, 4));

/**
 * A duration as people say it: `6 min`, `3 h 10 min`, `2 days 4 h`; cut off, never rounded up. With `seconds`, for
 * spans under ten minutes: `4 s`, `2 min 5 s`. Negative durations count as none.
 */
export function sayDuration(voice: Voice, ms: number, seconds = false): string {
  const { units } = voice.times;
  const all = Math.max(0, ms);
  if (seconds && all < SECONDS_MATTER_BELOW_MS) return sayFine(all, units);
  if (all < MINUTE_MS) return units.underMinute;
  if (all < HOUR_MS) return `${whole(all, MINUTE_MS)} ${units.minutes}`;
  if (all < DAY_MS) return pair(whole(all, HOUR_MS), units.hours, whole(all % HOUR_MS, MINUTE_MS), units.minutes);
  const days = whole(all, DAY_MS);
  return pair(days, days === 1 ? units.day : units.days, whole(all % DAY_MS, HOUR_MS), units.hours);
}

/** How long after `due` something came, in the precision that the promised span has. */
export const sayLateness = (voice: Voice, due: Instant, at: Instant, spanMs: number): string =>
  sayDuration(voice, msBetween(due, at), saysSeconds(spanMs));

/** `Sun, 22 Nov 2026 14:30:00 GMT`: what RSS wants. */
export const rfc822 = (at: Instant): string => new Date(epochMs(at)).toUTCString();

function sayFine(ms: number, units: Voice['times']['units']): string {
  if (ms < SECOND_MS) return units.underSecond;
  const minutes = whole(ms, MINUTE_MS);
  const rest = whole(ms % MINUTE_MS, SECOND_MS);
  return minutes === 0 ? `${rest} ${units.seconds}` : pair(minutes, units.minutes, rest, units.seconds);
}

const whole = (ms: number, unitMs: number): number => Math.floor(ms / unitMs);

const pair = (big: number, bigUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;
