import type { ChannelName } from '../delivery.ts';

/** `off`: nothing; `shadow`: everything runs, but nothing is public; `live`: it is posted. */
export type ChannelMode = 'off' | 'shadow' | 'live';

/**
 * What a channel is, before it does anything. `proof` is what tells us that a post exists although its answer was lost:
 *
 * - `own`: it lies in our own store;
 * - `look`: only reading back what stands there;
 * - `key`: the same request twice is one post;
 * - `receiver`: a key of ours, by which whoever receives it drops the second;
 * - `event`: the far side tells us later;
 * - `none`: nothing.
 */
export type ChannelFacts = {
  name: ChannelName;
  /** As people call it. */
  label: string;
  proof: 'own' | 'look' | 'key' | 'receiver' | 'event' | 'none';
  /** Who waits while one post is under way. */
  atOnce: 'account' | 'incident' | 'person';
  /** How it runs before anybody switched it. A channel in public starts in shadow: a person arms it. */
  starts: ChannelMode;
  /** How long a text may be, in what this channel counts; undefined where nobody counts. */
  limit?: number;
  /** Where a post stands by the receipt of it, for the person who has to take it down. */
  addressOf?: (receipt: string) => string;
};
