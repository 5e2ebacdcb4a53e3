import type { KeyedChannelName } from '../../core/keyed/shipped.ts';
import { BLUESKY_NETWORK } from '../bluesky/network.ts';
import { MASTODON_NETWORK } from '../mastodon/network.ts';
import type { Network } from './network.ts';

/** How each channel that goes by keys is spoken to. */
export const NETWORKS: Readonly<Record<KeyedChannelName, Network>> = {
  bluesky: BLUESKY_NETWORK,
  mastodon: MASTODON_NETWORK,
};
