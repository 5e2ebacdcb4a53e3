import { segmenter } from '../wording/segmenter.ts';
import { plain } from './html.ts';
import { markdownText } from './markdown.ts';

/** Words that people typed as one line that can be read aloud: without the signs of Markdown, and on one line. */
export const spokenText = (markdown: string): string => plain(markdownText(markdown)).replace(/\s+/g, ' ').trim();

/** The first sentence of it, without its full stop, to go on inside one of ours. */
export const firstSentence = (markdown: string): string =>
  withoutFullStop(([...segmenter('sentence').segment(spokenText(markdown))][0]?.segment ?? '').trim());

export const withoutFullStop = (text: string): string => text.replace(/[.!?…]+$/, '');

/** As many whole words as stay within `most` characters, and an ellipsis if that is not all. */
export function cutAtWord(text: string, most: number): string {
  if (text.length <= most) return text;
  const ends = [...segmenter('word').segment(text.slice(0, most))]
    .filter((one) => one.isWordLike)
    .map(({ index, segment }) => index + segment.length)
    .filter((end) => end < most);
  return `${text.slice(0, ends.at(-1) ?? most - 1).trimEnd()}…`;
}
