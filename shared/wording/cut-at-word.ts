import { segmenter } from './segmenter.ts';

/** As many whole words as stay within `most` characters, and an ellipsis if that is not all. */
export function cutAtWord(text: string, most: number): string {
  if (text.length <= most) return text;
  const ends = [...segmenter('word').segment(text.slice(0, most))]
    .filter((one) => one.isWordLike)
    .map(({ index, segment }) => index + segment.length)
    .filter((end) => end < most);
  return `${text.slice(0, ends.at(-1) ?? most - 1).trimEnd()}…`;
}
