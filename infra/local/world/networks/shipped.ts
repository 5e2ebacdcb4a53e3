import { bluesky } from '../bluesky/bluesky.ts';
import { mastodon } from '../mastodon/mastodon.ts';
import type { ShippedNetwork } from './network.ts';

/** The networks that the world plays beside X. */
export const NETWORKS: readonly ShippedNetwork[] = [bluesky, mastodon];
