/** A sentence and where it begins in its text. */
export type Sentence = { text: string; from: number };

/** The sentences of a text. A dot inside a number, a time or "a.m." ends none; the end of a line always does. */
export function sentencesIn(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let from = 0;
  const add = (to: number) => {
    const raw = text.slice(from, to);
    if (raw.trim() !== '') sentences.push({ text: raw, from });
    from = to;
  };
  for (const match of text.matchAll(/\n+|(?<!\b[apAP]\.[mM]|\b[apAP])[.!?]+["')\]]*(?=\s+(?![a-z])|$)/g))
    add(match.index + match[0].length);
  add(text.length);
  return sentences;
}
