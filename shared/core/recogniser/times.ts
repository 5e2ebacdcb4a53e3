import { DAY_MS, HOUR_MS } from '../instant.ts';
import { DAY, dayNamed, hourIn, isToday, isWeekdayOnly, UNTOLD_DAY } from './days.ts';
import { durationsIn, type TimeFound } from './durations.ts';
import { type Clocks, instantMsOf, OUR_CLOCKS, wallTimeAt, zonesMeant } from './zone-clocks.ts';
import { type ZoneSaid, zoneAt } from './zones.ts';

const TIME = String.raw`(?<hour>\d{1,2})(?:[:h.](?<minute>[0-5]\d)(?::[0-5]\d(?:[.,]\d+)?)?|(?<joined>[0-5]\d)(?!\d))?(?:\s*(?<half>[ap]\.?m\b\.?))?`;
const CLOCK = new RegExp(
  String.raw`(?<![\d:.-])(?:(?<day>${DAY})(?:\s*[,.])?(?:\s+(?:at|@|by|around|before))?[\sT]+)?(?<![\d:])${TIME}`,
  'gi',
);
/** "14:00 - 14:30 UTC", "2 to 3 PM": the end of a span is the time that is promised. */
const SPAN_END = new RegExp(String.raw`\s*(?<joint>-|–|—|to|or|and)\s*${TIME}`, 'iy');
const LATER = new RegExp(String.raw`,?\s*\(?(?:on\s+)?(?<later>${DAY})(?![\w:])`, 'iy');
/** "on Friday, no later than 10:00": the day stands before the word that introduces the time. */
const EARLIER = new RegExp(
  String.raw`\b(?:on|by|this|coming)\s+(?<earlier>${DAY})(?:[\s,]|early|late|in the|morning|afternoon|at the latest|latest|no later than|not later than)*$`,
  'i',
);
/** Parts of a day that are times: "by end of day Friday US/Pacific", "by noon UTC". */
const DAY_PART = new RegExp(
  String.raw`\b(?:by|before|at|until)\s+(?:the\s+)?(?:(?<day>${DAY}),?\s+)?(?:the\s+)?(?<part>end of (?:the )?(?:business |working |work)?day|end of business|end of (?=today|tomorrow|(?:sun|mon|tues|wednes|thurs|fri|satur)day)|EO[DB]|close of (?:business|play)|COB|(?:12 )?noon|mid-?day|(?:12 )?midnight)(?:\b|(?<=of ))(?:,?\s*(?:on\s+)?(?<later>${DAY}))?`,
  'gi',
);
const WHOLE_DAY = new RegExp(
  String.raw`\b(?:by|no later than|not later than)\s+(?:the end of\s+)?(?<day>${DAY})(?![\w:'/]|\s+(?:at|by|around)\b|,?\s+\d)`,
  'gi',
);
const LEAD =
  /(?:\b(?:by|at|before|until|till|around|approximately|about|approx\.?|no later than|not later than|is|for|target(?:ing)?|ET[AR]|due|update|updates|than|on|scheduled|expect|expected|planned|between)|[:@([~–—-](?:\s*(?:[*_]+|<\/\w+>))?)\s*(?:approximately|about|around|approx\.?|roughly|~|currently|(?:the )?latest|still)?\s*(?:the end of\s+)?$/i;
/** Before an hour that stands alone, with nothing but a zone to show that it is one. */
const STRONG_LEAD = /^(?:by|at|before|until|till|around|no later than|not later than)\b/i;

/** How far before a time, in characters, is looked for what introduces it. */
const LEAD_WITHIN = 80;

/** A clock time that was announced and lies this little back is a time that has passed, not tomorrow's. */
const JUST_PASSED_MS = 3 * HOUR_MS;

/** Nobody promises anything about an outage for further off than this. */
const FAR_MS = 400 * DAY_MS;

/** Every time that a sentence gives for something, relative to the moment of the post. */
export function timesIn(text: string, postedMs: number, clocks: Clocks = OUR_CLOCKS): TimeFound[] {
  const parts = dayPartsIn(text, postedMs, clocks);
  const written = clocksIn(text, postedMs, clocks).filter(
    ({ from, to }) => !parts.some((part) => from < part.to && part.from < to),
  );
  const dated = [...written, ...parts];
  const days = wholeDaysIn(text, postedMs, clocks).filter(
    ({ from, to }) => !dated.some((time) => from < time.to && time.from < to),
  );
  return [...dated, ...days, ...durationsIn(text, postedMs)]
    .filter(({ atMs }) => atMs === undefined || Math.abs(atMs - postedMs) < FAR_MS)
    .toSorted((a, b) => a.from - b.from);
}

function clocksIn(text: string, postedMs: number, clocks: Clocks): TimeFound[] {
  const found: TimeFound[] = [];
  // Most sentences hold no time: what is cheap to see spares the rest, on every key that is pressed.
  if (!/\d/.test(text)) return found;
  CLOCK.lastIndex = 0;
  for (let match = CLOCK.exec(text); match; match = CLOCK.exec(text)) {
    const time = clockOf(match, text, postedMs, clocks);
    if (time === undefined) continue;
    found.push(time);
    // An offset holds digits too: "17:00 UTC+5:30" is one time.
    CLOCK.lastIndex = Math.max(CLOCK.lastIndex, time.to);
  }
  return found;
}

type Clock = Readonly<Partial<Record<string, string>>>;
/** A clock time by its parts, where it ends, and the zone behind it. */
type Place = { clock: Clock; to: number; near: ZoneSaid | undefined };

function clockOf(match: RegExpExecArray, text: string, postedMs: number, clocks: Clocks): TimeFound | undefined {
  const lead = leadOf(match, text);
  const first = match.groups ?? {};
  const firstTo = match.index + match[0].length;
  if (!lead || at(/\s*%|\.?\d/y, text, firstTo)) return undefined;
  const alone: Place = { clock: first, to: firstTo, near: zoneAt(text, firstTo) };
  // "between 14:00 and 14:30" is one time that is promised; of a time that has begun it tells what happened.
  const isBetween = /^between\b/i.test(lead.words);
  const span = spanOf(alone, text, isBetween);
  if (isBetween && !span) return undefined;
  const { clock, to, near } = span ?? alone;
  const later = at(LATER, text, near?.to ?? to);
  const named = first.day ?? later?.groups?.later ?? dayBefore(text, lead.index);
  const laterTo = later === null ? undefined : (near?.to ?? to) + later[0].length;
  const zone = near ?? (laterTo === undefined ? undefined : zoneAt(text, laterTo));
  const isBareHour = (clock.minute ?? clock.joined ?? clock.half) === undefined;
  if (isBareHour && !(zone?.means.length && STRONG_LEAD.test(lead.words))) return undefined;
  if (Number(clock.hour) > 24 || (clock.joined !== undefined && zone === undefined)) return undefined;
  const written = {
    hour: hourOf(Number(clock.hour), clock.half),
    minute: Number(clock.minute ?? clock.joined ?? 0),
    isHalfOpen: clock.half === undefined && /^(?:[1-9]|1[01])$/.test(clock.hour ?? ''),
    isSpoken: at(/\s*o'clock\b/iy, text, to) !== null,
  };
  const isUntold =
    named === undefined && UNTOLD_DAY.test(text.slice(Math.max(0, lead.index - LEAD_WITHIN), lead.index));
  const atMs = isUntold ? undefined : resolved(written, named, zone, postedMs, clocks);
  if (Number.isNaN(atMs) || (isBetween && atMs !== undefined && atMs <= postedMs)) return undefined;
  const last = Math.max(to, zone?.to ?? 0, laterTo ?? 0);
  return {
    form: 'absolute',
    from: lead.index,
    to: last,
    atMs,
    lead: isBetween ? 'by' : lead.words.trim().toLowerCase(),
    zone: zone?.name,
  };
}

/** What introduces a time. "Back tomorrow at 14:00": it may stand behind the day. */
function leadOf(match: RegExpExecArray, text: string): { words: string; index: number } | undefined {
  const from = Math.max(0, match.index - LEAD_WITHIN);
  const before = LEAD.exec(text.slice(from, match.index));
  if (before) return { words: before[0], index: from + before.index };
  const inside = match.groups?.day === undefined ? null : /\s(at|by|around|before)\s/i.exec(match[0]);
  return inside ? { words: inside[1]!, index: match.index } : undefined;
}

const dayBefore = (text: string, to: number): string | undefined =>
  EARLIER.exec(text.slice(Math.max(0, to - LEAD_WITHIN), to))?.groups?.earlier;

/** The end of the span that `first` begins; undefined if it stands alone. The zone is said once, or the same twice. */
function spanOf({ clock: first, to: firstTo, near: zone }: Place, text: string, isBetween: boolean): Place | undefined {
  const end = at(SPAN_END, text, zone?.to ?? firstTo);
  const last = end?.groups;
  if (
    !end ||
    !last ||
    (last.joint === 'and' && !isBetween) ||
    (last.minute ?? last.half) === undefined ||
    first.joined !== undefined
  )
    return undefined;
  const to = (zone?.to ?? firstTo) + end[0].length;
  const near = zoneAt(text, to);
  if (zone && zone.name !== near?.name) return undefined;
  const half = last.half ?? halfAfter(first, last);
  return { clock: half === undefined ? last : { ...last, half }, to, near };
}

/** "11 AM to 1:30": the half of the day that comes next. */
function halfAfter(first: Clock, last: Clock): string | undefined {
  if (first.half === undefined) return undefined;
  const isLater = Number(last.hour) % 12 >= Number(first.hour) % 12;
  return isLater === /^p/i.test(first.half) ? 'pm' : 'am';
}

function dayPartsIn(text: string, postedMs: number, clocks: Clocks): TimeFound[] {
  return [...text.matchAll(DAY_PART)].flatMap((match): TimeFound[] => {
    const { day, part = '', later } = match.groups ?? {};
    const hour = /noon|mid-?day/i.test(part) ? 12 : /business|working|work|close|cob|eob/i.test(part) ? 17 : 24;
    const to = match.index + match[0].length;
    const zone = zoneAt(text, to);
    const atMs = resolved(
      { hour, minute: 0, isHalfOpen: false, isSpoken: false },
      day ?? later,
      zone,
      postedMs,
      clocks,
    );
    if (Number.isNaN(atMs)) return [];
    const last = zone?.to ?? to;
    return [{ form: 'absolute', from: match.index, to: last, atMs, lead: 'by', zone: zone?.name }];
  });
}

/** "We expect to be back by Friday": the end of that day. */
function wholeDaysIn(text: string, postedMs: number, clocks: Clocks): TimeFound[] {
  return [...text.matchAll(WHOLE_DAY)].flatMap((match): TimeFound[] => {
    const { day = '' } = match.groups ?? {};
    const to = match.index + match[0].length;
    const zone = zoneAt(text, to);
    // A part of a day has no end that everybody agrees on, and "by 3/4" is as likely a share.
    if (/(?:morning|afternoon|evening|night)$|^\d{1,2}\/\d{1,2}$/i.test(day)) return [];
    const atMs = resolved({ hour: 24, minute: 0, isHalfOpen: false, isSpoken: false }, day, zone, postedMs, clocks);
    if (Number.isNaN(atMs)) return [];
    return [
      { form: 'absolute', from: match.index, to: zone?.to ?? to, atMs, lead: 'by', zone: zone?.name, isWholeDay: true },
    ];
  });
}

const hourOf = (hour: number, half: string | undefined): number =>
  half === undefined || hour > 12 ? hour : (hour % 12) + (/^p/i.test(half) ? 12 : 0);

type Written = { hour: number; minute: number; isHalfOpen: boolean; isSpoken: boolean };

/** The instant that is meant, in ms; undefined if it cannot be told without guessing, NaN if there is none such. */
function resolved(
  written: Written,
  day: string | undefined,
  zone: ZoneSaid | undefined,
  postedMs: number,
  clocks: Clocks,
): number | undefined {
  const zones = zone === undefined ? clocks.bare : zonesMeant(zone.means, clocks);
  const [first, ...others] = zones.map((one) => inZone(written, day, one, postedMs));
  // Several zones are no question where all of them say the same.
  return others.every((other) => other === first || (Number.isNaN(other) && Number.isNaN(first))) ? first : undefined;
}

function inZone(written: Written, day: string | undefined, zone: string, postedMs: number): number | undefined {
  const today = wallTimeAt(postedMs, zone);
  const clock = { hour: hourIn(day, written.hour), minute: written.minute };
  const on = (days: number, hour = clock.hour) =>
    instantMsOf({ ...today, day: today.day + days, ...clock, hour }, zone);
  if (day !== undefined && !isToday(day) && !/^tonight\b/i.test(day)) {
    const date = dayNamed(day, today);
    if (date === 'unread') return undefined;
    if (date === 'none') return Number.NaN;
    const atMs = instantMsOf({ ...date, ...clock }, zone);
    // Said late on a Monday, "Monday at 02:00" is the next one.
    return isWeekdayOnly(day) && atMs < postedMs - JUST_PASSED_MS ? atMs + 7 * DAY_MS : atMs;
  }
  if (day !== undefined && isToday(day)) return on(0);
  if (on(0) >= postedMs - JUST_PASSED_MS) return on(0) > postedMs + DAY_MS ? on(-1) : on(0);
  // "2:30 ET" at a quarter to two may be this afternoon's, or the night's. In UTC clocks have 24 hours.
  const isOf24 = (zone === 'UTC' || zone === 'Etc/GMT') && !written.isSpoken;
  const isOpen = written.isHalfOpen && day === undefined && !isOf24;
  if (isOpen && on(0, clock.hour + 12) > postedMs) return undefined;
  return on(1);
}

/** The match of a sticky pattern at one place. */
function at(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}
