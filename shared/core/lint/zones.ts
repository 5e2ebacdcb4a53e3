import type { Rule } from './finding.ts';
import { straight } from './phrases.ts';
import { sentencesIn } from './sentences.ts';
import { timesIn } from './times-in-text.ts';

/** Zones that are named behind a time beside those that can be counted with. */
const OTHER_ZONE =
  /^\s*\(?(?:[ECMP]T\b|[A-Z][a-z]+\/[A-Z][a-z_]+|(?:pacific|eastern|central|mountain|local)\b|[A-Z]{2,5}T\b|[+-]\d{2})/i;

/** Between these times a zone is said once, at the end: "from 14:00 to 14:30 UTC". */
const SHARED = /^\s*(?:-|–|to|and|until|,|or)\s*$/i;

/** A time without a zone is read as the reader's own, and is hours wrong for most of them. */
export const withoutZone: Rule = ({ texts, now }) =>
  texts.flatMap(({ field, text }) => {
    const open = sentencesIn(straight(text)).flatMap((sentence) => {
      const times = timesIn(sentence.text, now).filter((time) => time.form === 'clock');
      return times.filter((time, index) => {
        const next = times[index + 1];
        const shares = next?.zoned === true && SHARED.test(sentence.text.slice(time.to, next.from));
        return !time.zoned && !shares && !OTHER_ZONE.test(sentence.text.slice(time.to));
      });
    });
    const [first] = open;
    if (!first) return [];
    return [
      {
        rule: 'time-without-zone',
        field,
        quote: first.quote,
        reason: 'has no zone; readers take it for their own',
        suggestion: `${first.quote} UTC, if that is what you mean`,
      },
    ];
  });
