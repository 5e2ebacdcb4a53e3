import { weightOf } from './x/weight.ts';

const ELLIPSIS = '…';

/** What our posts keep to. X's count and ours differ for emoji that are newer than the library, so there is a margin. */
const FITTED_WEIGHT = 270;

const words = new Intl.Segmenter('en', { granularity: 'word' });
const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * `place(text)` with as much of `text` as keeps the whole within `weight`: all of it, or as many whole words as fit and
 * an ellipsis. Only a text whose first word alone is too long is cut inside it, between letters as a reader sees them.
 */
export function cutToFit(text: string, place: (text: string) => string, weight = FITTED_WEIGHT): string {
  const whole = place(text);
  if (weightOf(whole) <= weight) return whole;
  return (
    longest(text, endsOf(words, text), place, weight) ??
    longest(text, endsOf(letters, text), place, weight) ??
    place('')
  );
}

const endsOf = (segmenter: Intl.Segmenter, text: string): number[] =>
  [...segmenter.segment(text)].filter((one) => one.isWordLike !== false).map((one) => one.index + one.segment.length);

/** By bisection: a longer text never weighs less. */
function longest(text: string, ends: readonly number[], place: (text: string) => string, weight: number) {
  let [low, high] = [0, ends.length];
  const cut = (count: number) => place(`${text.slice(0, ends[count - 1]).trimEnd()}${ELLIPSIS}`);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (weightOf(cut(middle)) <= weight) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? undefined : cut(low);
}
