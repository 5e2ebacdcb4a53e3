import { DAY_MS, HOUR_MS, type Instant, msBetween } from '../instant.ts';
import type { Mention } from './kept-mention.ts';

/** Words are kept for a week (docs/rules.md, Desk privacy). */
export const WORDS_KEPT_MS = 7 * DAY_MS;

/**
 * What was taken away by its author is emptied within a day: so often everything that has words is looked at again
 * (docs/rules.md, Desk privacy).
 */
export const LOOKED_AT_EVERY_MS = 12 * HOUR_MS;

/** Where nobody could look for so long, the words go: they may have been taken away (docs/rules.md, Desk privacy). */
export const UNSURE_AFTER_MS = 23 * HOUR_MS;

/** True if it still holds something that its author said. */
export const hasWords = ({ text, answers, to, emptied }: Mention): boolean =>
  emptied === undefined && (text !== undefined || answers !== undefined || to.author.handle !== '');

/** The mention without words: who said it and what they answered are gone with them, but for our own name. What became of it stays. */
export function emptied(mention: Mention, because: NonNullable<Mention['emptied']>): Mention {
  const { text: _text, answers: _answers, ...rest } = mention;
  return {
    ...rest,
    to: { author: { theirs: '', handle: '' } },
    emptied: because,
    version: mention.version + 1,
  };
}

/**
 * Why the words of a mention go at `now`, or undefined while they stay. `lookedAt`: when its source last showed what of it
 * still stands; a source at which nothing can be taken away has none to look at and says so by `everLooks` being false.
 */
export function emptiedBecause(
  mention: Mention,
  { lookedAt, everLooks, now }: { lookedAt: Instant | undefined; everLooks: boolean; now: Instant },
): 'old' | 'unsure' | undefined {
  if (!hasWords(mention)) return undefined;
  if (msBetween(mention.at, now) >= WORDS_KEPT_MS) return 'old';
  const seen = lookedAt !== undefined && lookedAt > mention.heardAt ? lookedAt : mention.heardAt;
  return everLooks && msBetween(seen, now) >= UNSURE_AFTER_MS ? 'unsure' : undefined;
}
