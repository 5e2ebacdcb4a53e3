import { longestCut } from '../post/longest-cut.ts';
import { addressesIn } from './addresses.ts';

/**
 * As much of `text` as `fits`, and an ellipsis: whole sentences where they are most of what fits, else whole words; all of
 * it where it fits, and '' where not one word does. No address is cut: half of one leads somewhere else, and an ellipsis
 * right behind one would be taken for a part of it.
 */
export function cutWords(text: string, fits: (words: string) => boolean): string {
  if (fits(text)) return text;
  const addresses = addressesIn(text);
  const mayEnd = (end: number) => addresses.every(({ from, to }) => end <= from || end > to);
  const cut = longestCut(text, fits, { mayEnd });
  return cut === undefined ? '' : (toSentence(cut, fits) ?? cut);
}

const SENTENCE_END = /[.!?。！？।؟](?=\s)/gu;

/** Who reads half a sentence guesses at the rest; but not for that is half of what was said left out. */
const MOST_OF = 0.6;

function toSentence(cut: string, fits: (words: string) => boolean): string | undefined {
  const end = [...cut.matchAll(SENTENCE_END)].at(-1)?.index;
  if (end === undefined || end < cut.length * MOST_OF) return undefined;
  const sentences = `${cut.slice(0, end + 1)} …`;
  return fits(sentences) ? sentences : undefined;
}
