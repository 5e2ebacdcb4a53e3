import { epochMs, type Instant, MINUTE_MS } from '../../core/instant.ts';
import { isZone, offsetMs, wallTime } from '../../core/wall-time.ts';
import type { Voice } from '../sentences.ts';
import { promisedTime, sayClock, sayDate, saysSeconds } from '../time.ts';

/** Whoever has one of these reads their own time already. */
const SAME_AS_OURS: ReadonlySet<string> = new Set(['UTC', 'Etc/UTC', 'Etc/GMT', 'GMT']);

/** The zone of a reader, if it is one and another than ours. */
export const ownZone = (zone: string | undefined): string | undefined =>
  zone === undefined || SAME_AS_OURS.has(zone) || !isZone(zone) ? undefined : zone;

/**
 * A promised time for one reader: `14:30 UTC (15:30 in Europe/Vienna, UTC+1)`, with the date there where it is another one.
 * `now`: near which a time needs no date, or `dated`, where it always has one. `spanMs`: from when it was promised to when
 * it is due; short ones are said with seconds.
 */
export function timeFor(
  voice: Voice,
  zone: string | undefined,
  at: Instant,
  now: Instant | 'dated',
  spanMs = Number.POSITIVE_INFINITY,
): string {
  const fine = saysSeconds(spanMs);
  const ours = now === 'dated' ? `${sayDate(voice, at)}, ${sayClock(at, fine)}` : promisedTime(voice, at, now, spanMs);
  return zone === undefined ? ours : `${ours} (${ownClock(voice, zone, at, fine)})`;
}

/** `15:30 in Europe/Vienna, UTC+1` */
function ownClock(voice: Voice, zone: string, at: Instant, seconds: boolean): string {
  const { day, month, hour, minute } = wallTime(at, zone);
  const date = day === Number(at.slice(8, 10)) ? '' : `${voice.times.date(day, month, undefined)}, `;
  // No zone of today is off by less than a minute.
  const clock = `${two(hour)}:${two(minute)}${seconds ? `:${at.slice(17, 19)}` : ''}`;
  return `${date}${clock} in ${zone}, ${sayOffset(offsetMs(epochMs(at), zone))}`;
}

/** `UTC+1`, `UTC+5:30`, `UTC−3`; the minus is no hyphen, behind which a line could break. */
function sayOffset(ms: number): string {
  const minutes = Math.abs(ms) / MINUTE_MS;
  const rest = minutes % 60 === 0 ? '' : `:${two(minutes % 60)}`;
  return `UTC${ms < 0 ? '−' : '+'}${Math.floor(minutes / 60)}${rest}`;
}

const two = (part: number): string => String(part).padStart(2, '0');

/** `14:30 UTC on 22 Nov 2026`: mails are read on other days. */
export const datedTime = (voice: Voice, at: Instant): string => `${sayClock(at)} on ${sayDate(voice, at)}`;
