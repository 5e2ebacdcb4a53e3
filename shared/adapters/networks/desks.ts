import type { KeyedChannelName } from '../../core/keyed/shipped.ts';
import type { ReadDeskSource } from '../../ports/desk-source.ts';
import { blueskyDeskSource } from '../bluesky/desk-source.ts';
import { blueskyParts } from '../bluesky/network.ts';
import { mastodonDeskSource } from '../mastodon/desk-source.ts';
import { mastodonParts } from '../mastodon/network.ts';
import type { NetworkParts } from './network.ts';

/** How it is heard what people say there to the account that a channel speaks as. Apart from what speaks, which starts often. */
export const DESKS: Readonly<Record<KeyedChannelName, (parts: NetworkParts) => ReadDeskSource>> = {
  bluesky: (parts) => blueskyDeskSource(blueskyParts(parts)),
  mastodon: (parts) => mastodonDeskSource(mastodonParts(parts)),
};
