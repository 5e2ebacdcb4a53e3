import type { ChannelName, Deliveries, Delivery } from '../core/delivery.ts';

/** What each channel did. Written by the channel's reconciler only. */
export interface DeliveryRecords {
  /** All deliveries of one incident on one channel, strongly consistent. */
  of(incident: string, channel: ChannelName): Promise<Deliveries>;
  /** The same on every channel that did anything, also on one that the config does not name any more. */
  onAll(incident: string): Promise<ReadonlyMap<ChannelName, Deliveries>>;
  /** Records an outcome. An end state is never replaced by one that is under way: that call changes nothing. */
  put(incident: string, channel: ChannelName, seq: number, delivery: Delivery): Promise<void>;
  /**
   * Records `next` in the place of `before` and only there; undefined, where nothing was recorded yet. False if somebody was
   * faster. True also if the store was asked twice because its first answer was lost.
   */
  swap(
    incident: string,
    channel: ChannelName,
    seq: number,
    before: Delivery | undefined,
    next: Delivery,
  ): Promise<boolean>;
  /**
   * Removes every text that is kept of deliveries of entries before number `seq`, on every channel, also on one that the
   * config does not name any more. That they were delivered, when and where stays. Doing it twice is harmless.
   */
  forgetTexts(incident: string, before: number): Promise<void>;
}
