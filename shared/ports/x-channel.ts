import type { Instant } from '../core/instant.ts';
import type { GateKind, LearnedLimit } from '../core/x/account.ts';
import type { OwnPost } from '../core/x/find.ts';

/**
 * What one attempt to post came to.
 *
 * `delivered`, `rejected`, `throttled` and `not_sent` are certain. After `unknown` the post may or may not exist; after
 * `duplicate` it probably does, and an earlier attempt of ours may be why.
 */
export type PostOutcome = (
  | { outcome: 'delivered'; id: string }
  /** X refused this post. `not-summoned`: it takes no replies from us. `parent-gone`: what we reply to is not there. */
  | { outcome: 'rejected'; why: 'not-summoned' | 'parent-gone' | 'refused'; reason: string }
  /** X takes no posts from this account for now. */
  | { outcome: 'throttled'; kind: Exclude<GateKind, 'unreachable'>; reason: string; until?: Instant }
  | { outcome: 'duplicate'; reason: string }
  | { outcome: 'unknown'; reason: string }
  /** It failed before anything could have left this machine. */
  | { outcome: 'not_sent'; reason: string }
) & {
  /** The 24-hour limit, if the answer told of one. */
  learned?: LearnedLimit;
  /** No further post is taken before this time, though this one was. */
  pauseUntil?: Instant;
};

/** What reading our own timeline came to. `unreadable` proves nothing. */
export type OwnPosts = { posts: readonly OwnPost[] } | { unreadable: string };

/** An account on X. Each call is one attempt; whether a second is safe is for the caller to know. */
export interface XChannel {
  post(text: string, replyTo?: string): Promise<PostOutcome>;
  /** Our posts with an id not below `sinceId`, oldest or newest first, replies included. */
  ownPosts(sinceId: string): Promise<OwnPosts>;
}
