import { DAY } from '../recogniser/days.ts';
import { evened } from '../recogniser/evened.ts';
import { zoneAt } from '../recogniser/zones.ts';
import type { Rule } from './finding.ts';

const CLOCK =
  /(?<![\d:.-])(?:(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?:\s?[ap](?:\.m\b\.?|m\b))?|(?:1[0-2]|[1-9])\s?[ap](?:\.m\b\.?|m\b))(?![\d:])/gi;

/** Between these a zone is said once, at the end: "from 14:00 to 14:30 UTC". */
const SHARED = /^\s*(?:-|–|to|and|until|or|,)\s*$/i;

const SPAN_END = /\s*[-–—]\s*\d{1,2}(?::[0-5]\d)?(?:\s?[ap](?:\.m\b\.?|m\b))?/iy;
const DAY_BETWEEN = new RegExp(String.raw`,?\s*\(?(?:on\s+)?${DAY}(?![\w:])`, 'iy');

/** Where the zone ends that stands behind a time, behind the end of its span or its day, also one that nobody knows. */
function zoneEnd(text: string, from: number): number | undefined {
  const zone = zoneAt(text, from);
  if (zone) return zone.to;
  for (const between of [SPAN_END, DAY_BETWEEN]) {
    between.lastIndex = from;
    const match = between.exec(text);
    const behind = match && zoneAt(text, from + match[0].length);
    if (behind) return behind.to;
  }
  return undefined;
}

/** A time without a zone is read as the reader's own, and is hours wrong for most of them. */
export const withoutZone: Rule = ({ texts }) =>
  texts.flatMap(({ field, text }) => {
    const even = evened(text);
    const found = [...even.matchAll(CLOCK)].map((match) => {
      const to = match.index + match[0].length;
      return { quote: text.slice(match.index, to).trimEnd(), from: match.index, to, zoneTo: zoneEnd(even, to) };
    });
    // What lies in the zone of the time before is no time: "20:30 UTC+5:30".
    const times = found.filter(({ from }, index) => from >= (found[index - 1]?.zoneTo ?? 0));
    const isZoned = (index: number): boolean => {
      const [time, next] = [times[index], times[index + 1]];
      if (time === undefined || time.zoneTo !== undefined) return time !== undefined;
      return next !== undefined && SHARED.test(even.slice(time.to, next.from)) && isZoned(index + 1);
    };
    const open = times.find((_, index) => !isZoned(index));
    if (!open) return [];
    return [
      {
        rule: 'time-without-zone',
        field,
        quote: open.quote,
        reason: 'has no zone; readers take it for their own',
        suggestion: `${open.quote} UTC, if that is what you mean`,
        accept: {
          field,
          value: `${text.slice(0, open.from)}${open.quote} UTC${text.slice(open.from + open.quote.length)}`,
        },
      },
    ];
  });
