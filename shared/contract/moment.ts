import { DAY_MS, HOUR_MS, type Instant, instant, MINUTE_MS, plus, SECOND_MS } from '../core/instant.ts';
import { invalid } from './problem.ts';

const DURATION = /^P(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6}(?:\.\d{1,3})?)S)?)?$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/i;
const WITHOUT_ZONE = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/;

/**
 * The instant that a request means: an ISO 8601 instant with a zone, or a duration from `now` (`PT45M`, `P1DT2H`), or `now`.
 * Throws a `Problem` that names the field. A time without zone is refused, because guessing one is how a page comes to
 * be two hours wrong.
 */
export function parseMoment(field: string, value: string, now: Instant): Instant {
  if (value === 'now') return now;
  const duration = durationMs(value);
  if (duration !== undefined) return plus(now, duration);
  if (INSTANT.test(value) && isRealDate(value)) return instant(Date.parse(value));
  if (WITHOUT_ZONE.test(value)) {
    throw invalid([{ field, reason: `"${value}" has no zone; write 2026-11-22T14:30:00Z, or +01:00 instead of Z` }]);
  }
  throw invalid([
    {
      field,
      reason: `"${value.slice(0, 60)}" is not a time; write an instant like 2026-11-22T14:30:00Z or a duration like PT45M`,
    },
  ]);
}

/** Date.parse turns 30 February into 2 March; a promise must not move by itself. */
function isRealDate(value: string): boolean {
  const parsed = Date.parse(value);
  if (Number.isNaN(parsed)) return false;
  const [year, month, day] = value.slice(0, 10).split('-').map(Number) as [number, number, number];
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function durationMs(value: string): number | undefined {
  const match = DURATION.exec(value);
  if (!match || match.slice(1).every((part) => part === undefined)) return undefined;
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  return days * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS;
}
