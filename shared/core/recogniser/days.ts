import { DAY_MS } from '../instant.ts';
import type { WallTime } from '../wall-time.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const WEEKDAY = '(?:sun|mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?)(?:day)?';
const MONTH = String.raw`(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`;
const NUMERIC = String.raw`\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}/\d{1,2}(?:/\d{2}(?:\d{2})?)?(?![\d/])|\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2}(?!\d))?`;
const WRITTEN = String.raw`${MONTH}\s+\d{1,2}(?:st|nd|rd|th)?(?!\d)(?:,?\s+\d{4})?|\d{1,2}(?:st|nd|rd|th)?[\s-]+(?:of\s+)?${MONTH}(?:[\s,-]+\d{4})?`;
const DATE = String.raw`(?:${NUMERIC}|${WRITTEN}|the\s+\d{1,2}(?:st|nd|rd|th)|(?:the\s+)?day after tomorrow|(?:later )?today|tomorrow|tonight|this\s+(?=(?:morning|afternoon|evening)\b))`;

/** A day as people write it, with the part of it that says which half of the clock is meant. */
export const DAY = String.raw`(?:(?:(?:next|this|coming)\s+)?${WEEKDAY}(?:\s*[,.]?\s+\(?(?:the\s+)?${DATE}\)?)?|${DATE}(?:,?\s+\(?${WEEKDAY}\)?)?)(?:(?:(?:'s)?\s+|(?<=this\s))(?:morning|afternoon|evening|night))?`;

/** Words behind which a time is of some day that they do not tell in a way that can be read: "next week", "the fifth of May". */
export const UNTOLD_DAY = new RegExp(
  String.raw`(?:\b${MONTH}|\bweek|\bweekend|\bmonth|\bmonday to friday)\s*,?\s*$`,
  'i',
);

const WEEKDAY_NAME = new RegExp(String.raw`\b${WEEKDAY}\b,?`, 'i');
const MONTH_NAME = new RegExp(String.raw`\b(${MONTHS.join('|')})`, 'i');

/** A date and what of the clock the words say; `unread` if it cannot be told which day is meant. */
export type DayRead = { year: number; month: number; day: number } | 'unread' | 'none';

/**
 * The day that `words` name for somebody whose clock shows `now`: a date without a year is the nearest, a weekday the
 * next. `unread` where it could be one of two: "03/04", "next Tuesday", a weekday that its date does not have. `none`
 * for a day that does not exist: 30 February is a slip of the pen, not the second of March.
 */
export function dayNamed(words: string, now: WallTime): DayRead {
  const after = (days: number) => dated(Date.UTC(now.year, now.month - 1, now.day) + days * DAY_MS);
  const weekday = weekdayIn(words);
  const date = dateIn(words, now, weekday);
  if (date === 'unread') return date;
  if (date) {
    if (!isRealDay(date)) return 'none';
    return weekday >= 0 && weekday !== weekdayOf(date) ? 'unread' : date;
  }
  if (/day after tomorrow/i.test(words)) return after(2);
  if (/tomorrow/i.test(words)) return after(1);
  if (/today|tonight/i.test(words)) return after(0);
  if (weekday < 0) return 'unread';
  const days = (weekday - weekdayOf(now) + 7) % 7;
  // Said on a Monday, "next Thursday" is this week's for some and next week's for others.
  return /^next\b/i.test(words) ? 'unread' : after(days);
}

/** True of words for the day on which they are said. */
export const isToday = (words: string): boolean =>
  /^(?:later )?(?:today|this (?:morning|afternoon|evening))\b/i.test(words);

/** True if the words name a day of the week and no date, so that the same day of next week may be meant. */
export const isWeekdayOnly = (words: string): boolean =>
  weekdayIn(words) >= 0 && !/\d|today|tomorrow|tonight/i.test(words);

/** "tonight at 9:00", "Friday evening at 8:30": the words say which half of the clock is meant. */
export function hourIn(words: string | undefined, hour: number): number {
  if (words === undefined || hour < 1 || hour > 11) return hour;
  if (/\b(?:afternoon|evening)$/i.test(words)) return hour + 12;
  return /\b(?:night|tonight)$/i.test(words) && hour >= 5 ? hour + 12 : hour;
}

function dateIn(words: string, now: WallTime, weekday: number): DateOnly | 'unread' | undefined {
  const iso = /(\d{4})[-/](\d{1,2})[-/](\d{1,2})/.exec(words);
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) };
  const slashed = /(\d{1,2})\/(\d{1,2})(?:\/(\d{2,4}))?/.exec(words);
  if (slashed) {
    const [first, second] = [Number(slashed[1]), Number(slashed[2])];
    const [american, other] = [[first, second] as const, [second, first] as const].map(([month, day]) =>
      inNearestYear(month, day, slashed[3], now),
    );
    if (first > 12 || second > 12 || first === second) return first > 12 ? other : american;
    // "Friday (9/03)": only one of the two days is a Friday.
    const fitting = [american!, other!].filter((date) => weekdayOf(date) === weekday);
    return fitting.length === 1 ? fitting[0] : 'unread';
  }
  const dotted = /(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?/.exec(words);
  if (dotted) return inNearestYear(Number(dotted[2]), Number(dotted[1]), dotted[3], now);
  const name = MONTH_NAME.exec(words.replace(WEEKDAY_NAME, ''))?.[1]?.toLowerCase();
  const day = /\b(\d{1,2})(?:st|nd|rd|th)?(?!\d)/i.exec(words)?.[1];
  if (day === undefined) return undefined;
  if (name !== undefined)
    return inNearestYear(MONTHS.indexOf(name) + 1, Number(day), /\b(\d{4})\b/.exec(words)?.[1], now);
  // "the 24th": of this month, or of the next where it has passed.
  const isPast = Number(day) < now.day;
  return { ...monthOf(now.year, now.month + (isPast ? 1 : 0)), day: Number(day) };
}

/** The date that is written out, in the year that brings it nearest if none is said. */
function inNearestYear(month: number, day: number, year: string | undefined, now: WallTime) {
  if (year !== undefined) return { year: Number(year) + (year.length === 2 ? 2000 : 0), month, day };
  const nowMs = Date.UTC(now.year, now.month - 1, now.day);
  const distance = (one: number) => Math.abs(Date.UTC(one, month - 1, day) - nowMs);
  const nearest = [now.year - 1, now.year, now.year + 1].toSorted((a, b) => distance(a) - distance(b))[0]!;
  return { year: nearest, month, day };
}

const weekdayIn = (words: string): number =>
  WEEKDAYS.indexOf(WEEKDAY_NAME.exec(words)?.[0].slice(0, 3).toLowerCase() ?? '');

type DateOnly = { year: number; month: number; day: number };

const weekdayOf = ({ year, month, day }: DateOnly): number => new Date(Date.UTC(year, month - 1, day)).getUTCDay();

const monthOf = (year: number, month: number) => ({
  year: year + Math.floor((month - 1) / 12),
  month: ((month - 1) % 12) + 1,
});

const isRealDay = ({ year, month, day }: DateOnly): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();

function dated(epochMs: number): DateOnly {
  const at = new Date(epochMs);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
}
