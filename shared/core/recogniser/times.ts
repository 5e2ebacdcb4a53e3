import { DAY_MS, HOUR_MS } from '../instant.ts';
import { durationsIn, type TimeFound } from './durations.ts';
import { instantMsOf, wallTimeAt, ZONE_PATTERN } from './zones.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const WEEKDAY = '(?:sun|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?)(?:day)?';
const MONTH = String.raw`(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`;
const DATE = String.raw`(?:\d{4}-\d{2}-\d{2}|${MONTH}\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?${MONTH}(?:,?\s+\d{4})?|today|tomorrow|tonight)`;
const DAY = String.raw`(?:${WEEKDAY}(?:,?\s+(?:the\s+)?${DATE})?|${DATE})`;
const CLOCK = new RegExp(
  String.raw`(?<![\d:.-])(?:(?<day>${DAY})(?:\s*,)?(?:\s+(?:at|@|by))?[\sT]+)?(?<![\d:])(?<hour>\d{1,2})(?:(?:[:h.](?<minute>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?)|(?<joined>[0-5]\d)(?=\s*(?:hrs?\s+)?(?:UTC|GMT|Z)\b)(?:\s*hrs?\b)?)?\s*(?<half>[ap]\.?m\b\.?)?(?:\s*\(?(?<zone>${ZONE_PATTERN})\)?)?(?:,?\s*(?:on\s+)?(?<later>${DAY}))?`,
  'gi',
);
/** Parts of a day that are times: "by end of day Friday US/Pacific", "by noon UTC". */
const DAY_PART = new RegExp(
  String.raw`\b(?:by|before|at)\s+(?:the\s+)?(?:(?<day>${DAY}),?\s+)?(?:the\s+)?(?<part>end of (?:the )?day|EOD|close of business|COB|noon|mid-?day|midnight)\b(?:,?\s+(?:on\s+)?(?<later>${DAY}))?(?:,?\s+\(?(?<zone>${ZONE_PATTERN}))?`,
  'gi',
);
const LEAD =
  /(?:\b(?:by|at|before|until|till|around|approximately|about|approx\.?|no later than|not later than|is|for|target(?:ing)?|ETA|due|update|updates|than|on)|[:@(~–-])\s*(?:approximately|about|around|approx\.?|roughly|~|currently|the latest|still)?\s*(?:the end of\s+)?$/i;

/** A clock time that was announced and lies this little back is a time that has passed, not tomorrow's. */
const JUST_PASSED_MS = 3 * HOUR_MS;

/** Nobody promises anything about an outage for further off than this; a day that does not exist is NaN, and no time. */
const FAR_MS = 400 * DAY_MS;

/** Every time that a sentence gives for something, relative to the moment of the post. */
export function timesIn(text: string, postedMs: number): TimeFound[] {
  return [...clocksIn(text, postedMs), ...dayPartsIn(text, postedMs), ...durationsIn(text, postedMs)]
    .filter(({ atMs }) => Math.abs(atMs - postedMs) < FAR_MS)
    .toSorted((a, b) => a.from - b.from);
}

function clocksIn(text: string, postedMs: number): TimeFound[] {
  return [...text.matchAll(CLOCK)].flatMap((match): TimeFound[] => {
    const { day, hour = '', minute, joined, half, zone, later } = match.groups ?? {};
    if (minute === undefined && joined === undefined && half === undefined) return [];
    if (Number(hour) > 24 || /^\s*%|^\.?\d/.test(text.slice(match.index + match[0].length))) return [];
    const lead = LEAD.exec(text.slice(0, match.index)) ?? dayLead(match);
    if (!lead) return [];
    const named = day ?? later;
    const clock = { hour: hourOf(Number(hour), half), minute: Number(minute ?? joined ?? 0) };
    const atMs = resolved(clock, named, zone, postedMs);
    const to = match.index + match[0].trimEnd().length;
    return [{ form: 'absolute', from: lead.index, to, atMs, lead: lead[0].trim().toLowerCase(), zone }];
  });
}

/** "Back tomorrow at 14:00": the word that introduces the time may stand behind its day. */
function dayLead(match: RegExpExecArray): { 0: string; index: number } | undefined {
  const inside = /\s(at|by)\s/i.exec(match[0]);
  return inside && match.groups?.day ? { 0: inside[1]!, index: match.index } : undefined;
}

function dayPartsIn(text: string, postedMs: number): TimeFound[] {
  return [...text.matchAll(DAY_PART)].map((match) => {
    const { day, part = '', later, zone } = match.groups ?? {};
    const hour = /noon|mid-?day/i.test(part) ? 12 : /close|cob/i.test(part) ? 17 : 24;
    const atMs = resolved({ hour, minute: 0 }, day ?? later, zone, postedMs);
    return { form: 'absolute', from: match.index, to: match.index + match[0].length, atMs, lead: 'by', zone };
  });
}

const hourOf = (hour: number, half: string | undefined): number =>
  half === undefined || hour > 12 ? hour : (hour % 12) + (/^p/i.test(half) ? 12 : 0);

function resolved(
  clock: { hour: number; minute: number },
  day: string | undefined,
  zone: string | undefined,
  postedMs: number,
): number {
  const today = wallTimeAt(postedMs, zone);
  const on = (days: number) => instantMsOf({ ...today, day: today.day + days, ...clock }, zone);
  const date = day === undefined ? undefined : dateOf(day, today.year, postedMs);
  if (date) return isRealDay(date) ? instantMsOf({ ...date, ...clock }, zone) : Number.NaN;
  if (day !== undefined && /tomorrow/i.test(day)) return on(1);
  if (day !== undefined && /today/i.test(day)) return on(0);
  const weekday = day === undefined ? -1 : WEEKDAYS.indexOf(day.slice(0, 3).toLowerCase());
  if (weekday >= 0) {
    const now = new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay();
    return on((weekday - now + 7) % 7);
  }
  return on(0) < postedMs - JUST_PASSED_MS ? on(1) : on(0) > postedMs + DAY_MS ? on(-1) : on(0);
}

/** 30 February is a slip of the pen, not the second of March. */
const isRealDay = ({ year, month, day }: { year: number; month: number; day: number }): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();

/** The date that is written out, in the year that brings it nearest to the post if none is said. */
function dateOf(day: string, thisYear: number, postedMs: number) {
  const iso = /(\d{4})-(\d{2})-(\d{2})/.exec(day);
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) };
  const month = MONTHS.findIndex((name) => new RegExp(String.raw`\b${name}`, 'i').test(day.replace(weekdayFirst, '')));
  const number = /\b(\d{1,2})(?:st|nd|rd|th)?\b/i.exec(day);
  if (month < 0 || !number) return undefined;
  const said = /\b(\d{4})\b/.exec(day);
  const years = said ? [Number(said[1])] : [thisYear - 1, thisYear, thisYear + 1];
  const distance = (year: number) => Math.abs(Date.UTC(year, month, Number(number[1])) - postedMs);
  const year = years.toSorted((a, b) => distance(a) - distance(b))[0]!;
  return { year, month: month + 1, day: Number(number[1]) };
}

const weekdayFirst = new RegExp(String.raw`^${WEEKDAY}\b,?`, 'i');
