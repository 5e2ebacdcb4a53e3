import type { FrozenPost } from './channel/frozen.ts';
import type { Instant } from './instant.ts';
import type { Counts } from './subscribers/run.ts';

/** The name of a channel, as the config and the table know it. */
export type ChannelName = string;

/** Our record of what a channel did with one entry. No record means pending. */
export type Delivery =
  /** `of`: so many people are to be told, where each is told for themselves. `frozen`: what is sent, where a key proves it. */
  | { state: 'claimed'; at: Instant; leaseUntil: Instant; attempt: number; of?: number; frozen?: FrozenPost }
  | { state: 'throttled'; at: Instant; retryAt: Instant; attempt: number; reason: string }
  /** `joint`: said in one post together with other incidents. `removedAt`: noticed then that it was taken down. */
  | {
      state: 'delivered';
      at: Instant;
      receipt: string;
      text?: string;
      shadow?: boolean;
      joint?: boolean;
      removedAt?: Instant;
      /** The receipt of the first post of its thread, where a channel asks for it. */
      thread?: string;
      /** Of the site: what its pages showed besides the entries when this was recorded. */
      shown?: string;
      /** Of a channel that tells each person: how many it told. */
      counts?: Counts;
    }
  | { state: 'coalesced'; at: Instant; into: number; receipt?: string }
  | { state: 'rejected'; at: Instant; reason: string }
  | { state: 'unknown'; at: Instant; reason: string }
  | { state: 'expired'; at: Instant; reason: string }
  | { state: 'dropped'; at: Instant; reason: string };

/** A delivery without the words that were kept of it. */
export function withoutTexts(delivery: Delivery): Delivery {
  if (delivery.state === 'claimed' && delivery.frozen !== undefined) {
    const { text: _text, ...frozen } = delivery.frozen;
    return { ...delivery, frozen };
  }
  if (delivery.state !== 'delivered') return delivery;
  const { text: _text, shown: _shown, ...rest } = delivery;
  return rest;
}

/** Deliveries of one incident on one channel, by the entry's number. */
export type Deliveries = ReadonlyMap<number, Delivery>;

/** Why nothing of a drill is said on any channel. */
export const NOT_PUBLIC = 'a drill is never public';

const UNDER_WAY: readonly Delivery['state'][] = ['claimed', 'throttled'];

/** Ends that somebody decides on without having asked the channel: what the channel itself did is truer. */
const DECIDED: readonly Delivery['state'][] = ['dropped', 'expired'];

/** Whether `next` is recorded over what is there: an end is final, but for what the channel itself is found to have done. */
export const supersedes = (next: Delivery, before: Delivery | undefined): boolean =>
  !isEnded(before) || takesFromChannel(next);

/** True of an end that tells what the channel did. */
export const takesFromChannel = (delivery: Delivery): boolean => isEnded(delivery) && !DECIDED.includes(delivery.state);

/** True if nothing further happens with this message on this channel. */
export const isEnded = (delivery: Delivery | undefined): boolean =>
  delivery !== undefined && !UNDER_WAY.includes(delivery.state);
