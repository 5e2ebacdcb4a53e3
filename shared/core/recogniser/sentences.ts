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
    if (ABBREVIATION.test(text.slice(Math.max(0, match.index - 8), match.index + 1))) continue;
    add(upTo);
  }
  add(text.length);
  return sentences;
}

const ABBREVIATION = /(?:\b(?:approx|est|e\.g|i\.e|vs|etc|no)|\b[ap]\.m)\.$/i;
