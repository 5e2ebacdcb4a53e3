import { longestCut } from './post/longest-cut.ts';
import { segmenter } from './segmenter.ts';
import { weightOf } from './x/weight.ts';

/** What our posts keep to. X's count and ours differ for emoji that are newer than our table, so there is a margin. */
const FITTED_WEIGHT = 270;

/** A link weighs the same however long it is. What lies beyond this is cut off without being weighed. */
const LONGEST_TO_WEIGH = 2_000;

/**
 * `place(text)` with as much of `text` as keeps the whole within `weight`: all of it, or as many whole words as fit and
 * an ellipsis. Only a text whose first word alone is too long is cut inside it, between letters as a reader sees them.
 */
export function cutToFit(text: string, place: (text: string) => string, weight = FITTED_WEIGHT): string {
  // Weighing takes time with the square of a text: what cannot fit for its length alone is not weighed.
  const reach = reachOf(text, weight);
  if (reach === text.length) {
    const whole = place(text);
    if (weightOf(whole) <= weight) return whole;
  }
  const fits = (cut: string) => weightOf(place(cut)) <= weight;
  const cut = longestCut(text.slice(0, reach), fits, { goesOn: reach < text.length });
  return place(cut ?? '');
}

const LINK = /https?:\/\/\S+/y;

/** How far into `text` one may look: no letter weighs less than 1, and of links only their number counts. */
function reachOf(text: string, weight: number): number {
  if (text.length <= weight) return text.length;
  const near = text.slice(0, LONGEST_TO_WEIGH);
  let [at, weighed] = [0, 0];
  for (const { index, segment } of segmenter('grapheme').segment(near)) {
    if (index < at) continue;
    LINK.lastIndex = index;
    at = index + (LINK.exec(near)?.[0].length ?? segment.length);
    weighed += 1;
    if (weighed > weight) return at;
  }
  return near.length;
}
