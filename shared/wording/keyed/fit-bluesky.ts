import type { Fit } from './fit.ts';
import { graphemesAtMost } from './graphemes.ts';

/**
 * A post holds 300 letters as readers see them and 3,000 bytes, whichever comes first (Bluesky's lexicon
 * `app.bsky.feed.post`: `maxGraphemes`, `maxLength`). We stay below both: newer emoji are one letter to some servers and
 * several to others (docs/rules.md, Posts that fit).
 */
export const BLUESKY_FIT: Fit = {
  name: 'bluesky',
  length: graphemesAtMost,
  most: 295,
  mostBytes: 2_900,
  link: 'facet',
};
