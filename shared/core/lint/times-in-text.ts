import { DAY_MS, epochMs, HOUR_MS, type Instant, instant, MINUTE_MS, msBetween, plus, SECOND_MS } from '../instant.ts';

/** A time that a text mentions, and where. `zoned` is false for a clock time that leaves its zone open. */
export type TimeInText = {
  at: Instant;
  quote: string;
  from: number;
  to: number;
  form: 'clock' | 'span';
  zoned: boolean;
};

/** Offsets in hours of the zones that status pages write. Two-letter names move with the season and are left out. */
const OFFSETS: Record<string, number> = {
  utc: 0,
  gmt: 0,
  z: 0,
  wet: 0,
  bst: 1,
  cet: 1,
  west: 1,
  cest: 2,
  eet: 2,
  eest: 3,
  msk: 3,
  ist: 5.5,
  jst: 9,
  aest: 10,
  aedt: 11,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
};

const ZONE = String.raw`(?:\(?(?<zone>utc|gmt|z|wet|bst|cet|west|cest|eet|eest|msk|ist|jst|aest|aedt|est|edt|cst|cdt|mst|mdt|pst|pdt)\b\)?(?<offset>[+-]\d{1,2}(?::?\d{2})?)?|(?<iso>[+-]\d{2}:\d{2})\b)`;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = String.raw`(?:${MONTHS.join('|')})[a-z]*\.?`;
const DAY = String.raw`(?:(?<d1>\d{1,2})(?:st|nd|rd|th)? (?<m1>${MONTH})|(?<m2>${MONTH}) (?<d2>\d{1,2})(?:st|nd|rd|th)?)(?:,? (?<year>20\d\d))?|(?<isoday>20\d\d-\d\d-\d\d)|(?<word>today|tomorrow|tonight)`;
const DAY_AFTER = DAY.replaceAll(/\?<(\w+)>/g, '?<$1b>');
const CLOCK = String.raw`(?<![\d:.])(?:(?<h>[01]?\d|2[0-4])[:.](?<min>[0-5]\d)(?::(?<s>[0-5]\d)(?:\.\d+)?)?(?: ?(?<half>[ap]\.?m\b\.?))?|(?<h2>1[0-2]|0?[1-9]) ?(?<half2>[ap]\.?m\b\.?)|\b(?<named>noon|midnight)\b)(?![\d%]|\.\d)`;
const AT = new RegExp(`(?:(?:${DAY})(?:,| at| by|T)? ?)?${CLOCK}(?: ?${ZONE})?(?:,? (?:on )?(?:${DAY_AFTER}))?`, 'gi');

const WORDS: Record<string, number> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  ten: 10,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  'forty-five': 45,
  sixty: 60,
  half: 0.5,
  the: 1,
};
const NUMBER = String.raw`(?:\d+(?:\.\d+)?|${Object.keys(WORDS).join('|')})`;
const SPAN = new RegExp(
  String.raw`\b(?<lead>in|within|every|eta:?|resolution:?|repair:?|recovery:?)(?: (?:the|about|approximately|approx\.?|around|another|roughly|next|of|is|a further|less than|under|up to|at most))* (?:(?<low>${NUMBER})(?: ?(?:-|–|to|or) ?))?(?<n>${NUMBER})(?: an?)?[ -]?(?<unit>seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?)\b`,
  'gi',
);

/** Every time that a text mentions, in order: clock times read near `postedAt`, and spans counted from it. */
export function timesIn(text: string, postedAt: Instant): TimeInText[] {
  const clocks = [...text.matchAll(AT)].flatMap((match) => clockTime(match, postedAt));
  const spans = [...text.matchAll(SPAN)].flatMap((match) => spanTime(match, postedAt));
  return [...clocks, ...spans].toSorted((a, b) => a.from - b.from);
}

function spanTime(match: RegExpMatchArray, postedAt: Instant): TimeInText[] {
  const { n = '', unit = '' } = match.groups ?? {};
  const count = WORDS[n.toLowerCase()] ?? Number(n);
  const first = unit[0]?.toLowerCase();
  const unitMs = first === 's' ? SECOND_MS : first === 'm' ? MINUTE_MS : first === 'h' ? HOUR_MS : DAY_MS;
  if (!Number.isFinite(count) || count <= 0 || count > 10_000) return [];
  return [{ at: plus(postedAt, count * unitMs), ...place(match), form: 'span', zoned: true }];
}

function clockTime(match: RegExpMatchArray, postedAt: Instant): TimeInText[] {
  const group = match.groups ?? {};
  const clockMs = msOfDay(group);
  if (clockMs === undefined || isVersion(match[0], group)) return [];
  const offset = offsetMs(group);
  const local = instant(epochMs(postedAt) + (offset ?? 0));
  const day = dayOf(group, local);
  const atDay = (midnight: number) => instant(midnight + clockMs - (offset ?? 0));
  const today = Date.parse(`${local.slice(0, 10)}T00:00:00Z`);
  const at = day === undefined ? nearest([today - DAY_MS, today, today + DAY_MS].map(atDay), postedAt) : atDay(day);
  return [{ at, ...place(match), form: 'clock', zoned: offset !== undefined }];
}

/** `2.10` is a number unless something says that it is a time. */
const isVersion = (quote: string, { half, zone }: Record<string, string | undefined>): boolean =>
  !quote.includes(':') && /\d\.\d/.test(quote) && half === undefined && zone === undefined;

const place = (match: RegExpMatchArray) => {
  const from = match.index ?? 0;
  return { quote: match[0].trim(), from, to: from + match[0].trimEnd().length };
};

/** How long ago a time without a date may be and still be meant: "still targeting 2:00" at 2:21, not tomorrow's. */
const JUST_PASSED_MS = 6 * HOUR_MS;

/** A clock time without a date is the one just passed, or else the next. */
function nearest(candidates: readonly Instant[], postedAt: Instant): Instant {
  const passed = candidates.findLast((at) => at < postedAt && msBetween(at, postedAt) <= JUST_PASSED_MS);
  const next = candidates.find((at) => at >= postedAt) as Instant;
  if (passed === undefined) return next;
  return msBetween(passed, postedAt) < msBetween(postedAt, next) ? passed : next;
}

function msOfDay(group: Record<string, string | undefined>): number | undefined {
  if (group.named !== undefined) return group.named.toLowerCase() === 'noon' ? 12 * HOUR_MS : DAY_MS;
  const half = (group.half ?? group.half2)?.[0]?.toLowerCase();
  const hour = Number(group.h ?? group.h2);
  if (half !== undefined && (hour < 1 || hour > 12)) return undefined;
  const hours = half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0);
  return hours * HOUR_MS + Number(group.min ?? 0) * MINUTE_MS + Number(group.s ?? 0) * SECOND_MS;
}

function offsetMs({ zone, offset, iso }: Record<string, string | undefined>): number | undefined {
  const written = iso ?? offset;
  const named = zone === undefined ? undefined : OFFSETS[zone.toLowerCase()];
  if (written === undefined) return named === undefined ? undefined : named * HOUR_MS;
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(written) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS) + (named ?? 0) * HOUR_MS;
}

/** Midnight of the day that is named beside the time, in ms; undefined if none is. */
function dayOf(group: Record<string, string | undefined>, local: Instant): number | undefined {
  const named = (name: string) => group[name] ?? group[`${name}b`];
  const iso = named('isoday');
  if (iso !== undefined) return Date.parse(`${iso}T00:00:00Z`);
  const midnight = Date.parse(`${local.slice(0, 10)}T00:00:00Z`);
  const word = named('word')?.toLowerCase();
  if (word !== undefined) return word === 'tomorrow' ? midnight + DAY_MS : midnight;
  const month = (named('m1') ?? named('m2'))?.slice(0, 3).toLowerCase();
  if (month === undefined) return undefined;
  const year = Number(named('year') ?? local.slice(0, 4));
  const day = Number(named('d1') ?? named('d2'));
  return Date.UTC(year, MONTHS.indexOf(month), day);
}
