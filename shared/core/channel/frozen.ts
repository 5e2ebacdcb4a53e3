import type { Instant } from '../instant.ts';

/**
 * What was claimed, to the letter: whatever is sent for it later is the very same request, or a channel that goes by keys
 * takes it for another.
 */
export type FrozenPost = {
  /** Names the statement to the channel, and since when it does: some forget a key after a while. */
  key: string;
  keyedAt: Instant;
  /** How many keys it had before. */
  generation: number;
  /** The time of the claim, which some channels keep with the post. */
  createdAt: Instant;
  /** Gone once it was redacted; `digest` still tells whether a text is this one. */
  text?: string;
  digest: string;
  /** Words of the text that carry a link, as offsets in bytes of UTF-8. */
  link?: { url: string; from: number; to: number };
  /** What it answers, and the first of that thread, each by its receipt. */
  thread?: { root: string; parent: string };
  /** Somebody may have sent it and not come back, or not been answered: it may stand there. */
  mayStand: boolean;
  /** Earlier entries that it speaks for. */
  covers: readonly number[];
};
