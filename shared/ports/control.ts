import type { ChannelMode } from '../core/channel/channel.ts';
import type { ChannelName } from '../core/delivery.ts';
import type { Instant } from '../core/instant.ts';
import type { Reached } from '../core/people/reached.ts';
import type { ByHand } from './site-store.ts';

export type { ChannelMode };

/** What an operator or the pipeline itself has switched. */
export type Control = {
  frozen?: { since: Instant; reason: string; by: string };
  channels: Readonly<Partial<Record<ChannelName, ChannelMode>>>;
  /** When the sweep last ran to its end. */
  lastSweepAt?: Instant;
  /** Whether somebody would be reached, as the last sweep found it. */
  people?: Reached;
  /** That customers see a page that was put up by hand, as the last sweep found it. */
  byHand?: ByHand;
  /** The table that this record was written in: a restored copy carries the name of its original. */
  table?: string;
};

export interface ControlRecord {
  read(): Promise<Control>;
  freeze(frozen: Control['frozen'] | undefined): Promise<void>;
  setMode(channel: ChannelName, mode: ChannelMode): Promise<void>;
  /** What is not handed in was not found. */
  swept(at: Instant, found?: Pick<Control, 'people' | 'byHand'>): Promise<void>;
}
