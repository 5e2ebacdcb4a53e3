import type { DeskSource } from '../../core/desk/mention.ts';
import { graphemesAtMost } from '../keyed/graphemes.ts';
import { weightOf } from '../x/weight.ts';

/** How long an answer may be there, in what the place counts, a little below what it takes (docs/rules.md, Words of an answer). */
const MOST: Readonly<Record<DeskSource, { most: number; length: (text: string) => number }>> = {
  x: { most: 270, length: weightOf },
  bluesky: { most: 295, length: graphemesAtMost },
  mastodon: { most: 490, length: graphemesAtMost },
  mail: { most: 2_000, length: (text) => text.length },
};

/** How long an answer counts there, and how long it may be. */
export const lengthThere = (source: DeskSource, text: string): { length: number; most: number } => ({
  length: MOST[source].length(text),
  most: MOST[source].most,
});

export const fitsThere = (source: DeskSource, text: string): boolean => {
  const { length, most } = lengthThere(source, text);
  return length <= most;
};
