import { comparable } from '../channel/digest.ts';
import { epochMs, type Instant } from '../instant.ts';
import type { XAttempt } from './account.ts';

/** A post on our own timeline, its text as we would have sent it: links expanded, entities undone. */
export type OwnPost = { id: string; text: string; replyTo?: string; at?: Instant };

/**
 * The post that an attempt made, if the timeline shows it: the same text under the same parent. Several posts with the
 * same text would be a fault of ours; then the oldest is the one.
 */
export function findAttempt(posts: readonly OwnPost[], attempt: Pick<XAttempt, 'text' | 'replyTo'>) {
  const wanted = comparable(attempt.text);
  return posts
    .filter((post) => comparable(post.text) === wanted && post.replyTo === attempt.replyTo)
    .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))[0];
}

/** The moment that X's ids count from, in ms (the constant of its id format, "snowflake"). */
const ID_EPOCH_MS = 1_288_834_974_657n;

/** The smallest id that a post of `at` or later can have, for `since_id`. */
export const idAt = (at: Instant): string => {
  const ms = BigInt(epochMs(at)) - ID_EPOCH_MS;
  return String(ms > 0n ? ms << 22n : 0n);
};
