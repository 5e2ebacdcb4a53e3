/** Somebody wrote a time that we will not guess at. The message says what to write instead. */
export class UnclearTime extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnclearTime';
  }
}

const HALF_A_DAY_MS = 12 * 3_600_000;
const EXAMPLES = '30m, 2h, 1h30m, 14:30Z, 14:30+02:00, 2026-11-22T14:30Z';

/**
 * A time as people write it, in the form that the API takes: an ISO 8601 instant with a zone, or a duration.
 * `30m`, `1h30m`, `90s`, `2d` are durations. `14:30Z` is the 14:30 nearest to now, so one that was just missed is
 * refused as past and not silently taken for tomorrow's. Throws `UnclearTime`, above all when no zone is given.
 */
export function parseTime(written: string, now: Date): string {
  const text = written.trim();
  return durationOf(text) ?? clockTimeOf(text, now) ?? instantOf(text);
}

/** Likewise, with `none` for a promise that is withdrawn. */
export const parsePromise = (written: string, now: Date): string | null =>
  /^(none|withdraw|never|-)$/i.test(written.trim()) ? null : parseTime(written, now);

function durationOf(text: string): string | undefined {
  if (/^PT?\d/.test(text)) return text;
  const parts =
    /^(?:(\d+)\s*d(?:ays?)?)?\s*(?:(\d+)\s*h(?:ours?)?)?\s*(?:(\d+)\s*m(?:in(?:utes?)?)?)?\s*(?:(\d+)\s*s(?:ec(?:onds?)?)?)?$/i.exec(
      text,
    );
  if (text === '' || !parts) return undefined;
  const [, days, hours, minutes, seconds] = parts;
  const time = [hours && `${hours}H`, minutes && `${minutes}M`, seconds && `${seconds}S`].filter(Boolean).join('');
  return `P${days ? `${days}D` : ''}${time === '' ? '' : `T${time}`}`;
}

function clockTimeOf(text: string, now: Date): string | undefined {
  const parts = /^(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i.exec(text);
  if (!parts) return undefined;
  const [, hours = '', minutes, seconds = '00', zone] = parts;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59)
    throw new UnclearTime(`"${text}" is not a time of day`);
  if (zone === undefined) throw new UnclearTime(`"${text}" has no zone; write ${hours}:${minutes}Z for UTC`);
  const offset = zoneOffset(zone);
  const day = now.toISOString().slice(0, 10);
  const atMs = Date.parse(`${day}T${hours.padStart(2, '0')}:${minutes}:${seconds}${offset}`);
  if (Number.isNaN(atMs)) throw new UnclearTime(`"${text}" is not a time of day`);
  const nearest = [-1, 0, 1].map((days) => atMs + days * 2 * HALF_A_DAY_MS);
  return new Date(nearest.find((ms) => Math.abs(ms - now.getTime()) <= HALF_A_DAY_MS) ?? atMs).toISOString();
}

const zoneOffset = (zone: string): string =>
  /^(z|utc)$/i.test(zone) ? 'Z' : zone.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2');

function instantOf(text: string): string {
  const dated = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text);
  if (dated && !/(Z|UTC|[+-]\d{2}:?\d{2})$/i.test(text))
    throw new UnclearTime(`"${text}" has no zone; write ${text}Z for UTC`);
  const at = dated ? Date.parse(text.replace(' ', 'T').replace(/ ?UTC$/i, 'Z')) : Number.NaN;
  if (Number.isNaN(at)) throw new UnclearTime(`"${text}" is not a time; write one of ${EXAMPLES}`);
  return new Date(at).toISOString();
}
