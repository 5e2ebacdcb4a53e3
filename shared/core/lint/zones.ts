import { ZONE_PATTERN } from '../recogniser/zones.ts';
import type { Rule } from './finding.ts';

const CLOCK =
  /(?<![\d:.-])(?:(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:\s?[ap](?:\.m\b\.?|m\b))?|(?:1[0-2]|[1-9])\s?[ap](?:\.m\b\.?|m\b))(?![\d:])/gi;

/** A zone as it is written behind a time, also such as nobody can count with: "Berlin time". */
const ZONE = new RegExp(String.raw`^\s*\(?(?:${ZONE_PATTERN}|[A-Z]{2,5}T\b|[A-Z]\w+\/[A-Z]\w+|\w+ time\b)`, 'i');

/** Between these a zone is said once, at the end: "from 14:00 to 14:30 UTC". */
const SHARED = /^\s*(?:-|–|to|and|until|or|,)\s*$/i;

/** A time without a zone is read as the reader's own, and is hours wrong for most of them. */
export const withoutZone: Rule = ({ texts }) =>
  texts.flatMap(({ field, text }) => {
    const times = [...text.matchAll(CLOCK)].map((match) => ({
      quote: match[0].trim(),
      from: match.index,
      to: match.index + match[0].length,
    }));
    const isZoned = (index: number): boolean => {
      const [time, next] = [times[index], times[index + 1]];
      if (time === undefined || ZONE.test(text.slice(time.to))) return time !== undefined;
      return next !== undefined && SHARED.test(text.slice(time.to, next.from)) && isZoned(index + 1);
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
