/**
 * True if an automated text may quote `words`. They may hold no time: one that has passed would be promised again. Links
 * and mentions stay out as well, because a quote is not where a reader expects to be sent somewhere.
 */
export const isSayable = (words: string): boolean =>
  !/\d\s*(:|h\b|hrs?\b|hours?\b|min|am\b|pm\b|a\.m|p\.m)|\b(in|within|by|until)\s+(a|an|one|two|three|\d+|noon|midnight|tomorrow|today|tonight)\b|https?:|www\.|@|\n/i.test(
    words.trim(),
  );
