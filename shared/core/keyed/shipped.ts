import { BLUESKY } from './bluesky.ts';
import { MASTODON } from './mastodon.ts';

/** The channels on which the same request twice is one post. */
export const KEYED_CHANNELS = [BLUESKY, MASTODON] as const;

export type KeyedChannelName = (typeof KEYED_CHANNELS)[number]['name'];
