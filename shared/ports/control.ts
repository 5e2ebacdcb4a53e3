import type { ChannelMode } from '../core/channel/channel.ts';
import type { ChannelName } from '../core/delivery.ts';
import type { Instant } from '../core/instant.ts';

export type { ChannelMode };

/** What an operator or the pipeline itself has switched. */
export type Control = {
  frozen?: { since: Instant; reason: string; by: string };
  channels: Readonly<Partial<Record<ChannelName, ChannelMode>>>;
  /** When the sweep last ran to its end. */
  lastSweepAt?: Instant;
  /** The table that this record was written in: a restored copy carries the name of its original. */
  table?: string;
};

export interface ControlRecord {
  read(): Promise<Control>;
  freeze(frozen: Control['frozen'] | undefined): Promise<void>;
  setMode(channel: ChannelName, mode: ChannelMode): Promise<void>;
  swept(at: Instant): Promise<void>;
}
