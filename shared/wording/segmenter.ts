const segmenters = new Map<string, Intl.Segmenter>();

/** Made when it is needed: each costs a cold start some milliseconds, and most texts fit. */
export function segmenter(granularity: 'sentence' | 'word' | 'grapheme'): Intl.Segmenter {
  const made = segmenters.get(granularity) ?? new Intl.Segmenter('en', { granularity });
  segmenters.set(granularity, made);
  return made;
}
