import { DAY_MS, HOUR_MS, MINUTE_MS } from '../instant.ts';

/** A time that a text names, before anybody asked what it is for. `lead` is what introduces it, in lower case. */
export type TimeFound = {
  form: 'relative' | 'absolute';
  from: number;
  to: number;
  /** In ms since the epoch; undefined where its zone or its day cannot be told without guessing. */
  atMs: number | undefined;
  lead: string;
  /** The zone as it was written; undefined if none was. */
  zone: string | undefined;
  /** Only a day was said, and this is its end. */
  isWholeDay?: true;
};

const ONES = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const TEENS = ['ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen'];
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const words = new Map<string, number>([
  ['a', 1],
  ['an', 1],
  ...ONES.map((word, index) => [word, index + 1] as const),
  ...[...TEENS, 'nineteen'].map((word, index) => [word, index + 10] as const),
  ...TENS.map((word, index) => [word, 10 * index + 20] as const),
]);

const FRACTIONS: Readonly<Record<string, number>> = { '½': 0.5, '¼': 0.25, '¾': 0.75 };

const WORD = `(?:(?:${TENS.join('|')})[- ](?:${ONES.join('|')})|${[...words.keys()].toReversed().join('|')})`;
const NUMBER = String.raw`(?:\d+\s+1\/2|\d+(?:[.,]\d{1,2}(?!\d))?(?:\s?[½¼¾])?|[½¼¾]|(?:a |one )?quarter of an|three[- ]quarters of an|(?:a )?half(?: an?)?|${WORD}(?:\s+and\s+a\s+half)?)`;
const UNIT = String.raw`(minutes?|mins?|m|hours?|hour\(s\)|hrs?|h|days?|weeks?)`;
const ABOUT = String.raw`(?:(?:about|approximately|approx\.?|around|roughly|~|≈|<|≤|under|less than|at most|just|over|up to|no more than|no longer than|the|next|coming|another|a further|an additional|additional|estimated|within|in|between|maximum|max)\s*)*`;
const DURATION = new RegExp(
  String.raw`(?<![\d.,:])(?<![a-z])(?<first>${NUMBER})(?:\s*(?:-|–|to|or|and)\s*(?<second>${NUMBER})|\s*(?<own>hours?|hrs?|h|minutes?|mins?|days?)\s*(?:-|–|to|or)\s*(?<last>${NUMBER}))?[\s-]*(?<unit>${UNIT})(?:\b|(?<=h|m)(?=\d)|(?<=\)))(?<half>\s+and a half)?(?:\s+or\s+(?<orMore>two|three)\b)?(?:,?\s*(?:and\s+)?(?<hours>\d+)\s*(?:hours?|hrs?|h)\b)?(?:,?\s*(?:and\s+)?(?<more>\d+|${WORD})(?:\s*(?:minutes?|mins?|m)\b|(?<=h ?\d\d)\b))?`,
  'gi',
);
const THE_HOUR =
  /\b(?:the next|the coming|the|this|next|another|every) (?:half[- ])?hour\b(?: or two\b| and a half\b)?|\b(?:half[- ])?hourly (?:status )?updates?\b|\bupdates? (?:on an? )?(?:half[- ])?hourly\b/gi;
const HOURS_SAID = [
  [/two$/i, 2],
  [/and a half$/i, 1.5],
  [/half/i, 0.5],
] as const;
/** "by the top of the hour": the same in every zone whose clocks differ by whole hours, which are nearly all. */
const NEXT_HOUR = /\b(?:by|at|before) (?:the )?(?:top|end) of (?:the|this|the next|next) hour\b/gi;

/** Without one of these no length of time is named. */
const A_UNIT = /\d\s*[mh]\b|h\d|min|hour|hr|day|week|[½¼¾]|[a-z]\s+[mh]\b/i;

/** Words that make what follows a time until something, not just a length of time. */
const UNTIL = new RegExp(String.raw`(?:\b(?:in|within|over|inside|every)\s+)${ABOUT}$`, 'i');
const TAKES = new RegExp(String.raw`\b(?:take|takes|taking|require|requires|need|needs)\s+(?:us\s+)?${ABOUT}$`, 'i');
const NAMED = new RegExp(
  String.raw`(?:\bET[AR]\b|\b(?:estimated?|expected?|projected|remaining) (?:time|resolution|completion|recovery|duration))[^.;]{0,70}?(?:\bis|\bof|:|-|=|\bin)?\s*(?:currently\s+)?${ABOUT}$`,
  'i',
);
const NEXT_UPDATE_IS = new RegExp(String.raw`\bnext update\s*(?:is|:|-|–|—|=)?\s*(?:due\s+)?(?:in\s+)?${ABOUT}$`, 'i');
/** "We estimate 90 minutes until service is restored": the words behind it make it a time. */
const ESTIMATES = new RegExp(
  String.raw`\b(?:estimat|expect|anticipat)\w*\s+(?:it (?:to|will) (?:be|take)\s+)?${ABOUT}$`,
  'i',
);

/** How far before a length of time, in characters, is looked for what makes it a time. */
const LEAD_WITHIN = 200;

/** "within 30 minutes after the fix": counted from something that has no time yet. */
const FROM_SOMETHING = /\s*(?:after|following|once|of)\b(?!\s+(?:this|posting|now)\b)/iy;

/** Times that are given as a length from the moment of the post: "in 2 hours", "within the next 20-30 minutes", "ETA 1h". */
export function durationsIn(text: string, postedMs: number): TimeFound[] {
  if (!A_UNIT.test(text)) return [];
  const lengths = [...text.matchAll(DURATION)].flatMap((match): TimeFound[] => {
    const to = match.index + match[0].length;
    const lead = leadOf(text, match.index, to);
    if (lead === undefined) return [];
    const { first = '', own, second, last, unit = '', half, orMore, hours = '0', more = '0' } = match.groups ?? {};
    const other = orMore ?? second ?? last;
    const sizes = [numberOf(first) * unitMs(own ?? unit), other === undefined ? 0 : numberOf(other) * unitMs(unit)];
    const rest = (half ? 0.5 : 0) * unitMs(unit) + Number(hours) * HOUR_MS + numberOf(more) * MINUTE_MS;
    const lengthMs = Math.max(...sizes) + rest;
    return [found(lead, to, postedMs + lengthMs, text)];
  });
  const hours = [...text.matchAll(THE_HOUR)].flatMap((match): TimeFound[] => {
    const before = text.slice(Math.max(0, match.index - 20), match.index);
    const prefix = /\b(?:in|within|over|inside|take|takes|taking)\s+(?:about\s+|in\s+|up to\s+)?$/i.exec(before);
    const lengthMs = HOUR_MS * (HOURS_SAID.find(([words]) => words.test(match[0]))?.[1] ?? 1);
    const from = /^every|hourly/i.test(match[0])
      ? match.index
      : prefix === null
        ? undefined
        : match.index - before.length + prefix.index;
    return from !== undefined ? [found(from, match.index + match[0].length, postedMs + lengthMs, text)] : [];
  });
  const tops = [...text.matchAll(NEXT_HOUR)].map((match) =>
    found(match.index, match.index + match[0].length, (Math.floor(postedMs / HOUR_MS) + 1) * HOUR_MS, text),
  );
  return [...lengths, ...hours, ...tops];
}

const found = (from: number, to: number, atMs: number, text: string): TimeFound => ({
  form: 'relative',
  from,
  to,
  atMs,
  lead: text.slice(from, to).toLowerCase(),
  zone: undefined,
});

/** Where the words begin that make a length of time a time; undefined if nothing does. */
function leadOf(text: string, from: number, to: number): number | undefined {
  const start = Math.max(0, from - LEAD_WITHIN);
  const [before, after] = [text.slice(start, from), text.slice(to, to + 60)];
  if (/\b(?:last|past|previous|every other)\s*$/i.test(before) || /^\s*(?:ago|earlier|old|long)\b/i.test(after))
    return undefined;
  if (/^\s*from now\b/i.test(after)) return from;
  if (/\b(?:more|longer|later|greater) than\s*$|\bat least\s*$/i.test(before)) return undefined;
  FROM_SOMETHING.lastIndex = 0;
  if (FROM_SOMETHING.test(after)) return undefined;
  const isUntil = /^\s*(?:until|till|to)\b/i.test(after);
  for (const pattern of [UNTIL, TAKES, NEXT_UPDATE_IS, NAMED, ...(isUntil ? [ESTIMATES] : [])]) {
    const match = pattern.exec(before);
    if (match) return start + match.index;
  }
  return undefined;
}

function numberOf(text: string): number {
  const word = text.toLowerCase().trim();
  if (/^(?:a )?half/.test(word)) return 0.5;
  if (word.includes('quarter')) return word.startsWith('three') ? 0.75 : 0.25;
  if (/\s1\/2$/.test(word)) return Number.parseInt(word, 10) + 0.5;
  if (/ and a half$/.test(word)) return numberOf(word.replace(/\s+and\s+a\s+half$/, '')) + 0.5;
  const fraction = FRACTIONS[word.at(-1) ?? ''];
  if (fraction !== undefined) return (Number.parseInt(word, 10) || 0) + fraction;
  const known = words.get(word);
  if (known !== undefined) return known;
  const parts = word.split(/[- ]/).map((part) => words.get(part));
  if (parts.length === 2) return (parts[0] ?? 0) + (parts[1] ?? 0);
  return Number(word.replace(',', '.'));
}

function unitMs(unit: string): number {
  if (/^m/i.test(unit)) return MINUTE_MS;
  if (/^h/i.test(unit)) return HOUR_MS;
  return /^d/i.test(unit) ? DAY_MS : 7 * DAY_MS;
}
