import { segmenter } from '../segmenter.ts';

const ELLIPSIS = '…';

/**
 * `text` cut behind as many whole words as keep it within what `fits` says, with an ellipsis. Only a text whose first
 * word alone is too long is cut inside it, between letters as a reader sees them; undefined where not one fits. `goesOn`:
 * it is the beginning of a longer one. `mayEnd` forbids ends; all are allowed where it is left out.
 */
export function longestCut(
  text: string,
  fits: (cut: string) => boolean,
  { goesOn = false, mayEnd = () => true }: { goesOn?: boolean; mayEnd?: (end: number) => boolean } = {},
): string | undefined {
  const ends = (granularity: 'word' | 'grapheme') => {
    const all = endsOf(segmenter(granularity), text).filter(mayEnd);
    // The last one is where the text was cut before, and no end of a word.
    return goesOn ? all.slice(0, -1) : all;
  };
  return longest(text, ends('word'), fits) ?? longest(text, ends('grapheme'), fits);
}

const endsOf = (segments: Intl.Segmenter, text: string): number[] =>
  [...segments.segment(text)].filter((one) => one.isWordLike !== false).map((one) => one.index + one.segment.length);

/** By bisection: a longer text never weighs less. */
function longest(text: string, ends: readonly number[], fits: (cut: string) => boolean): string | undefined {
  let [low, high] = [0, ends.length];
  const cut = (count: number) => `${text.slice(0, ends[count - 1]).trimEnd()}${ELLIPSIS}`;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(cut(middle))) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? undefined : cut(low);
}
