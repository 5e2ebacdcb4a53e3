/** A sentence and where it lies in its text. */
export type Sentence = { text: string; from: number; to: number };

/** The sentences of a status text. A dot inside a time, a number or "a.m." ends none; a line end always does. */
export function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  const end = /\n+|[.!?]+["')\]*]*(?=\s+(?![a-z])|$)/g;
  let from = 0;
  const add = (to: number) => {
    const raw = text.slice(from, to);
    const trimmed = raw.trim();
    if (trimmed !== '') {
      const start = from + raw.indexOf(trimmed);
      sentences.push({ text: trimmed, from: start, to: start + trimmed.length });
    }
    from = to;
  };
  for (const match of text.matchAll(end)) {
    const upTo = match.index + match[0].length;
    const before = text.slice(Math.max(0, match.index - 8), match.index + 1);
    // "by Wed. 14:30", and "by Tuesday. 2019-10-22 19:00", a slip of the pen.
    const after = text.slice(upTo, upTo + 12);
    if (/day\.$/.test(before) ? /^\s+\d{4}-\d/.test(after) : DAY_SHORT.test(before) && /^\s+\d/.test(after)) continue;
    if (/\bhrs?\.$/i.test(before) && /^\s+[A-Z]{2,5}\b/.test(after)) continue;
    if (ABBREVIATION.test(before) || (/\bU\.S\.$/i.test(before) && US_ZONE.test(after))) continue;
    add(upTo);
  }
  add(text.length);
  return sentences;
}

const DAY_SHORT = /\b(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.$/i;
/** "10 AM U.S. Pacific Time": here the dots end no sentence. */
const US_ZONE = /^\s+(?:Eastern|Central|Mountain|Pacific|Alaska|Hawaii)/;
const ABBREVIATION = /(?:\b(?:approx|est|e\.g|i\.e|vs|etc|no)|\b[ap]\.m)\.$/i;
