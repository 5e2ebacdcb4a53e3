import type { ChannelFacts } from '../channel/channel.ts';
import type { Said } from '../channel/own-posts.ts';
import type { Instant } from '../instant.ts';

/** One line of a secret. `isHidden`: not shown while it is typed. */
export type SecretField = { name: string; asks: string; isHidden?: boolean; usually?: string };

/** A public channel on which the same request twice is one post. */
export type KeyedFacts = ChannelFacts & {
  proof: 'key';
  atOnce: 'incident';
  limit: number;
  /** So far below it we stay. */
  below: number;
  /** Besides `limit`, in UTF-8. */
  limitBytes?: number;
  /** What any address counts; as long as it is, if not said. */
  perUrl?: number;
  /** `facet`: words of the text carry the link; `plain`: the address stands in it. */
  link: 'facet' | 'plain';
  /** The key of a statement made at `at`, by which the channel knows it. `generation`: how many it had before. */
  keyOf: (said: Said, at: Instant, generation: number) => string;
  /** How long a key is good for; for ever, if not said. After that, what stands there is looked at before it is sent again. */
  keyLivesMs?: number;
  /** What it takes to speak there, in the order in which a person is asked for it; kept as one secret. */
  secret: readonly SecretField[];
  /** What a person looks to at the network before, for whoever connects it. */
  settings: string;
  /** Where the network looks for the name of the account under the house's own domain. */
  wellKnown?: string;
};
