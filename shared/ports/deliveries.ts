import type { ChannelName, Deliveries, Delivery } from '../core/delivery.ts';

/** What each channel did. Written by the channel's reconciler only. */
export interface DeliveryRecords {
  /** All deliveries of one incident on one channel, strongly consistent. */
  of(incident: string, channel: ChannelName): Promise<Deliveries>;
  /** Records an outcome. An end state is never replaced by one that is under way: that call changes nothing. */
  put(incident: string, channel: ChannelName, seq: number, delivery: Delivery): Promise<void>;
}
