import { segmenter } from '../segmenter.ts';

/** A letter behind a mark inside of what is one letter to readers: the consonants that Indic scripts join. */
const JOINED = /(?<=[\p{M}\u200d])\p{L}/gu;

/**
 * At most how many letters, as readers see them, any network counts in `text`. Since Unicode 15.1 joined consonants are
 * one letter (क्षत्रिय is 3), before that each was its own (5). Servers run either: counted by the newer alone, a long text in
 * Hindi would be refused as too long by the older (docs/rules.md, Posts that fit).
 */
export function graphemesAtMost(text: string): number {
  let count = 0;
  for (const { segment } of segmenter('grapheme').segment(text)) {
    count += 1 + (segment.length > 2 ? (segment.match(JOINED)?.length ?? 0) : 0);
  }
  return count;
}
