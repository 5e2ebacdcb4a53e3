import { sentenceOf, type Voice } from '../sentences.ts';
import { bytesOf, type Fit } from './fit.ts';

/** The line that leads to the page, last in a post. */
export const linkLine = (voice: Voice, url: string, { link }: Fit): string =>
  link === 'plain' ? url : sentenceOf(voice, 'page-line', { page: wordsOf(voice) });

/** The same in as few words as carry a link. */
export const shortLink = (voice: Voice, url: string, { link }: Fit): string =>
  link === 'plain' ? url : wordsOf(voice);

/**
 * Which words of a finished `text` carry the link: from and to in bytes of its UTF-8. Undefined where the address itself
 * stands there, or where there was no room for the line.
 */
export function facetIn(
  voice: Voice,
  text: string,
  url: string,
  fit: Fit,
): { url: string; from: number; to: number } | undefined {
  if (fit.link === 'plain') return undefined;
  const words = wordsOf(voice);
  const line = [linkLine(voice, url, fit), words].find((end) => text.endsWith(`\n${end}`));
  if (line === undefined) return undefined;
  const start = text.length - line.length + line.lastIndexOf(words);
  const from = bytesOf(text.slice(0, start));
  return { url, from, to: from + bytesOf(words) };
}

const wordsOf = (voice: Voice): string => sentenceOf(voice, 'page-words');
