import { BLUESKY } from './bluesky.ts';

/** The channels on which the same request twice is one post. */
export const KEYED_CHANNELS = [BLUESKY] as const;

export type KeyedChannelName = (typeof KEYED_CHANNELS)[number]['name'];
