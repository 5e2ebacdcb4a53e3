import { DAY_MS, HOUR_MS, MINUTE_MS } from '../instant.ts';

/** A time that a text names, before anybody asked what it is for. `lead` is what introduces it, in lower case. */
export type TimeFound = {
  form: 'relative' | 'absolute';
  from: number;
  to: number;
  atMs: number;
  lead: string;
  /** The zone as it was written; undefined if none was. */
  zone: string | undefined;
};

const WORDS = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  'forty-five': 45,
  'forty five': 45,
  sixty: 60,
  ninety: 90,
} as const;

const NUMBER = String.raw`(?:\d+(?:\.\d+)?|half an?|${Object.keys(WORDS).toReversed().join('|')})`;
const UNIT = String.raw`(minutes?|mins?|m|hours?|hour\(s\)|hrs?|h|days?|weeks?)`;
const ABOUT = String.raw`(?:(?:about|approximately|approx\.?|around|roughly|~|under|less than|at most|just|over|up to|no more than|the|next|coming|another|a further|an additional|additional|estimated|within|in|maximum|max)\s*)*`;
const DURATION = new RegExp(
  String.raw`\b(?<first>${NUMBER})(?:\s*(?:-|–|to|or|and)\s*(?<second>${NUMBER}))?[\s-]*(?<unit>${UNIT})\b(?<half>\s+and a half)?(?:\s*(?:and\s+)?(?<more>\d+)\s*(?:minutes?|mins?|m)\b)?`,
  'gi',
);
const THE_HOUR = /\b(?:the next|the coming|the|this|next|another|every) hour\b(?: or two\b)?/gi;

/** Words that make what follows a time until something, not just a length of time. */
const UNTIL = new RegExp(String.raw`(?:\b(?:in|within|over|inside|every)\s+)${ABOUT}$`, 'i');
const TAKES = new RegExp(String.raw`\b(?:take|takes|taking|require|requires|need|needs)\s+(?:us\s+)?${ABOUT}$`, 'i');
const NAMED = new RegExp(
  String.raw`(?:\bETA\b|\b(?:estimated?|expected?|projected|remaining) (?:time|resolution|completion|recovery|duration))[^.;]{0,70}?(?:\bis|\bof|:|-|=|\bin)?\s*(?:currently\s+)?${ABOUT}$`,
  'i',
);
const NEXT_UPDATE_IS = new RegExp(String.raw`\bnext update\s*(?:is|:|-|–|=)?\s*(?:due\s+)?(?:in\s+)?${ABOUT}$`, 'i');

/** Times that are given as a length from the moment of the post: "in 2 hours", "within the next 20-30 minutes", "ETA 1h". */
export function durationsIn(text: string, postedMs: number): TimeFound[] {
  const lengths = [...text.matchAll(DURATION)].flatMap((match): TimeFound[] => {
    const before = text.slice(0, match.index);
    const lead = leadOf(before, text.slice(match.index + match[0].length));
    if (lead === undefined) return [];
    const { first = '', second, unit = '', half, more } = match.groups ?? {};
    const size = Math.max(numberOf(first), second === undefined ? 0 : numberOf(second)) + (half ? 0.5 : 0);
    const lengthMs = size * unitMs(unit) + Number(more ?? 0) * MINUTE_MS;
    return [found(lead, match.index + match[0].length, postedMs + lengthMs, text)];
  });
  const hours = [...text.matchAll(THE_HOUR)].flatMap((match): TimeFound[] => {
    const before = text.slice(0, match.index);
    const prefix = /\b(?:in|within|over|inside|take|takes|taking)\s+(?:about\s+|in\s+|up to\s+)?$/i.exec(before);
    const lengthMs = /two$/i.test(match[0]) ? 2 * HOUR_MS : HOUR_MS;
    const from = /^every/i.test(match[0]) ? match.index : prefix?.index;
    return from !== undefined ? [found(from, match.index + match[0].length, postedMs + lengthMs, text)] : [];
  });
  return [...lengths, ...hours];
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
function leadOf(before: string, after: string): number | undefined {
  if (/\b(?:last|past|previous|every other)\s*$/i.test(before) || /^\s*(?:ago|earlier|old|long)\b/i.test(after))
    return undefined;
  if (/^\s*from now\b/i.test(after)) return before.length;
  if (/\b(?:more|longer|later|greater) than\s*$|\bat least\s*$/i.test(before)) return undefined;
  for (const pattern of [UNTIL, TAKES, NEXT_UPDATE_IS, NAMED]) {
    const match = pattern.exec(before);
    if (match) return match.index;
  }
  return undefined;
}

const numberOf = (word: string): number =>
  /^half/i.test(word) ? 0.5 : (WORDS[word.toLowerCase() as keyof typeof WORDS] ?? Number(word));

function unitMs(unit: string): number {
  if (/^m/i.test(unit)) return MINUTE_MS;
  if (/^h/i.test(unit)) return HOUR_MS;
  return /^d/i.test(unit) ? DAY_MS : 7 * DAY_MS;
}
